// Walks an open plan from inside the page, and gives every word that is in the document at each stop. Evaluated as one expression.
(() => {
  const SPOKEN = [
    "aria-label",
    "aria-description",
    "aria-valuetext",
    "title",
    "placeholder",
    "alt",
    "label",
    "content",
  ];
  const shell = () => document.getElementById("shell")._x_dataStack[0];
  // Alpine draws in microtasks, and what a drawing sets off in the next ones.
  const drawn = async () => {
    for (let n = 0; n < 3; n += 1) await new Promise((done) => setTimeout(done));
  };
  let who = null;

  /** Text, what a screen reader says instead of it, and what stands in fields. */
  function words() {
    const out = [document.title];
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) out.push(texts.currentNode.data);
    for (const element of document.body.querySelectorAll("*")) {
      for (const name of SPOKEN) if (element.hasAttribute(name)) out.push(element.getAttribute(name));
      if (element.matches("textarea, input:not([type=radio], [type=checkbox])")) out.push(element.value);
    }
    return out
      .map((one) => one.replace(/\s+/g, " ").trim())
      .filter(Boolean)
      .join("\n");
  }

  async function choose(view) {
    if (!who) {
      shell().sheet("who");
      await drawn();
      who = document.querySelector('[aria-labelledby="who-head"]')._x_dataStack[0];
      shell().closeSheet();
    }
    who.choose(view);
    await drawn();
  }

  async function go(state) {
    dispatchEvent(new PopStateEvent("popstate", { state: { section: "", entry: "", kind: "", plan: "", ...state } }));
    await drawn();
  }

  const key = (says) =>
    [...document.querySelectorAll("main button")].filter((one) => one.textContent.trim().startsWith(says));

  /** What can be opened where one stands: folds, what opens in place, the gate. */
  async function openAll() {
    for (const one of document.querySelectorAll('main [aria-expanded="false"]')) one.click();
    for (const one of key("Hand over to")) one.click();
    await drawn();
    for (const row of document.querySelectorAll(".gate-row"))
      for (const chip of row.querySelectorAll("button")) {
        chip.click();
      }
    await drawn();
  }

  /** Sent without what it needs, so that what is wrong stands beside its fields, and nothing is kept. */
  async function sendEmpty(needed) {
    const form = document.querySelector("main form")?._x_dataStack[0];
    if (!form) return;
    Object.assign(form.draft, Object.fromEntries(needed.map((name) => [name, ""])));
    await form.send();
    await drawn();
  }

  async function open(stop) {
    const { sheet, ...state } = stop.at;
    await go(state);
    if (sheet) shell().sheet(sheet);
    await drawn();
  }

  async function stand(stop) {
    await open(stop);
    await openAll();
    if (stop.needed) await sendEmpty(stop.needed);
  }

  /** Each stop is come to in the first view of each of its turns, and is open already when the view changes to the next. */
  async function walk(stops) {
    const seen = [];
    for (const stop of stops) {
      for (const turn of stop.turns) {
        // Away first, and not out of the plan: it would be fetched and judged anew.
        await go({ ...stop.at, section: "nowhere" });
        for (const [at, view] of turn.entries()) {
          await choose(view);
          if (at === 0) await stand(stop);
          seen.push([stop.name, turn.slice(0, at + 1).join(", then "), words()]);
        }
      }
    }
    return seen;
  }
  return { walk };
})();
