/**
 * A plan for tonight: eight cards, one question each, and the entries every answer writes.
 *
 * Nothing is pre-ticked, and nobody promises Grace a call at an hour that is not hers: a call goes to someone she names.
 * @typedef {import("./ladder.js").Context} Context
 * @typedef {{key: string, kind: string, data: Record<string, any>}} Write
 * @typedef {ReturnType<typeof blankAnswers>} Answers
 */
import { asTyped, settled } from "../writing/typed_days.js";
import { dataOf, entriesOf, namesOf } from "../plan/read.js";
import { listed, lower } from "../words/said.js";
import { familyWords, others, shown, swatch } from "./ladder.js";

/** In which views a card may be on the screen. */
export const CARDS = [
  {
    id: "family",
    views: ["me", "parent", "children"],
    title: "Who is this plan for?",
    line: "First names are enough.",
  },
  {
    id: "contact",
    views: ["me", "parent"],
    title: "When is it safe to get in touch with {parent}?",
    line: "Everyone reads this before they ring or knock.",
  },
  {
    id: "happened",
    views: ["me"],
    title: "What did {perpetrator} do?",
    line: "One thing, in plain words. More can follow.",
  },
  {
    id: "asks",
    views: ["me", "parent"],
    title: "What will other people do tonight?",
    line: "Pick who to ask. Nothing counts until they accept.",
  },
  {
    id: "wrong",
    views: ["me", "parent"],
    title: "What happens if it goes wrong tonight?",
    line: "The first step, and who takes it.",
  },
  {
    id: "ring",
    views: ["me", "parent"],
    title: "Who does {parent} want rung?",
    line: "Someone near, who would come or pick up.",
  },
  {
    id: "child",
    views: ["me", "children"],
    title: "What did {children} say, or show?",
    line: "Their own words, as they came.",
  },
  {
    id: "knows",
    views: ["me"],
    title: "What must {perpetrator} not find out?",
    line: "Nobody who reads this will let it slip.",
  },
];

/** @param {string} view */
export function cardsFor(view) {
  return CARDS.filter((card) => card.views.includes(view));
}

/** The answers that are a card's own, so that they can be thrown away. @type {Record<string, (keyof Answers)[]>} */
const OWN = {
  family: ["parent", "cause", "children"],
  contact: ["how", "from_time", "to_time", "contactWords"],
  happened: ["what", "category", "whoDid"],
  asks: ["picked", "otherWhat", "whoFor"],
  wrong: ["trigger", "first_step", "step", "who", "ring"],
  ring: ["trigger", "first_step", "step", "who", "ring"],
  child: ["way", "words", "asNote"],
  knows: ["unknown", "whoKnows"],
};

/** A card as it was before anything was typed. @param {string} card @param {Context} context @returns {Partial<Answers>} */
export function untouched(card, context) {
  const fresh = blankAnswers(context);
  return Object.fromEntries(OWN[card].map((name) => [name, fresh[name]]));
}

/** What can be asked of others tonight. @param {Context} context */
export function tonightAsks({ plan }) {
  const names = namesOf(plan);
  const parent = names.parent || "the parent";
  const cause = names.perpetrator || "the person causing harm";
  const kin = names.kin[0] ? names.kin[0].name : `someone ${parent} names`;
  // Probation is for adults: of a child who causes harm, children's social care is asked.
  const young = entriesOf(plan, "family_member").some(
    (entry) => names.perpetrators[0]?.entry === entry.entry && dataOf(entry).under_18 === "yes",
  );
  const all = [
    {
      key: "look",
      title: "Police look in",
      sub: `Quietly, at times ${parent} picks`,
      owner: "agency",
      agency: "police",
      rung: "around",
      what: `Look in on ${parent} tonight`,
    },
    {
      key: "flag",
      title: "Police mark the address",
      sub: "So that a call comes first",
      owner: "agency",
      agency: "police",
      rung: "around",
      what: "Mark the address, so that a call from there comes first",
    },
    {
      key: "probation",
      title: `Probation ring ${cause}`,
      sub: "About where to sleep tonight",
      owner: "agency",
      agency: "probation",
      rung: "around",
      what: `Ring ${cause} about where to sleep tonight`,
    },
    {
      key: "desk",
      title: `The night desk rings ${kin}`,
      sub: `At a time ${parent} picks`,
      owner: "agency",
      agency: "council",
      rung: "agencies",
      what: `The night desk rings ${kin}`,
    },
    {
      key: "near",
      title: `Someone ${parent} trusts is near`,
      sub: names.kin.length ? listed(names.kin.slice(0, 2).map((one) => one.name)) : `Named by ${parent}`,
      owner: "kin",
      agency: "",
      rung: "agencies",
      what: `${names.kin[0] ? names.kin[0].name : `Someone ${parent} trusts`} is near tonight`,
    },
    { key: "other", title: "Somebody else", sub: "", owner: "agency", agency: "other", rung: "agencies", what: "" },
  ];
  return all.filter((one) => !(young && one.key === "probation"));
}

