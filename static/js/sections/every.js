/** Every section of a plan, registered with Alpine under its name. */
import { register as actions } from "./actions.js";
import { register as advice } from "./advice.js";
import { register as beside } from "./beside.js";
import { register as cards } from "./cards.js";
import { register as conflict } from "./conflict.js";
import { register as form } from "./form.js";
import { register as held } from "./held.js";
import { register as history } from "./history.js";
import { register as notes } from "./notes.js";
import { register as overview } from "./overview.js";
import { register as partner } from "./partner.js";
import { register as pattern } from "./pattern.js";
import { register as people } from "./people.js";
import { register as places } from "./places.js";
import { register as reviews } from "./reviews.js";
import { register as sayWhy } from "./say_why.js";
import { register as stage } from "./stage.js";
import { register as strengths } from "./strengths.js";
import { register as tonight } from "./tonight.js";
import { register as unfinished } from "./unfinished.js";

/** @param {any} Alpine */
export function register(Alpine) {
  for (const one of [
    overview,
    cards,
    partner,
    actions,
    pattern,
    strengths,
    people,
    places,
    reviews,
    history,
    held,
    notes,
    conflict,
    form,
    tonight,
    unfinished,
    advice,
    beside,
    stage,
    sayWhy,
  ])
    one(Alpine);
}
