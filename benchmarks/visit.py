"""What a visit without signal costs on a slow tablet: taking along, opening cold, saving, sending, finding nothing new.

A real Chromium with a profile of its own, its processor slowed four times. The slowing does not reach WebCrypto, so
what the words cost is said apart (`kdf_ms`).
"""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page, sync_playwright
from sqlalchemy import create_engine, text

from benchmarks.client import Client
from benchmarks.installation import EMAIL, Installation, Saver, make, many
from benchmarks.pages import ARGUMENTS, CPU
from benchmarks.serving import free_port, server
from safeplan import crypto, data_root
from safeplan.demo.making import WORDS
from safeplan.setup_browser import find_chromium

PIN = "482913"
SLOW_3G = {"offline": False, "latency": 400, "downloadThroughput": 400e3 / 8, "uploadThroughput": 400e3 / 8}
FAST_3G = {"offline": False, "latency": 150, "downloadThroughput": 1638.4e3 / 8, "uploadThroughput": 750e3 / 8}
FREE = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
NONE = {**FREE, "offline": True}
TYPING_MS = 40
PATIENCE_MS = 120_000
PULL = "/api/1/visit/pull"

ROW = """() => new Promise((settle, fail) => {
  const asked = indexedDB.open("daybook");
  asked.onerror = fail;
  asked.onsuccess = () => {
    const all = asked.result.transaction("vaults").objectStore("vaults").getAll();
    all.onsuccess = () => {
      const { name, device, person, until } = all.result[0];
      asked.result.close();
      settle({ name, device, person, until });
    };
  };
})"""
# Packs as the server would have sent them; the list is the one record with no plan.
PUT = """({ name, packs }) => new Promise((settle, fail) => {
  const bytes = (text) => Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const asked = indexedDB.open(name);
  asked.onerror = fail;
  asked.onsuccess = () => {
    const tx = asked.result.transaction("packs", "readwrite");
    for (const pack of packs) tx.objectStore("packs").put({ ...pack, sealed: bytes(pack.sealed) });
    tx.oncomplete = () => { asked.result.close(); settle(packs.length); };
    tx.onerror = fail;
  };
})"""
KDF = """async () => {
  const key = await crypto.subtle.importKey("raw", new Uint8Array(20), "PBKDF2", false, ["deriveBits"]);
  const begun = performance.now();
  const how = { name: "PBKDF2", hash: "SHA-256", salt: new Uint8Array(32), iterations: 1000000 };
  await crypto.subtle.deriveBits(how, key, 256);
  return performance.now() - begun;
}"""


def measure(folder: Path) -> dict[str, dict[str, Any]]:
    """Return a dict a figure; {} where there is no Chromium."""
    if find_chromium() is None:
        return {}
    made = many(folder / "many", 100)
    found: dict[str, dict[str, Any]] = {}
    with sync_playwright() as playwright:
        for count, network, name in ((30, SLOW_3G, "slow_3g"), (30, FAST_3G, "fast_3g"), (100, FAST_3G, "100_fast_3g")):
            with tempfile.TemporaryDirectory() as profile:
                found[f"sync_pull_{name}"] = _taken(playwright, made, Path(profile), count, network)
        with tempfile.TemporaryDirectory() as profile:
            found |= _visit(playwright, made, Path(profile))
    found["rules_browser"] = _rules(make(folder / "rules", 3))
    return found


class Tablet:
    """One browser process on one profile, slowed, and what it says of itself."""

    def __init__(self, playwright: Any, profile: Path) -> None:
        self.context: BrowserContext = playwright.chromium.launch_persistent_context(
            str(profile), executable_path=find_chromium(), args=list(ARGUMENTS), viewport={"width": 820, "height": 1180}
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page: Page = self.context.pages[0]
        self.cdp = self.context.new_cdp_session(self.page)
        self.cdp.send("Network.enable")
        self.cdp.send("Performance.enable")
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": CPU})

    def network(self, conditions: dict[str, Any]) -> None:
        self.cdp.send("Network.emulateNetworkConditions", conditions)

    def main_thread_ms(self) -> float:
        metrics = {one["name"]: one["value"] for one in self.cdp.send("Performance.getMetrics")["metrics"]}
        return float(metrics["TaskDuration"]) * 1e3

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).last.click()

    def until(self, words: str) -> float:
        """Wait for words on the screen; return the seconds it took, seen by the page's own frames."""
        begun = time.perf_counter()
        self.page.get_by_text(words).filter(visible=True).first.wait_for()
        return time.perf_counter() - begun


