"""What a first visit costs on a slow tablet: bytes, requests and waiting, in a real Chromium with an empty profile."""

from __future__ import annotations

import tempfile
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Page, sync_playwright

from benchmarks.installation import EMAIL, Installation
from benchmarks.serving import server
from safeplan.demo.making import WORDS
from safeplan.setup_browser import find_chromium

CPU = 4
# Slow 4G as Lighthouse has it: 150 ms, 1.6 Mbit/s down, 750 kbit/s up.
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1638.4e3 / 8, "uploadThroughput": 750e3 / 8}
ARGUMENTS = (
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--disable-component-update",
    "--disable-background-networking",
    "--disable-sync",
    "--disable-dev-shm-usage",
)
SETTLE_MS = 3000
WATCH = """(() => {
  const seen = window.__seen = { tasks: [], lcp: 0, fcp: 0, cls: 0, ready: 0 };
  const watch = (type, each) =>
    new PerformanceObserver((list) => list.getEntries().forEach(each)).observe({ type, buffered: true });
  watch("longtask", (one) => seen.tasks.push(one.duration));
  watch("largest-contentful-paint", (one) => { seen.lcp = one.startTime; });
  watch("layout-shift", (one) => { if (!one.hadRecentInput) seen.cls += one.value; });
  watch("paint", (one) => { if (one.name === "first-contentful-paint") seen.fcp = one.startTime; });
  const look = () => {
    const found = document.querySelector(SELECTOR);
    if (found && found.getClientRects().length) seen.ready = performance.now();
    else requestAnimationFrame(look);
  };
  addEventListener("DOMContentLoaded", look);
})()"""
READ = """() => {
  const s = window.__seen;
  return { fcp_ms: s.fcp, lcp_ms: s.lcp, cls: s.cls, usable_ms: s.ready,
           tbt_ms: s.tasks.reduce((sum, each) => sum + Math.max(0, each - 50), 0) };
}"""
PICTURES = ("Image",)
VISITS = {"first_load": ("/", "#mail"), "child_load": ("/board", "button")}


def measure(made: Installation, times: int) -> dict[str, dict[str, Any]]:
    """Return a dict a visit; {} where there is no Chromium."""
    chromium = find_chromium()
    if chromium is None:
        return {}
    found = {}
    with server("app", made.data) as port, sync_playwright() as playwright:
        for name, (path, usable) in VISITS.items():
            runs = [_visit(playwright, chromium, f"http://127.0.0.1:{port}{path}", usable) for _ in range(times)]
            found[name] = _medians(runs)
        found["to_list"] = _medians([_to_list(playwright, chromium, f"http://127.0.0.1:{port}/") for _ in range(times)])
    return found


class Wire:
    """Counts what comes over the network of one page, compressed as it came, by kind."""

    def __init__(self, page: Page) -> None:
        self.kinds: dict[str, str] = {}
        self.bytes: dict[str, int] = {}
        self.requests = 0
        self.cdp = page.context.new_cdp_session(page)
        self.cdp.send("Network.enable")
        self.cdp.on("Network.responseReceived", self._answered)
        self.cdp.on("Network.loadingFinished", self._came)
        self.cdp.send("Emulation.setCPUThrottlingRate", {"rate": CPU})
        self.cdp.send("Network.emulateNetworkConditions", SLOW_4G)

    def _answered(self, event: dict[str, Any]) -> None:
        if event["response"]["url"].startswith("http"):
            self.kinds[event["requestId"]] = event["type"]
            self.requests += 1

    def _came(self, event: dict[str, Any]) -> None:
        kind = self.kinds.get(event["requestId"])
        if kind is not None:
            self.bytes[kind] = self.bytes.get(kind, 0) + int(event["encodedDataLength"])

    def taken(self) -> dict[str, Any]:
        """Return {kb (without pictures), requests, and kilobytes by kind}."""
        kept = sum(size for kind, size in self.bytes.items() if kind not in PICTURES)
        kinds = {f"kb_{kind.lower()}": size / 1e3 for kind, size in sorted(self.bytes.items())}
        return {"kb": kept / 1e3, "requests": self.requests, **kinds}


def _page(playwright: Any, chromium: str, folder: Path, selector: str) -> tuple[Any, Page, Wire]:
    context = playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chromium, args=list(ARGUMENTS), viewport={"width": 820, "height": 1180}
    )
    page = context.new_page()
    page.add_init_script(WATCH.replace("SELECTOR", repr(selector)))
    return context, page, Wire(page)


def _visit(playwright: Any, chromium: str, url: str, usable: str) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        context, page, wire = _page(playwright, chromium, Path(folder), usable)
        page.goto(url, wait_until="commit")
        page.wait_for_function("() => window.__seen && window.__seen.ready", timeout=60_000)
        page.wait_for_timeout(SETTLE_MS)
        measured = {**wire.taken(), **page.evaluate(READ)}
        context.close()
    return measured


def _to_list(playwright: Any, chromium: str, url: str) -> dict[str, Any]:
    """Sign in as well: what a first morning costs, so that nothing can be hidden behind the sign-in."""
    with tempfile.TemporaryDirectory() as folder:
        context, page, wire = _page(playwright, chromium, Path(folder), "#mail")
        page.goto(url, wait_until="commit")
        page.wait_for_selector("#mail", timeout=60_000)
        page.fill("#mail", EMAIL)
        page.fill("#words", WORDS)
        page.keyboard.press("Enter")
        page.wait_for_function("() => !document.querySelector('#mail') && document.querySelector('main')")
        page.wait_for_timeout(SETTLE_MS)
        measured = wire.taken()
        context.close()
    return measured


def _medians(runs: list[dict[str, Any]]) -> dict[str, Any]:
    names = {name for run in runs for name in run}
    return {name: round(median(run.get(name, 0) for run in runs), 1) for name in sorted(names)}
