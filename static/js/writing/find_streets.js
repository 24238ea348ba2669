/**
 * Addresses as they are written down: streets, flats, rooms, named houses, postcodes, and three words for a spot.
 *
 * A number and a street's word are not enough ("2 of them walk"): what stands between must be able to be a name.
 * @typedef {import("./find_numbers.js").Span} Span
 * @typedef {{word: string, start: number, end: number, gap: string}} Token
 */

/** @param {string} words */
const set = (words) => new Set(words.split(/\s+/));

/** Words that end a street's name and hardly mean anything else. */
const STREET = set(`street st str road rd lane ln avenue ave av crescent cres cresc gardens gdns gds terrace terr ter
  mews grove gr boulevard blvd parade pde esplanade promenade wynd vennel brae villas mansions cottages buildings bldgs
  paddock paddocks spinney copse broadway embankment causeway ginnel snicket twitten`);
/** Those that do: they want a name before them, or an address round them. */
const ALSO = set(`close cl drive dr drv way court ct walk wk rise view vw place pl row hill square sq park pk house hse
  yard green grn path gate field fields meadow meadows bank brow end side vale dale dene dell wood woods common mount mead
  croft fold link links loan nook corner cross hollow ridge ride drove garth glebe glade glen heath holt hurst island lea
  leas lees level maltings mill moor orchard approach arcade alley bridge bungalow bungalows chase circus cottage crest
  estate farm flats gate grange hall heights hts highway lawn lawns lodge loke manor passage point pond priory quay reach
  rectory roundabout springs strand tower towers vicarage warren wharf`);
/** The few of those that are typed without a capital often enough. */
const SMALL = set("close drive way court walk rise view place row hill square park house yard green");
const WELSH = set(`heol ffordd stryd lon lôn rhodfa maes clos cwrt llys teras gerddi rhes bryn parc cae dol dôl rhiw erw
  sgwar sgwâr llwyn nant allt gelli pentre`);
const PARTICLES = set("y yr 'r a'r ap ab uchaf isaf");
const ALONE = set(`broadway cheapside strand parade promenade esplanade riverside quayside lakeside eastgate westgate
  northgate southgate highfield highfields piccadilly whitehall embankment crescent`);
const END_ALONE = /^\p{L}{3,}(?:way|gate|side)$/iu;
const ENDS_LIKE_ONE = set(`away always anyway someway halfway midway subway motorway railway gateway doorway hallway
  driveway runway pathway stairway takeaway giveaway runaway hideaway breakaway getaway straightaway norway galway
  outside inside beside aside upside downside roadside bedside countryside alongside seaside kerbside investigate
  delegate navigate mitigate aggregate surrogate floodgate`);
/** "4 The Green", "2 the laurels". */
const AFTER_THE = set(`green glebe laurels elms oaks limes maltings orchard paddock paddocks spinney copse meadows
  beeches birches firs hollies poplars willows chestnuts cedars crescent avenue mews cottages croft drove quay`);
const SPEAKS = set(`school schools police court council hospital nursery refuge college university judge social team
  family children child boys girls manager plan police's officer officers worker gp doctor nurse health housing probation
  home office order review conference meeting church mosque temple shop pub parents mother father perpetrator desk
  neighbour neighbours landlord same other first second third last next man men woman women bus train clinic surgery
  centre library idva marac`);
const MONTHS = set(`january february march april may june july august september october november december jan feb mar
  apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun`);
