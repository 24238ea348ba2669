/** The child's page: only the board is in it, so that there is nothing of a plan to find. */
import Alpine from "@alpinejs/csp";
import { board } from "./board/child.js";

async function open() {
  const answer = await fetch(document.documentElement.dataset.words ?? "");
  const { boards } = await answer.json();
  Alpine.data("board", () => board(boards));
  Alpine.start();
}

open();