/** Answers of every card, empty, filled from what the plan already holds. @param {Context} context */
export function blankAnswers({ plan, fields, today }) {
  const names = namesOf(plan);
  const whole = (/** @type {string} */ id) => {
    const found = plan.entries.find((entry) => entry.entry === id);
    return found ? dataOf(found) : {};
  };
  const full = (/** @type {string} */ id) => whole(id).name ?? "";
  // The day a baby is due is no birthday: it is said, and not written as one.
  const kids = names.children.map(({ entry }) => {
    const { name, born, due } = asTyped(fields("family_member"), whole(entry), today);
    return { entry, name, born: born || "", due: born ? "" : due || "" };
  });
  return {
    parent: names.parents[0] ? full(names.parents[0].entry) : "",
    parentEntry: names.parents[0] ? names.parents[0].entry : "",
    // Who did it, who is asked about, who must not find out: asked only where several cause harm.
    whoDid: "",
    whoFor: "",
    whoKnows: "",
    cause: names.perpetrators[0] ? full(names.perpetrators[0].entry) : "",
    causeEntry: names.perpetrators[0] ? names.perpetrators[0].entry : "",
    children: kids.length ? kids : [{ entry: "", name: "", born: "", due: "" }],
    how: "",
    from_time: "",
    to_time: "",
    contactWords: "",
    category: "",
    what: "",
    picked: /** @type {string[]} */ ([]),
    otherWhat: "",
    trigger: "",
    first_step: "",
    step: "",
    who: "",
    ring: "",
    child: kids.length === 1 ? kids[0].entry : "",
    way: "",
    words: "",
    asNote: false,
    unknown: /** @type {string[]} */ ([]),
    found: "",
  };
}

/** What a card's answer writes; an empty answer writes nothing, which is what *Not now* means.
 * @param {string} card @param {Answers} a @param {Context} context @param {Record<string, string>} written entry ids this visit wrote, by key
 * @returns {Write[]} */
export function writesOf(card, a, context, written) {
  return WRITES[card]?.(a, context, written) ?? [];
}

/** What each card writes, by its name. @type {Record<string, (a: Answers, context: Context, written: Record<string, string>) => Write[]>} */
const WRITES = {
  family: (a, context) => family(a, context),
  contact: (a, { plan }) =>
    one(a.how || a.from_time || a.to_time || a.contactWords.trim(), "contact", "safe_contact", {
      about: firstOf(namesOf(plan).parents),
      how: a.how,
      from_time: a.from_time,
      to_time: a.to_time,
      words: a.contactWords,
    }),
  happened: (a, { plan, today }) =>
    one(a.what.trim() || a.category, "happened", "behaviour", {
      category: a.category,
      who: harmer(a.whoDid, plan),
      what: a.what,
      since: today.slice(0, 7),
      source: "said",
    }),
  asks: (a, context, written) => asks(a, context, written, harmer(a.whoFor, context.plan)),
  wrong: contingency,
  ring: contingency,
  child: (a, { today }) =>
    a.asNote
      ? one(a.words.trim(), "child note", "note", { words: a.words })
      : one(a.way || a.words.trim(), "child", "voice", {
          child: a.child,
          way: a.way,
          words: a.words,
          when_day: today,
        }),
  knows: (a, { plan }) => knows(a, plan, a.unknown.length > 0),
  found: (a, { plan }) => knows(a, plan, Boolean(a.found)),
};

/** @param {unknown} said whether anything was typed or picked; what it lacks to be an entry is asked for, and it waits @param {string} key @param {string} kind @param {Record<string, any>} data @returns {Write[]} */
function one(said, key, kind, data) {
  return said ? [{ key, kind, data }] : [];
}

/** @param {{entry: string}[]} people */
function firstOf(people) {
  return people[0] ? people[0].entry : "";
}

/** Whom an answer is about: where several cause harm nobody is guessed. @param {string} chosen @param {import("../plan/read.js").Plan} plan */
function harmer(chosen, plan) {
  const all = namesOf(plan).perpetrators;
  return all.length === 1 ? all[0].entry : chosen;
}

