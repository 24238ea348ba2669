"""A tablet that Priya has set up once, and copies of it as it lay in the bag: each test opens its own."""

import shutil
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from safeplan.devices.models import Device
from safeplan.plans.models import Letter, Revision
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in, visiting

# Several people test on one machine: what is waited for may take its time, and nothing sleeps.
PATIENCE_MS = 20_000
expect.set_options(timeout=PATIENCE_MS)


@dataclass
class Tablet:
    """One copy of the tablet. `context` is the browser process that runs on it now."""

    playwright: Playwright
    chromium: str
    options: dict[str, Any]
    live: Live
    plan: str
    shared: str
    profile: Path
    contexts: list[BrowserContext] = field(default_factory=list)
    # The id it has with the server, from when it is set up: other tests set up tablets of their own.
    device: str = ""

    def start(self) -> BrowserContext:
        """Start the browser on this tablet."""
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile),
            executable_path=self.chromium,
            locale="en-GB",
            # As on a tablet: going back finds a page that was kept, if anything let it be kept.
            ignore_default_args=["--disable-back-forward-cache"],
            **self.options,
        )
        context.set_default_timeout(PATIENCE_MS)
        self.contexts.append(context)
        return context

    def page(self, *, signal: bool = False) -> Page:
        """Start it and open the address: without signal it asks for the words, with signal for a sign-in."""
        context = self.start()
        context.set_offline(not signal)
        page = context.pages[0]
        page.goto(f"{self.live.url}/")
        return page

    def opened(self, plan: str = "") -> Page:
        """Start it without signal, open it with the words, and stand in a plan that was taken along."""
        page = self.page()
        self.when_it_is_opened(page, plan)
        return page

    def when_it_is_opened(self, page: Page, plan: str = "") -> None:
        """Unlock a page that asks for the words, and open the plan."""
        visiting.when_the_tablet_is_opened(page)
        signing_in.then_somebody_is_signed_in(page)
        visiting.when_they_open_the_plan_here(page, plan or self.plan)
        signing_in.when_the_view_is(page, "Just me")

    def logged(self) -> list[str]:
        """Return the ids of the revisions in the plan's log, in their order."""
        with Session(self.live.engine) as session:
            written = select(Revision.id).where(Revision.plan == self.plan)
            return list(session.scalars(written.order_by(Revision.received_at, Revision.seq)))

    def letters(self) -> list[tuple[str, str]]:
        """Return the author and state of each letter about the plan that the server keeps."""
        with Session(self.live.engine) as session:
            kept = select(Letter.author, Letter.state).where(Letter.plan == self.plan)
            return [(author, state) for author, state in session.execute(kept)]

    def found_again(self) -> None:
        """Take back that it is lost, as nobody can in the application, so that the next test has a tablet."""
        with Session(self.live.engine) as session:
            session.execute(update(Device).values(lost_at=None, lost_by=None))
            session.commit()

    def close(self) -> None:
        for context in self.contexts:
            context.close()


def when_it_is_set_up(tablet: Tablet) -> None:
    """Set it up as Priya would, with signal, and take every plan along."""
    page = tablet.start().pages[0]
    visiting.when_the_shell_is_kept(page, tablet.live.url)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_all_are_taken_along(page)
    visiting.then_it_is_ready(page, "Grace, Noah and Ella")
    expect(page.get_by_role("button", name="New plan", exact=True)).to_be_visible()
    with Session(tablet.live.engine) as session:
        tablet.device = session.scalars(select(Device.id).order_by(Device.created_at.desc()).limit(1)).one()
    tablet.close()


def copy_of(tablet: Tablet, to: Path, options: dict[str, Any]) -> Tablet:
    """Return the same tablet once more, as if nobody had touched it since it was set up."""
    # The lock of the browser that ran there is a link to a process that has ended.
    shutil.copytree(tablet.profile, to, ignore=shutil.ignore_patterns("Singleton*"), symlinks=True)
    return replace(tablet, profile=to, options=options, contexts=[])


def when_a_note_is_written(page: Page, words: str, save: str = "Save") -> None:
    """From a section of the plan: the note key, the words, and Save."""
    plans.press(plans.bar(page), "Note")
    note_of(page).fill(words)
    plans.press(plans.bar(page), save)


def note_of(page: Page) -> Locator:
    """Return the field of a note that is being written."""
    return page.get_by_label("Note", exact=True)
