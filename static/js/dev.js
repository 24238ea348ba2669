/** Only where somebody works on these pages (`make dev`): draws the page anew once it is served anew. */

const ASK_AFTER_MS = 700;

/** @returns {Promise<string>} which start of the server answers, "" while none does */
async function started() {
  try {
    const answer = await fetch("/dev/started");
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

const first = await started();
setInterval(async () => {
  const now = await started();
  if (now !== "" && now !== first) location.reload();
}, ASK_AFTER_MS);
export {};
