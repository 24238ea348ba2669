"""The built vault in a real browser: it survives being killed, and its profile gives a thief nothing."""

import base64
import hashlib
import json
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, Route

from safeplan import crypto, data_root, npm
from tests.browser.live import Live
from tests.guards.test_no_inline import CSP

WORDS = "gravel picnic lantern harbour umbrella"
PIN = "402913"
CANARY = "Wrenfield-Ostrava-Lane-" + secrets.token_hex(4)
PLAN, ROOM = "1" * 32, "3" * 32
FEWEST_PROCESSES = 3

ENROL = """async ({ words, pin, author }) => {
  const { public: box, vault } = await tablet.vault.prepare();
  const about = { device: "6".repeat(32), person: "4".repeat(32) };
  const until = Date.now() + 3600000;
  await tablet.vault.enrol({ ...about, token: "t".repeat(43), author_public: author, words, pin, until });
  return { ...about, vault, box };
}"""
KEEP = """async ({ about, pack, plan }) => {
  const until = Date.now() + 3000000;
  const box = Uint8Array.from(atob(about.box), (one) => one.charCodeAt(0));
  const bytes = new TextEncoder().encode(JSON.stringify(pack));
  const sealed = tablet.toBase64(await tablet.sealTo(box, bytes, tablet.packContext(about, plan, until)));
  return tablet.vault.keepPacks({ packs: [{ plan, sealed, until, digest: "" }], index: null, gone: [], until });
}"""
SAVE = """async ({ plan, words, count, room }) => {
  const id = () => crypto.randomUUID().replaceAll("-", "");
  const document = { v: 1, kind: "note", data: { words } };
  const about = { plan, compartment: "", parents: [], document, authored_at: Date.now() };
  const saves = Array.from({ length: count }, () => ({
    revision: { ...about, id: id(), entry: id(), device: id() },
    box: room && { compartment: "3".repeat(32), epoch: 1, public: room },
  }));
  return tablet.vault.save(saves);
}"""
UNLOCK = """async ({ vault, words }) => {
  const began = performance.now();
  await tablet.vault.unlock({ vault, words });
  return performance.now() - began;
}"""
PLAN_OF = """async (plan) => {
  const began = performance.now();
  const { json, pending } = await tablet.vault.plan(plan);
  return { json, pending, took: performance.now() - began };
}"""
REASON = "async ({ verb, value }) => tablet.vault[verb](value).then(() => 'opened', (error) => error.reason)"
ROW = """async (id) => {
  const row = await (await tablet.openMeta()).get("vaults", id);
  const { sealed } = await (await tablet.openStores(row.name)).get("small", "inside");
  const [{ salt, rounds, wrapped }] = row.locks;
  return { salt: tablet.toBase64(salt), rounds, wrapped: tablet.toBase64(wrapped), inside: tablet.toBase64(sealed) };
}"""


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The page's half of the vault, bundled like the application's own scripts."""
    manifest = json.loads((data_root() / "static/dist/manifest.json").read_text())
    worker = manifest["files"]["vault-worker.js"]["file"]
    out = tmp_path_factory.mktemp("vault") / "page.js"
    source = Path(__file__).with_name("vault_page.js")
    defined = f"--define:VAULT_WORKER={json.dumps(worker)}"
    told = ["--bundle", "--format=iife", f"--outfile={out}", defined, "--log-level=warning"]
    subprocess.run([str(npm.esbuild()), str(source), *told], cwd=data_root(), check=True)
    return out.read_text()


Opened = Callable[[Path], BrowserContext]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def opened(playwright: Playwright, chromium: str) -> Iterator[Opened]:
    """Return `opened(profile)`: a browser with a profile of its own on the disk, ended after the test."""
    made: list[BrowserContext] = []

    def launch(profile: Path) -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(str(profile), executable_path=chromium)
        made.append(context)
        return context

    yield launch
    for context in made:
        close(context)


def close(context: BrowserContext) -> None:
    # Some were killed on purpose.
    with suppress(Error):
        context.close()


def tablet(context: BrowserContext, live: Live, script: str) -> Page:
    """A page of this origin, under the application's own policy, that can ask the vault."""

    def answer(route: Route) -> None:
        own = {"Content-Security-Policy": CSP, "Cache-Control": "no-store"}
        if route.request.url.endswith(".js"):
            route.fulfill(body=script, content_type="text/javascript", headers=own)
        else:
            page = '<!doctype html><html lang="en"><title>Daybook</title><script src="/vault-page.js"></script>'
            route.fulfill(body=page, content_type="text/html", headers=own)

    context.route("**/vault-page*", answer)
    page = context.new_page()
    page.goto(f"{live.url}/vault-page")
    return page