/** No name of a street is made of these. */
const NO_NAME =
  set(`of them they their there these those this that then than the a an and or but nor so if as at by for from
  in into on onto off out over under up down to with without within while when where which who whose whom what why how
  he she it we you i me my mine him his her hers us our your its am is are was were be been being do does did done
  doing has have had having can cannot could may might must shall should will would not no yes more most less least
  many much few some any all each every both either neither other others another same such only just still also too very
  again ago already always never often once twice since until till before after during about above across against along
  among around behind below beneath beside between beyond near nearby past through toward towards because though although
  took take takes taken taking saw see sees seen went go goes going gone came come comes coming rang ring rings ringing
  call calls called calling left leave leaves leaving walk walks walked walking drove drive drives driving driven ran run
  runs running met meet meets met said say says saying told tell tells asked ask asks heard hear got get gets getting
  gave give gives made make makes put puts sat sit stood stand stands stayed stay stays staying lived live lives living
  moved move moves moving found find finds kept keep keeps held hold holds hit hits kicked knocked pushed threw crossed
  waited wait waits waiting parked followed stopped looked look looks woke slept sleeps felt feel feels used use uses need
  needs needed want wants wanted like likes know knows knew think thinks thought show shows showed shown turn turned
  second seconds sec secs minute minutes min mins hour hours hr hrs day days night nights week weeks weekend weekends
  month months year years yr yrs time times am pm o'clock oclock noon midnight today tonight tomorrow yesterday morning
  afternoon evening mile miles metre metres meter meters km kms feet foot ft yards inch inches mph kg pounds quid pence
  percent people person persons adult adults child children kid kids boy boys girl girls baby babies man men woman women
  lad lads brother brothers sister sisters cousin cousins friend friends neighbour neighbours parent parents teacher
  teachers officer officers police worker workers social professionals families family dog dogs cat cats pets car cars van
  vans bus buses bag bags bed beds bedroom bedrooms bathroom storey door doors floor floors stairs stops steps step rooms
  missed calls texts messages visits visit calls incidents incident reports report referrals sessions session points point
  pieces photos attempts counts strikes schools school houses flats homes places roads streets blocks windows keys
  and/or x per out-of others' different separate full half quarter whole extra long short bad good big small tiny large
  brief quick slow late early recent previous further single double`);
const BEFORE_NO_STREET =
  /\b(?:aged?|turned|year|yr|class|form|bus|route|page|card|stage|section|part|chapter|step|level|grade|junction|platform|question|priority|tier|score[sd]?) ?$/i;
const BEFORE_A_YEAR =
  /\b(?:in|since|from|until|till|by|of|during|before|after|early|late|summer|spring|autumn|winter|\p{L}{3,9}) ?$/iu;
/** What is said before somebody's address. */
const CUE =
  /(?:\b(?:at|to|in|into|from|near|outside|of|is|address|lives?|living|lived|stays?|staying|stayed|moved|moving|number|no)\.?:? ?|[:;(\n]\s*|^\s*|[.!?]\s+)$/i;
const ENDS_HERE = /^(?:\s*$|\s*[,.;:!?)\n]|\s+[A-Z]{1,2}\d)/;