@contextmanager
def _tablet(playwright: Any, profile: Path) -> Iterator[Tablet]:
    tablet = Tablet(playwright, profile)
    try:
        yield tablet
    finally:
        tablet.context.close()


def _set_up(tablet: Tablet, url: str) -> None:
    page = tablet.page
    page.goto(url)
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.fill("#mail", EMAIL)
    page.fill("#words", WORDS)
    page.keyboard.press("Enter")
    tablet.press("Take on a visit")
    page.fill("#visit-words", WORDS)
    page.fill("#visit-pin", PIN)
    page.fill("#visit-again", PIN)
    tablet.press("Set up")
    page.locator(".take-row").first.wait_for()


def _take(tablet: Tablet, count: int) -> float:
    for row in tablet.page.locator(".take-row").all()[:count]:
        row.locator("input").first.check(force=True)
    begun = time.perf_counter()
    tablet.press("Take along")
    tablet.page.get_by_role("heading", name="Ready for offline").wait_for()
    return time.perf_counter() - begun


def _taken(playwright: Any, made: Installation, profile: Path, count: int, network: dict[str, Any]) -> dict[str, Any]:
    """Take plans along over a connection that is already open."""
    with server("app", made.data) as port, _tablet(playwright, profile) as tablet:
        _set_up(tablet, f"http://127.0.0.1:{port}")
        sizes: list[int] = []
        tablet.page.on("response", lambda one: sizes.append(len(one.body())) if one.url.endswith("/visit") else None)
        tablet.network(network)
        seconds = _take(tablet, count)
        tablet.network(FREE)
        tablet.page.wait_for_timeout(500)
    return {"s": round(seconds, 2), "kb": round(sum(sizes) / 1e3, 1), "plans": count, "requests": len(sizes)}


def _visit(playwright: Any, made: Installation, profile: Path) -> dict[str, dict[str, Any]]:
    """One tablet through a day: set up, cold start without signal with 30 plans and with 1,000, writing, sending."""
    found: dict[str, dict[str, Any]] = {}
    port = free_port()
    with server("app", made.data, port=port), _tablet(playwright, profile) as tablet:
        _set_up(tablet, f"http://127.0.0.1:{port}")
        _take(tablet, 30)
        tablet.press("My plans")
        tablet.page.locator(".plan-row").first.wait_for()
        # Where somebody was is kept a moment after they moved.
        tablet.page.wait_for_timeout(1000)
        estimate = tablet.page.evaluate("() => navigator.storage.estimate().then((one) => one.usage)")
        found["storage"] = {"mb": round(estimate / 1e6, 2), "plans": 30}
        row = tablet.page.evaluate(ROW)
    thousand = profile.with_name(profile.name + "-1000")
    shutil.copytree(profile, thousand)
    try:
        found["offline_cold"] = _cold(playwright, profile, port)
        with _tablet(playwright, thousand) as tablet:
            tablet.page.goto(f"http://127.0.0.1:{port}")
            packs = _packs(made, row, 970)
            for at in range(0, len(packs), 100):
                tablet.page.evaluate(PUT, {"name": row["name"], "packs": packs[at : at + 100]})
        found["offline_cold_1000"] = _cold(playwright, thousand, port)
        small, large = (
            found[name]["open_ms"] + found[name]["unlock_ms"] for name in ("offline_cold", "offline_cold_1000")
        )
        found["offline_cold_1000"]["ratio_to_30"] = round(large / small, 2)
    finally:
        shutil.rmtree(thousand, ignore_errors=True)
    found |= _written(playwright, made, profile, port)
    return found


