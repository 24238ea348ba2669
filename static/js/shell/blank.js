// A page that has been left shows nothing: not in the switcher, not to the next person who goes back.

import { raise } from "./cover.js";
import { session } from "../session/session.js";

/** @param {{unsent: () => number, forget: () => void}} held */
export function watchBlank({ unsent, forget }) {
  addEventListener("pagehide", () => {
    if (!session.person) return;
    document.body.hidden = true;
    raise();
    forget();
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    // What is unsent lives in this page only: a reload would throw it away, the cover does not.
    if (!unsent()) return location.reload();
    document.body.hidden = false;
  });
}