def processes_of(profile: Path) -> list[int]:
    """Every process of the browser with this profile, which is nobody else's, and whatever those started."""
    parents: dict[int, int] = {}
    found: set[int] = set()
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            command = (entry / "cmdline").read_bytes()
            parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError):
            continue
        if f"--user-data-dir={profile}".encode() in command:
            found.add(int(entry.name))
    while True:
        more = {pid for pid, parent in parents.items() if parent in found} - found
        if not more:
            return sorted(found)
        found |= more


def kill(profile: Path) -> int:
    killed = 0
    for pid in processes_of(profile):
        try:
            os.kill(pid, signal.SIGKILL)
            killed += 1
        except ProcessLookupError:
            continue
    end = time.monotonic() + 10
    while processes_of(profile) and time.monotonic() < end:
        time.sleep(0.05)
    return killed


def spellings(secret: bytes) -> list[bytes]:
    """How these bytes may stand on a disk: as they are, as wide text, in base64 at each of three places, in hex."""
    wide = secret.decode("latin-1").encode("utf-16-le")
    shifted = [base64.b64encode(b"\0" * n + secret)[4 if n else 0 : -4] for n in range(3)]
    digits = [secret.hex().encode(), secret.hex().upper().encode()]
    return [secret, wide, *shifted, *digits, *(one.decode().encode("utf-16-le") for one in [*shifted, *digits])]


def found_in(profile: Path, secrets_: dict[str, bytes]) -> set[str]:
    found = set()
    for path in profile.rglob("*"):
        if not path.is_file():
            continue
        content = path.read_bytes()
        for name, secret in secrets_.items():
            if any(one in content for one in spellings(secret)):
                found.add(name)
    return found


def keys_of(row: dict[str, Any], vault: str) -> dict[str, bytes]:
    """Open the vault as its owner could, here in Python: what a thief would look for."""
    salt = base64.b64decode(row["salt"])
    under = hashlib.pbkdf2_hmac("sha256", WORDS.encode(), salt, row["rounds"])
    cost = hashlib.sha256(crypto.canonical([salt.hex(), row["rounds"]])).hexdigest()
    key = crypto.unwrap(under, base64.b64decode(row["wrapped"]), crypto.bound("sp/vault-key", 1, vault, "words", cost))
    record = crypto.open_sealed(
        key, base64.b64decode(row["inside"]), crypto.bound("sp/vault", 1, vault, "small", "inside")
    )
    inside = json.loads(record)
    return {
        "what the words make": under,
        "the vault key": key,
        "the private half": base64.b64decode(inside["private"]),
        "the PIN's key": base64.b64decode(inside["pin"]),
    }


def test_a_vault_is_made_locked_opened_covered_and_read_back(
    opened: Opened, profile: Path, live: Live, script: str
) -> None:
    page = tablet(opened(profile), live, script)
    assert page.evaluate("() => tablet.mayHaveVault()") == ""
    assert page.evaluate("() => tablet.persisted()") in (True, False)
    author = base64.b64encode(crypto.new_keypair().public).decode()
    about = page.evaluate(ENROL, {"words": WORDS, "pin": PIN, "author": author})
    big = {"entries": [], "plan": {"id": PLAN}, "words": [f"{CANARY} {n}" for n in range(20_000)]}
    assert page.evaluate(KEEP, {"about": about, "pack": big, "plan": PLAN}) == {"unopened": []}
    saved = page.evaluate(SAVE, {"plan": PLAN, "words": CANARY, "count": 3, "room": None})
    page.evaluate("() => tablet.lock()")
    assert page.evaluate(REASON, {"verb": "index", "value": None}) == "shut"

    assert (
        page.evaluate(REASON, {"verb": "unlock", "value": {"vault": about["vault"], "words": "other words"}}) == "wrong"
    )
    assert page.evaluate(REASON, {"verb": "unlock", "value": {"vault": about["vault"], "words": WORDS}}) == "wait"
    page.wait_for_timeout(1000)
    unlock = page.evaluate(UNLOCK, {"vault": about["vault"], "words": WORDS})
    plan = page.evaluate(PLAN_OF, PLAN)
    assert plan["json"] == big
    assert [one["id"] for one in plan["pending"]] == [one["id"] for one in saved]
    print(f"unlocked in {unlock:.0f} ms, a plan of {len(json.dumps(big)) // 1000} kB opened in {plan['took']:.0f} ms")

    page.evaluate("() => tablet.vault.cover()")
    assert page.evaluate(REASON, {"verb": "plan", "value": PLAN}) == "covered"
    assert page.evaluate(REASON, {"verb": "lift", "value": "000000"}) == "wrong"
    page.evaluate("(pin) => tablet.vault.lift(pin)", PIN)
    assert page.evaluate(PLAN_OF, PLAN)["json"] == big

    # What is asked in the tick of the lock is not answered any more.
    ended = """() => {
      const asked = tablet.vault.plan("1".repeat(32)).catch((error) => error.reason);
      tablet.terminate();
      return asked;
    }"""
    assert page.evaluate(ended) == "stopped"
    assert page.evaluate(REASON, {"verb": "drafts", "value": None}) == "shut"


