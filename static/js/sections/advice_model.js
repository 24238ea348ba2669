/**
 * The inspector in the room, as questions: which rules are open now, in order, with the button that mends each.
 *
 * @typedef {{code: string, title: string, words: string, why: string, question: string, button: string, kind: string, opens: string, preset: Record<string, any>, item: string}} Ask
 */

/** Rules that are open, in their order: one ask a rule, about its first item. `say` fills names in, given the item it is about.
 * @param {any[]} rules exported rules @param {{rule: string, state: string, items: string[]}[]} results
 * @param {(text: string, item: string) => string} say @returns {Ask[]} */
export function openAsks(rules, results, say) {
  const state = new Map(results.map((result) => [result.rule, result]));
  return [...rules]
    .sort((a, b) => a.order - b.order)
    .flatMap((rule) => {
      const result = state.get(rule.code);
      if (result?.state !== "not_met" || rule.stop) return [];
      const item = (result.items || [])[0] || "";
      const button = rule.button || {};
      return [
        {
          code: rule.code,
          title: say(rule.title, item),
          words: say(rule.words, item),
          why: rule.answers || "",
          question: say(rule.ask || rule.title, item),
          button: say(button.label || "Add", item),
          kind: button.kind || "",
          opens: button.opens || "new",
          preset: filled(button.preset || {}, item),
          item,
        },
      ];
    });
}

/** A preset with "{item}" put in: what the button already knows need not be asked again.
 * @param {Record<string, any>} preset @param {string} item */
export function filled(preset, item) {
  const one = (/** @type {any} */ value) => (value === "{item}" ? item : value);
  return Object.fromEntries(
    Object.entries(preset).map(([name, value]) => [
      name,
      Array.isArray(value) ? value.map(one).filter(Boolean) : one(value),
    ]),
  );
}

/** The stops a draft runs into: what to do now first.
 * @param {any[]} rules @param {{rule: string, state: string, items: string[]}[]} results @param {(text: string, item: string) => string} say */
export function stopCards(rules, results, say) {
  return results
    .filter((result) => result.state === "not_met")
    .map((result) => {
      const rule = rules.find((one) => one.code === result.rule) || {};
      const item = (result.items || [])[0] || "";
      return {
        code: result.rule,
        now: say(rule.ask || "", item),
        title: say(rule.title || "", item),
        words: say(rule.words || "", item),
      };
    });
}
