/**
 * A child's pages on a tablet with a vault: sealed by the page, on the disk before they count as kept, sent by the tablet's
 * own token. Fetched only where there is a vault; it can add to the outbox, and opens nothing that is kept.
 */
import { sendSealed } from "../session/api.js";
import { hand } from "../session/crossing_over.js";
import { endWhatWasOpen } from "../session/ending.js";
import { rows } from "../vault/db.js";
import { makeSending } from "../vault/sending.js";
import { authorization } from "../vault/token.js";
import { openFollowing } from "./following.js";

export { markGiven } from "../session/given.js";

const EVERY_MS = 15000;
const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 30000;

/** @type {(waiting: number) => void} */
let heard = () => {};

const sending = makeSending({
  how: () => "token",
  post: async (letters, { device, token }) => {
    await endWhatWasOpen();
    return sendSealed("/api/1/letters", { letters }, authorization(device, token));
  },
  now: () => Date.now(),
  later: (run, ms) => setTimeout(run, ms),
  changed: ({ waiting }) => heard(waiting),
});

/** The first thing that is said to the server, when there is signal again: that whoever gave this tablet is gone. */
async function meetServer() {
  await endWhatWasOpen().catch(() => {});
  await sending.flush();
}

/** From now on, try whenever there may be signal. */
export function keepMeeting() {
  addEventListener("online", meetServer);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") meetServer();
  });
  setInterval(meetServer, EVERY_MS);
  meetServer();
}

/** @param {string} person @returns {Promise<string | null>} the device by which this person's letters leave */
export async function deviceOf(person) {
  return (await rows()).find((row) => row.person === person && !row.wiped)?.device ?? null;
}

/** The tablet's outbox, as the board's own (outbox.js): `add` settles when the letters outlive this page.
 * @param {string} device @param {(waiting: number) => void} changed how many are not with the server yet */
export function tabletBox(device, changed) {
  heard = changed;
  return {
    /** @param {any[]} letters */
    async add(letters) {
      for (let wait = FIRST_WAIT_MS; ; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
        try {
          await sending.add(letters, device);
          return;
        } catch {
          // A store that is full or shut: the letters are held here, and the page says that they are only here.
          await new Promise((later) => setTimeout(later, wait));
        }
      }
    },
    flush: meetServer,
    refused: () => /** @type {any[]} */ ([]),
    again() {},
  };
}

/** A grown-up goes on to the next child, in a new document. @param {import("./following.js").Envelope} envelope
 * @returns {Promise<boolean>} false: it does not come */
export async function handOn(envelope) {
  return hand(await openFollowing(envelope));
}