def _packs(made: Installation, row: dict[str, Any], more: int) -> list[dict[str, Any]]:
    """Return packs of `more` plans the server never had, of the size of a real one, and a list that names them."""
    settings = made.settings()
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        public = connection.execute(
            text("SELECT public_key FROM device WHERE id = :id"), {"id": row["device"]}
        ).scalar_one()
    engine.dispose()
    with server("app", made.data) as port:
        client = Client(port)
        client.sign_in()
        rows = client.json("/api/1/plans")["plans"]
        plan = client.json(f"/api/1/plans/{rows[0]['id']}")
    ids = [crypto.new_id() for _ in range(more)]
    words = json.dumps(plan, separators=(",", ":")).encode()
    listed = json.dumps({"plans": rows[:30] + [{**rows[0], "id": one} for one in ids]}, separators=(",", ":")).encode()

    def sealed(identity: str, content: bytes) -> dict[str, Any]:
        info = crypto.pack_info(row["device"], row["person"], identity, row["until"])
        blob = crypto.seal_to(bytes(public), content, info, deflate=True)
        return {"plan": identity, "until": row["until"], "digest": "0" * 64, "sealed": b64encode(blob).decode()}

    return [sealed(one, words) for one in ids] + [sealed("", listed)]


def _cold(playwright: Any, profile: Path, port: int) -> dict[str, Any]:
    """A new browser process without signal: to the unlock screen, through the words, to a plan."""
    with _tablet(playwright, profile) as tablet:
        page = tablet.page
        tablet.network(NONE)
        begun = time.perf_counter()
        page.goto(f"http://127.0.0.1:{port}", wait_until="commit")
        page.wait_for_selector("#here-words")
        to_screen = (time.perf_counter() - begun) * 1e3
        # Typed as fast as a quick typist: nobody waits for what is fetched meanwhile, and the typing is not counted.
        page.locator("#here-words").press_sequentially(WORDS, delay=TYPING_MS)
        before, begun = tablet.main_thread_ms(), time.perf_counter()
        page.keyboard.press("Enter")
        _to_list(tablet)
        page.locator(".plan-row").nth(16).wait_for()
        unlock = (time.perf_counter() - begun) * 1e3
        begun = time.perf_counter()
        page.locator(".plan-row").nth(16).click()
        page.locator("main h1").filter(has_not_text="Today").first.wait_for()
        opened = (time.perf_counter() - begun) * 1e3
        main_thread = tablet.main_thread_ms() - before
        kdf = page.evaluate(KDF)
        tablet.press("My plans")
    return {
        "ms": round(to_screen + unlock + opened),
        "to_screen_ms": round(to_screen),
        "unlock_ms": round(unlock),
        "open_ms": round(opened),
        "kdf_ms": round(kdf),
        "main_thread_ms": round(main_thread),
    }


def _to_list(tablet: Tablet) -> None:
    """From wherever the tablet was when it was locked, to the list of plans."""
    page = tablet.page
    page.locator("#here-words").wait_for(state="detached")
    page.locator(".take-row, .plan-row, main h1").first.wait_for()
    if page.get_by_role("heading", name="Today").count() == 0:
        tablet.press("My plans")
    page.locator(".plan-row").first.wait_for()