def test_what_was_saved_is_there_after_the_browser_was_killed(
    opened: Opened, profile: Path, live: Live, script: str
) -> None:
    page = tablet(opened(profile), live, script)
    author = base64.b64encode(crypto.new_keypair().public).decode()
    about = page.evaluate(ENROL, {"words": WORDS, "pin": PIN, "author": author})
    page.evaluate(KEEP, {"about": about, "pack": {"entries": []}, "plan": PLAN})
    page.evaluate("() => tablet.vault.draft('note', { words: 'half a sen' })")
    saved = [
        one for _ in range(10) for one in page.evaluate(SAVE, {"plan": PLAN, "words": CANARY, "count": 2, "room": None})
    ]
    assert kill(profile) >= FEWEST_PROCESSES

    page = tablet(opened(profile), live, script)
    page.evaluate(UNLOCK, {"vault": about["vault"], "words": WORDS})
    pending = page.evaluate(PLAN_OF, PLAN)["pending"]
    assert [one["id"] for one in pending] == [one["id"] for one in saved]
    assert {one["document"]["data"]["words"] for one in pending} == {CANARY}
    waiting = page.evaluate("async () => (await tablet.everyLetter()).map(({ id, hash }) => ({ id, hash }))")
    assert waiting == saved
    assert page.evaluate("() => tablet.vault.drafts()") == {"note": {"words": "half a sen"}}


def test_two_tabs_send_each_letter_once_while_the_vault_is_locked(
    opened: Opened, profile: Path, live: Live, script: str
) -> None:
    context = opened(profile)
    pages = [tablet(context, live, script) for _ in range(2)]
    author, room = (base64.b64encode(crypto.new_keypair().public).decode() for _ in range(2))
    pages[0].evaluate(ENROL, {"words": WORDS, "pin": PIN, "author": author})
    saved = pages[0].evaluate(SAVE, {"plan": PLAN, "words": CANARY, "count": 60, "room": room})
    pages[0].evaluate("() => tablet.lock()")
    begin = """() => {
      globalThis.sent = [];
      const post = async (letters) => {
        sent.push(...letters.map((one) => one.id));
        await new Promise((done) => setTimeout(done, 100));
        const hashes = new Map((await tablet.everyLetter()).map((one) => [one.id, one.hash]));
        return { receipts: letters.map(({ id }) => ({ id, hash: hashes.get(id), state: "accepted", seq: 1 })) };
      };
      const outside = { post, how: () => "token", now: () => Date.now(), later: () => {} };
      globalThis.flushed = tablet.makeSending(outside).flush();
    }"""
    for page in pages:
        page.evaluate(begin)
    sent = [one for page in pages for one in page.evaluate("() => flushed.then(() => sent)")]
    assert sorted(sent) == sorted(one["id"] for one in saved)
    assert pages[1].evaluate("() => tablet.everyLetter()") == []