/** @param {Answers} a */
function contingency(a) {
  const { trigger, first_step, step, who, ring } = a;
  const said = trigger || first_step || step.trim() || who || ring.trim();
  return one(said, "wrong", "contingency", { trigger, first_step, what: step, who, ring });
}

/** @param {Answers} a @param {import("../plan/read.js").Plan} plan @param {boolean} said */
function knows(a, plan, said) {
  return one(said, "knows", "knows", {
    who: harmer(a.whoKnows, plan),
    does_not_know: a.unknown,
    words: a.found,
  });
}

/** Only names that are new or changed are written. @param {Answers} a @param {Context} context @returns {Write[]} */
function family(a, { plan, fields, today }) {
  const known = new Map(entriesOf(plan, "family_member").map((entry) => [entry.entry, dataOf(entry)]));
  const all = fields("family_member");
  const changed = (
    /** @type {string} */ key,
    /** @type {string} */ entry,
    /** @type {Record<string, any>} */ typed,
  ) => {
    const old = known.get(entry);
    // "about 8" and "2018" are kept as the day they come to, as in the form.
    const data =
      typed.born === undefined
        ? typed
        : settled(
            all.filter((one) => one.birth),
            typed,
            today,
            old,
          );
    const same = old && Object.entries(data).every(([name, value]) => (old[name] || "") === value);
    return same || !(data.name.trim() || data.born)
      ? []
      : [{ key: entry || key, kind: "family_member", data: { ...old, ...data, name: data.name.trim() } }];
  };
  const kids = a.children.flatMap((kid, n) =>
    changed(`child${n}`, kid.entry, { name: kid.name, role: "child", born: kid.born }),
  );
  return [
    ...changed("parent", a.parentEntry, { name: a.parent, role: "parent" }),
    ...kids,
    ...changed("cause", a.causeEntry, { name: a.cause, role: "perpetrator" }),
  ];
}

/** @param {Answers} a @param {Context} context @param {Record<string, string>} written @param {string} cause @returns {Write[]} */
function asks(a, context, written, cause) {
  return tonightAsks(context)
    .filter((ask) => a.picked.includes(ask.key))
    .map((ask) => ({
      key: `ask ${ask.key}`,
      kind: "action",
      data: {
        owner: ask.owner,
        agency: ask.agency,
        what: ask.key === "other" ? a.otherWhat : ask.what,
        perpetrator: cause,
        rung: ask.rung,
        covers: written.happened ? [written.happened] : [],
        from_day: context.today,
        state: "asked",
        telling: "not_to_be_told",
      },
    }))
    .filter((write) => write.data.what.trim() || write.key === "ask other");
}

/** Asks that were picked, written, and are picked no more. @param {Answers} a @param {Record<string, string>} written */
export function unpicked(a, written) {
  return Object.keys(written).filter((key) => key.startsWith("ask ") && !a.picked.includes(key.slice(4)));
}

/** The plan for tonight in the parent's reading: others first, then family and friends, the parent last. @param {Context} context */
export function readBack(context) {
  const { plan, show, label } = context;
  const lines = others(context).map((line) => ({
    key: line.key,
    css: line.css,
    words: sentence(`${line.who} ${line.what}`.trim()),
    more: line.stands ? "" : untilThen(line),
  }));
  for (const entry of entriesOf(plan, "contingency").filter((one) => show("contingency", one))) {
    const data = dataOf(entry);
    const trigger = data.trigger_words || label("triggers", data.trigger);
    // The first step is the one that counts at the door: it is read out before the rest.
    const steps = [...new Set([label("first_steps", data.first_step), data.what].filter(Boolean).map(sentence))];
    lines.push({
      key: entry.entry,
      css: "own-none",
      words: `If ${lower(trigger, familyWords(plan))}: ${steps.join(" ")}`,
      more: data.ring ? `Ring ${data.ring}.` : "",
    });
  }
  for (const entry of shown(context).filter((one) => dataOf(one).owner === "parent" && !context.item(one).over)) {
    lines.push({
      key: entry.entry,
      css: swatch(context.item(entry)),
      words: sentence(dataOf(entry).what),
      more: dataOf(entry).own_choice === "yes" ? "You chose this." : "",
    });
  }
  return lines;
}

/** @param {{asked: boolean, unheard: boolean}} line */
function untilThen({ asked, unheard }) {
  if (!asked) return "Not begun. Nothing counts until it has.";
  return `${unheard ? "Not shared with them yet" : "Asked"}. Nothing counts until they accept.`;
}

/** @param {string} words */
function sentence(words) {
  return /[.?]$/.test(words) ? words : `${words}.`;
}