const NUMBER = /(?<![\p{L}\d]|\d[.,:/-]|[£$€#])\d{1,4}[a-z]?(?: ?[-/] ?\d{1,4}[a-z]?)?(?![\d%]|[.:/-]\d|\p{L})/giu;
const WORD = /(?:st\.|\p{L}[\p{L}\p{M}'-]*)/giu;
const MOST_WORDS = 6;

/** Numbers with a street. @param {string} text folded @returns {Span[]} */
export function streetsIn(text) {
  /** @type {Span[]} */
  const out = [];
  for (const found of text.matchAll(NUMBER)) {
    const last = out.at(-1);
    if (last && found.index < last.end) continue;
    const number = found[0];
    const after = found.index + number.length;
    const tokens = wordsFrom(text, after);
    if (!tokens.length || !mayBegin(text, found.index, number)) continue;
    const many = streetOf(tokens, text, found.index);
    if (many) out.push({ kind: "home", start: found.index, end: tokens[many - 1].end, rank: 2 });
  }
  return out;
}

/** The words after a place in a text, as far as they stand in one line with nothing between. @param {string} text @param {number} from @returns {Token[]} */
function wordsFrom(text, from) {
  /** @type {Token[]} */
  const out = [];
  let at = from;
  while (out.length < MOST_WORDS) {
    const gap = (out.length ? /^ {1,3}/ : /^(?:,? {1,3}|,(?=\p{L}))/u).exec(text.slice(at, at + 4));
    if (!gap) break;
    WORD.lastIndex = at + gap[0].length;
    const word = WORD.exec(text);
    if (!word || word.index !== at + gap[0].length) break;
    at = word.index + word[0].length;
    out.push({ word: word[0], start: word.index, end: at, gap: gap[0] });
  }
  return out;
}

/** @param {string} text @param {number} at @param {string} number */
function mayBegin(text, at, number) {
  const before = text.slice(Math.max(0, at - 30), at);
  if (BEFORE_NO_STREET.test(before)) return false;
  return !/^(?:19|20)\d\d$/.test(number) || !BEFORE_A_YEAR.test(before) || /\b(?:at|to|address) ?$/i.test(before);
}

/** How many of the words are a street's name, 0 for none. @param {Token[]} tokens @param {string} text @param {number} number */
function streetOf(tokens, text, number) {
  const [first, second, third] = tokens.map((one) => lower(one.word));
  if (WELSH.has(first)) return welsh(tokens);
  if (first === "the" && tokens[1]) return afterThe(tokens);
  if (isAlone(first) || standsAsOne(tokens, text, number)) return 1;
  if (MONTHS.has(first) && !(isType(second) && !isType(third))) return 0;
  return typed(tokens, text, number);
}

/** @param {string} word */
function isAlone(word) {
  return ALONE.has(word) || (END_ALONE.test(word) && !ENDS_LIKE_ONE.has(word));
}

/** "12 Beechcroft." Towns end like this as well, so only where nothing follows. @param {Token[]} tokens @param {string} text @param {number} number */
function standsAsOne([{ word, end }], text, number) {
  return (
    /^\p{Lu}\p{L}+(?:croft|mead|dene|garth|acres?|meadows?|holme?|hurst|lea|leigh|market|fields|gardens)$/u.test(
      word,
    ) &&
    CUE.test(text.slice(Math.max(0, number - 20), number)) &&
    ENDS_HERE.test(text.slice(end, end + 6))
  );
}

/** @param {string} [word] */
function isType(word) {
  return word !== undefined && (STREET.has(word) || ALSO.has(word));
}

/** "Heol y Bont", "Ffordd Las Uchaf". @param {Token[]} tokens @returns {number} */
function welsh(tokens) {
  let n = 1;
  while (n < tokens.length && PARTICLES.has(lower(tokens[n].word))) n += 1;
  if (n >= tokens.length || (NO_NAME.has(lower(tokens[n].word)) && !isCapital(tokens[n].word))) return 0;
  n += 1;
  while (n < tokens.length && (isCapital(tokens[n].word) || PARTICLES.has(lower(tokens[n].word)))) n += 1;
  return n;
}

/** @param {Token[]} tokens @returns {number} */
function afterThe(tokens) {
  const second = tokens[1].word;
  if (!isCapital(second))
    return AFTER_THE.has(lower(second)) && !/^(?:light|car|van|door|coat|bag|one)s?$/.test(tokens[2]?.word ?? "")
      ? 2
      : 0;
  if (SPEAKS.has(lower(second)) || MONTHS.has(lower(second))) return 0;
  let n = 2;
  while (n < tokens.length && n < 4 && isCapital(tokens[n].word) && !SPEAKS.has(lower(tokens[n].word))) n += 1;
  return n;
}

/** A name and then a street's word. @param {Token[]} tokens @param {string} text @param {number} number */
function typed(tokens, text, number) {
  for (let n = 0; n < tokens.length; n += 1) {
    const word = lower(tokens[n].word);
    if (n > 0 && isType(word) && plausible(tokens, n, text, number)) return longer(tokens, n + 1);
    if (NO_NAME.has(word.replace(/'$/, "")) && !inside(tokens, n)) return 0;
  }
  return 0;
}

/** "Stow on the Wold Road": small words between two with capitals. @param {Token[]} tokens @param {number} n */
function inside(tokens, n) {
  const small = /^(?:of|the|on|in|le|and|by|upon|under|over)$/.test(tokens[n].word);
  if (small) return n > 0 && isCapital(tokens[0].word) && tokens.slice(n + 1, n + 3).some((one) => isCapital(one.word));
  // "12 Long Lane", "3 Walk Mill Road": it is a name where it is written as one, and so are those round it.
  return (
    isCapital(tokens[n].word) &&
    isType(lower(tokens[n + 1]?.word ?? "")) &&
    !/^(?:i|he|she|it|we|they|you)$/i.test(tokens[n].word)
  );
}

/** "Park Lane Mews". @param {Token[]} tokens @param {number} many */
function longer(tokens, many) {
  let n = many;
  while (n < tokens.length && isCapital(tokens[n].word) && isType(lower(tokens[n].word))) n += 1;
  return n;
}

/** @param {Token[]} tokens @param {number} n where the street's word is @param {string} text @param {number} number */
function plausible(tokens, n, text, number) {
  const type = tokens[n].word;
  const names = tokens.slice(0, n).map((one) => one.word);
  if (/^dr$/i.test(type) && isCapital(tokens[n + 1]?.word ?? "")) return false;
  if (
    /^(?:court|house)$/i.test(type) &&
    /^(?:crown|county|family|youth|high|supreme|magistrates'?|children's)$/i.test(names[n - 1])
  )
    return false;
  const mixed = names.some(isCapital) && names.some((one) => !isCapital(one) && /(?:ed|ing)$/.test(one));
  if (mixed) return false;
  if (STREET.has(lower(type))) return true;
  if (isCapital(type)) return names.every((one) => isCapital(one) || /^(?:of|the|on|in|le|and|st\.?)$/.test(one));
  if (!SMALL.has(type)) return false;
  const before = text.slice(Math.max(0, number - 20), number);
  const after = text.slice(tokens[n].end, tokens[n].end + 12);
  // "2 sisters walk to school": what several do is no street.
  if (/s$/.test(names[n - 1]) && /^ (?:to|home|together|alone|off|away)\b/.test(after)) return false;
  return CUE.test(before) || ENDS_HERE.test(after);
}

const UNIT =
  /(?<![\p{L}\d'-])(flat|apartment|apt|bedsit|maisonette|caravan|unit|suite|studio|plot)\b\.? ?(?:(?:no|number)\.? ?)?(\d{1,4}(?:[/-]\d{1,3})?[a-z]?|[a-z]\d{0,2}|one|two|three|four|five|six|seven|eight|nine|ten)(?![\p{L}\d'%]|[.:]\d)/giu;
const ROOM = /(?<![\p{L}\d'-])(?:bed)?room (?:(?:no|number)\.? ?)?\d{1,4}[a-z]?(?![\p{L}\d'%]|[.:]\d)/giu;
const HOTEL =
  /^,? (?:of|at|in)(?: (?:a|an|the|that|this))?(?: [\p{L}'&-]+){0,3}? (?:hotel|hostel|inn|motel|travelodge|b&b|guest ?house|bed and breakfast|lodge|refuge)(?!\p{L})/iu;
const OTHER_ROOM =
  /\b(?:court|meeting|interview|class|staff|waiting|training|conference|committee|consulting|treatment|seminar|lecture|incident|family|contact) ?$/i;
const IN_OFFICE =
  /^,? (?:at|in|of) (?:the |our |their )?(?:[\p{L}'-]+ ){0,2}?(?:court|school|council|civic|town hall|office|offices|clinic|surgery|nursery|college|library|police|station|hub|centre|university)/iu;
const COUNTED =
  set(`second seconds minute minutes min mins hour hours hr hrs day days night nights week weeks month months
  year years time times am pm o'clock people person men women children kids doors miles of more other others were was`);

/** Flats and rooms: part of an address, and enough of one. @param {string} text folded @returns {Span[]} */
export function unitsIn(text) {
  const flats = [...text.matchAll(UNIT)].filter((one) => isUnit(one, text)).map((one) => unit(one, one[0].length));
  const rooms = [...text.matchAll(ROOM)].flatMap((one) => {
    const [before, after] = [text.slice(Math.max(0, one.index - 20), one.index), text.slice(one.index + one[0].length)];
    const hotel = HOTEL.exec(after);
    if (hotel) return [unit(one, one[0].length + hotel[0].length)];
    if (OTHER_ROOM.test(before) || IN_OFFICE.test(after) || isCounted(after)) return [];
    return [unit(one, one[0].length)];
  });
  return [...flats, ...rooms];
}

/** @param {RegExpExecArray} found @param {number} length @returns {Span} */
function unit({ index }, length) {
  return { kind: "home", start: index, end: index + length, rank: 0 };
}

/** @param {RegExpExecArray} found @param {string} text */
function isUnit(found, text) {
  const [whole, name, which] = found;
  const after = text.slice(found.index + whole.length);
  const ends = /^(?:\s*$|\s*[,.;:!?)\n/]| \d)/.test(after);
  if (which.length === 1 && !/\d/.test(which)) {
    if (!/[ .]/.test(whole.slice(name.length, -which.length))) return false;
    // "the flat a week ago", "in the flat I saw"
    return ends || (!"aisI".includes(which) && (which !== "A" || isCapital(name)));
  }
  if (/^(?:unit|suite|studio|plot)$/i.test(name) && !ends) return false;
  return !isCounted(after);
}

/** "the flat 2 weeks ago". @param {string} after */
function isCounted(after) {
  return COUNTED.has((/^ {1,2}([\p{L}']+)/u.exec(after)?.[1] ?? "").toLowerCase());
}

const NAMED =
  /(?<![\p{L}'-])(?:\p{L}[\p{L}\p{M}'-]* ){1,4}(?:cottages?|house|farm|farmhouse|lodge|villa|hall|barn|bungalow|grange|manor|mill|stables|croft|rectory|vicarage|court|tower|mansions|apartments|flats|gatehouse)(?![\p{L}'-])/giu;
const NAME = /(?<![\p{L}'-])(?:\p{Lu}[\p{L}\p{M}'-]* ){0,3}\p{Lu}[\p{L}\p{M}'-]*(?= ?, ?)/gu;
const STANDS_ALONE = /(?:cottage|farm|farmhouse|bungalow|barn)$/i;
const LINK = /^(?: ?, ?| (?:on|in|off) | )/;

/** Houses with a name and no number: a lane beside it says that it is one. @param {string} text folded @returns {Span[]} */
export function housesIn(text) {
  const named = [...text.matchAll(NAMED)].flatMap((one) => namedHouse(one, text));
  const others = [...text.matchAll(NAME)].flatMap((one) => other(one, text));
  return [...named, ...others];
}

/** @param {RegExpExecArray} found @param {string} text @returns {Span[]} */
function namedHouse(found, text) {
  const words = found[0].split(" ");
  const capital = isCapital(words[words.length - 1]);
  let first = words.length - 1;
  while (first > 0 && first > words.length - 4 && isName(words[first - 1], capital)) first -= 1;
  if (first === words.length - 1) return [];
  const start = found.index + words.slice(0, first).join(" ").length + (first ? 1 : 0);
  const end = found.index + found[0].length;
  const lane = laneAfter(text, end);
  if (lane) return [{ kind: "home", start, end: lane, rank: 1 }];
  return capital && (STANDS_ALONE.test(found[0]) || /^,? [A-Z]{1,2}\d/.test(text.slice(end)))
    ? [{ kind: "home", start, end, rank: 1 }]
    : [];
}

/** @param {string} word @param {boolean} capital */
function isName(word, capital) {
  return capital
    ? isCapital(word) && !/^(?:at|in|to|from|on|by|near|see|visit|address|lives|the)$/i.test(word)
    : !NO_NAME.has(lower(word));
}

/** "The Laurels, Church Lane", "at Fernleigh, Station Road", "Ty Gwyn, Heol y Bont". @param {RegExpExecArray} found @param {string} text @returns {Span[]} */
function other(found, text) {
  const words = found[0].split(" ");
  const end = found.index + found[0].length;
  if (!/^ ?,/.test(text.slice(end, end + 2)) || SPEAKS.has(lower(words[words.length - 1]))) return [];
  const skip = words.findIndex((word) => !/^(?:at|in|to|from|near|address|lives)$/i.test(word));
  if (skip < 0) return [];
  const the = lower(words[skip]) === "the";
  if (!the && isType(lower(words[words.length - 1]))) return [];
  const start = found.index + words.slice(0, skip).join(" ").length + (skip ? 1 : 0);
  const lane = laneAfter(text, end);
  if (!lane) return [];
  const cued =
    skip > 0 || /\b(?:at|to|in|from|of|address:?|stay(?:s|ing)?) $/i.test(text.slice(Math.max(0, start - 12), start));
  const isWelsh = WELSH.has(lower(wordsFrom(text, end)[0]?.word ?? ""));
  const whole = ENDS_HERE.test(text.slice(lane, lane + 6)) && /(?:^|[\n.:;])\s*$/.test(text.slice(0, start));
  return cued || isWelsh || the || whole ? [{ kind: "home", start, end: lane, rank: 1 }] : [];
}

/** Where a lane ends that follows a house's name, 0 where none does. @param {string} text @param {number} end of the name */
function laneAfter(text, end) {
  const link = LINK.exec(text.slice(end, end + 5));
  if (!link) return 0;
  // As if the link were one space: the words are read as after a number.
  const tokens = wordsFrom(text, end + link[0].trimEnd().length);
  if (!tokens.length) return 0;
  if (WELSH.has(lower(tokens[0].word))) return tokens[welsh(tokens) - 1]?.end ?? 0;
  for (let n = 1; n < Math.min(tokens.length, 4); n += 1) {
    const word = lower(tokens[n].word);
    const names = tokens.slice(0, n);
    if (names.some((one) => NO_NAME.has(lower(one.word)) && !isCapital(one.word))) return 0;
    if (STREET.has(word) || (ALSO.has(word) && isCapital(tokens[n].word) && names.every((one) => isCapital(one.word))))
      return tokens[longer(tokens, n + 1) - 1].end;
  }
  return 0;
}

const POSTCODE =
  /(?<![\p{L}\d])(?:GIR {0,3}0AA|[A-Z]{1,2}\d[A-Z\d]?(?: {0,3}|-| - |\.)\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\d])/giu;
/** "M1 1st exit" is a way out, and "s16LA" a section of an Act. */
const NO_POSTCODE = /^[A-Zs][\dA-Z]* +(?:1st|2nd|3rd|[04-9]th)$|^s\d{2,3}[A-Z]{2}$/;
const BEFORE_CODE = /(?<![\p{L}\d.:/-])\d{1,4}[a-z]?,? (?:\p{Lu}[\p{L}\p{M}'-]*,? ){1,5}$/u;
const OTHER_CODES = [
  /(?<![\p{L}\d])B\.?F\.?P\.?O\.?(?: ?Box)? ?\d{1,4}(?!\d)/giu,
  /(?<![\p{L}\d])P\.? ?O\.? ?Box ?\d{1,6}(?!\d)/giu,
  // Ireland's: letters and digits among the last four, or a date beside a code would be one.
  /(?<![\p{L}\d])[AC-FHKNPRTV-Y](?:\d{2}|6W) ?(?=\d*[A-Z])(?=[A-Z]*\d)[0-9AC-FHKNPRTV-Y]{4}(?![\p{L}\d])/gu,
];

/** @param {string} text folded @returns {Span[]} */
export function codesIn(text) {
  const codes = [...text.matchAll(POSTCODE)].filter((one) => !NO_POSTCODE.test(one[0]));
  const others = OTHER_CODES.flatMap((form) => [...text.matchAll(form)]);
  return [...codes, ...others].map((one) => {
    // What no list of streets knows is an address all the same where its postcode follows.
    const before = BEFORE_CODE.exec(text.slice(Math.max(0, one.index - 60), one.index));
    const start = one.index - (before ? before[0].length : 0);
    return { kind: "home", start, end: one.index + one[0].length, rank: 3 };
  });
}

const THREE_WORDS =
  /(?<![\p{L}\d.@-]|\/\/\/)(?:\/\/\/ ?\p{L}{2,}\. ?\p{L}{2,}\. ?\p{L}{2,}|\p{L}{3,}\.\p{L}{3,}\.\p{L}{3,})(?![\p{L}\d@-]|\.\p{L})/gu;
const DOMAIN = /^www\.|\.(?:com|org|net|gov|edu|info|co|ac|nhs)$|\.(?:gov|co|org|ac|nhs|sch|police)\.\p{L}+$/iu;
const ON_MAP = [
  /(?<![\d.])-?\d{1,2}\.\d{4,}°? ?[NS]?,? {0,2}-?\d{1,3}\.\d{4,}°?(?: ?[EW])?(?![\d.])/g,
  /(?<![\p{L}\d])(?:[2-9CFGHJMPQRVWX]{4}|[2-9CFGHJMPQRVWX]{8})\+[2-9CFGHJMPQRVWX]{2,3}(?![\p{L}\d])/gu,
  /(?:https?:\/\/)?(?:maps\.app\.goo\.gl|goo\.gl\/maps|(?:www\.)?google\.[a-z.]{2,6}\/maps|maps\.apple\.com|w3w\.co|what3words\.com)\/[^\s,;)]+/gi,
];

/** What stands for a spot on a map. @param {string} text folded @returns {Span[]} */
export function spotsIn(text) {
  const words = [...text.matchAll(THREE_WORDS)].filter((one) => one[0].startsWith("///") || !DOMAIN.test(one[0]));
  const others = ON_MAP.flatMap((form) => [...text.matchAll(form)]);
  return [...words, ...others].map((one) => ({ kind: "other", start: one.index, end: one.index + one[0].length }));
}

/** @param {string} word */
function lower(word) {
  return word.toLowerCase();
}

/** @param {string} word */
function isCapital(word) {
  return /^\p{Lu}/u.test(word);
}