def test_the_profile_gives_a_thief_nothing(opened: Opened, profile: Path, live: Live, script: str) -> None:
    context = opened(profile)
    page = tablet(context, live, script)
    author, room = crypto.new_keypair(), crypto.new_keypair()
    publics = [base64.b64encode(one.public).decode() for one in (author, room)]
    about = page.evaluate(ENROL, {"words": WORDS, "pin": PIN, "author": publics[0]})
    page.evaluate(KEEP, {"about": about, "pack": {"entries": [], "name": CANARY}, "plan": PLAN})
    page.evaluate(SAVE, {"plan": PLAN, "words": CANARY, "count": 5, "room": publics[1]})
    page.evaluate("(words) => tablet.vault.draft(words, { words })", CANARY)
    page.evaluate("(words) => tablet.vault.spot({ section: words })", CANARY)
    page.evaluate(PLAN_OF, PLAN)
    page.evaluate("() => tablet.vault.cover()")
    page.evaluate("(pin) => tablet.vault.lift(pin)", PIN)
    secrets_ = keys_of(page.evaluate(ROW, about["vault"]), about["vault"])
    secrets_ |= {
        "the canary": CANARY.encode(),
        "the words": WORDS.encode(),
        "the author": author.private,
        "the room": room.private,
    }
    assert found_in(profile, secrets_) == set()
    page.evaluate("(vault) => tablet.vault.wipe(vault)", about["vault"])
    close(context)
    assert found_in(profile, secrets_) == set()

    # The search finds what is there: a key the browser promised never to hand out, and words in each spelling.
    context = opened(profile)
    page = tablet(context, live, script)
    plant = """async ({ key, words }) => {
      const bytes = Uint8Array.from(key);
      const db = await new Promise((done) => {
        const asked = indexedDB.open("control", 1);
        asked.onupgradeneeded = () => asked.result.createObjectStore("all");
        asked.onsuccess = () => done(asked.result);
      });
      const tx = db.transaction("all", "readwrite", { durability: "strict" });
      tx.objectStore("all").put(words, 1);
      await new Promise((done) => { tx.oncomplete = done; });
      const hidden = await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt"]);
      const other = db.transaction("all", "readwrite", { durability: "strict" });
      other.objectStore("all").put(hidden, 2);
      await new Promise((done) => { other.oncomplete = done; });
    }"""
    page.evaluate(plant, {"key": list(secrets_["the vault key"]), "words": f"żó{CANARY}"})
    close(context)
    assert found_in(profile, secrets_) == {"the vault key", "the canary"}
    for one in spellings(CANARY.encode()):
        (profile / "planted").write_bytes(b"\1\2" + one + b"\3")
        assert found_in(profile, {"it": CANARY.encode()}) == {"it"}


def test_a_passkey_and_the_pin_open_it(opened: Opened, profile: Path, live: Live, script: str) -> None:
    context = opened(profile)
    page = tablet(context, live, script)
    cdp = context.new_cdp_session(page)
    cdp.send("WebAuthn.enable")
    device = {"protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True}
    device |= {"hasUserVerification": True, "isUserVerified": True, "automaticPresenceSimulation": True}
    enrol = """async ({ pin, author }) => {
      const { salt, vault } = await tablet.vault.prepare();
      const prf = await tablet.makePasskey(salt, "Daybook");
      if (!prf) return null;
      const about = { device: "6".repeat(32), person: "4".repeat(32), token: "t", author_public: author };
      await tablet.vault.enrol({ ...about, prf, pin, until: Date.now() + 3600000 });
      tablet.terminate();
      return vault;
    }"""
    unlock = """async ({ vault, pin }) => {
      const { credential, salt } = (await tablet.vault.vaults()).find((one) => one.id === vault);
      const prf = await tablet.passkeySecret(credential, salt);
      return tablet.vault.unlock({ vault, prf, pin }).then(() => "opened", (error) => error.reason);
    }"""
    author = base64.b64encode(crypto.new_keypair().public).decode()
    without = cdp.send("WebAuthn.addVirtualAuthenticator", {"options": device})
    assert page.evaluate(enrol, {"pin": PIN, "author": author}) is None
    cdp.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": without["authenticatorId"]})
    cdp.send("WebAuthn.addVirtualAuthenticator", {"options": device | {"hasPrf": True}})
    vault = page.evaluate(enrol, {"pin": PIN, "author": author})
    assert page.evaluate(unlock, {"vault": vault, "pin": PIN}) == "opened"
    assert page.evaluate(unlock, {"vault": vault, "pin": "402914"}) == "wrong"