def _written(playwright: Any, made: Installation, profile: Path, port: int) -> dict[str, dict[str, Any]]:
    """Ten changes without signal, two of them to what somebody else changes meanwhile; then signal, cut three times."""
    found: dict[str, dict[str, Any]] = {}
    with _tablet(playwright, profile) as tablet:
        page = tablet.page
        tablet.network(NONE)
        page.goto(f"http://127.0.0.1:{port}")
        page.fill("#here-words", WORDS)
        page.keyboard.press("Enter")
        _to_list(tablet)
        page.locator(".plan-row").first.click()
        plan = _id_of(page)
        _just_me(tablet)
        page.get_by_role("main").get_by_role("button", name="Who does what").first.click()
        saves = [_change(tablet, at) for at in range(10)]
        found["save"] = {"ms": round(sorted(saves)[len(saves) // 2]), "most_ms": round(max(saves))}
        with server("app", made.data, port=port):
            client = Client(port)
            client.sign_in()
            saver = Saver(client.json(f"/api/1/plans/{plan}"))
            for _ in range(2):
                client.push(saver.next())
            posted: list[int] = []
            page.on("request", lambda one: posted.append(1) if one.url.endswith("/letters") else None)
            begun = time.perf_counter()
            for _ in range(3):
                tablet.network(SLOW_3G)
                page.evaluate("() => dispatchEvent(new Event('online'))")
                page.wait_for_timeout(250)
                tablet.network(NONE)
                page.wait_for_timeout(100)
            tablet.network(SLOW_3G)
            page.evaluate("() => dispatchEvent(new Event('online'))")
            page.get_by_role("contentinfo").get_by_text("your sign-in").wait_for()
            found["sync_push"] = {"s": round(time.perf_counter() - begun, 2), "cuts": 3, "requests": len(posted)}
            tablet.network(FREE)
            found["sync_push"] |= _settled(tablet, client, plan)
            found["sync_nothing"] = _nothing_new(tablet)
    return found


def _id_of(page: Page) -> str:
    page.wait_for_url("**/p/*")
    return page.url.rsplit("/", 1)[1]


def _just_me(tablet: Tablet) -> None:
    page = tablet.page
    page.get_by_role("button", name="Who can see this screen").click()
    page.get_by_role("radio", name="Just me").check(force=True)
    page.get_by_role("contentinfo").get_by_role("button", name="Done").click()


def _change(tablet: Tablet, at: int) -> float:
    """Change one action; return ms from *Save* to *Saved on this tablet*."""
    page = tablet.page
    rows = page.locator("button.rung-open").filter(visible=True)
    rows.nth(at % rows.count()).click()
    tablet.press("Change")
    page.get_by_label("What will they do?").fill(f"Change number {at}")
    begun = time.perf_counter()
    page.get_by_role("contentinfo").get_by_role("button", name="Save").last.click()
    page.get_by_role("contentinfo").get_by_text("Saved on this tablet").wait_for()
    taken = (time.perf_counter() - begun) * 1e3
    page.get_by_role("contentinfo").get_by_text("waiting to send").wait_for()
    return taken


def _settled(tablet: Tablet, client: Client, plan: str) -> dict[str, int]:
    """Sign in over the tablet; count what was lost or doubled of the ten, and what is in conflict."""
    page = tablet.page
    page.get_by_role("contentinfo").get_by_role("button", name="Sign in").click()
    page.fill("#sign-mail", EMAIL)
    page.fill("#sign-words", WORDS)
    page.keyboard.press("Enter")
    page.get_by_role("contentinfo").get_by_text("All sent").wait_for()
    opened = client.json(f"/api/1/plans/{plan}")
    actions = [one for one in opened["entries"] if one["kind"] == "action"]
    revisions: list[str] = []
    for one in actions:
        history = client.json(f"/api/1/plans/{plan}/entries/{one['entry']}")["revisions"]
        revisions += [
            str(each["data"]["what"]) for each in history if str(each["data"]["what"]).startswith("Change number")
        ]
    lost = 10 - len(set(revisions))
    return {
        "lost": lost,
        "doubled": len(revisions) - 10 + lost,
        "conflicts": sum(len(one["heads"]) > 1 for one in actions),
    }


def _nothing_new(tablet: Tablet) -> dict[str, Any]:
    answers: list[int] = []
    tablet.page.on("response", lambda one: answers.append(len(one.body())) if one.url.endswith(PULL) else None)
    tablet.page.wait_for_timeout(2000)
    answers.clear()
    tablet.page.evaluate("() => dispatchEvent(new Event('online'))")
    tablet.page.wait_for_timeout(2000)
    return {"bytes": sum(answers), "round_trips": len(answers)}


def _rules(made: Installation) -> dict[str, Any]:
    """Every rule over 300 entries, as the tablet asks them; in Node, whose engine is the browser's."""
    node = shutil.which("node")
    if node is None:
        return {}
    with server("app", made.data) as port:
        client = Client(port)
        client.sign_in()
        opened = client.json(f"/api/1/plans/{made.plans['300']}")
    words = _words()
    ran = subprocess.run(
        [node, str(data_root() / "benchmarks" / "rules.mjs")],
        input=json.dumps({"words": words, "plan": opened}),
        capture_output=True,
        text=True,
        check=True,
    )
    return dict(json.loads(ran.stdout))


def _words() -> dict[str, Any]:
    from safeplan.web.words import everything

    return dict(json.loads(everything()))
