"""A tablet that Priya has set up once, and copies of it as it lay in the bag: each test opens its own."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, Playwright, expect
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from safeplan.demo.families import family_b_as_entered
from safeplan.devices.models import Device
from safeplan.plans.models import Letter, Revision
from tests.browser.conftest import SIZES
from tests.browser.live import Live
from tests.browser.steps import plans, signing_in, visiting

# Several people test on one machine: what is waited for may take its time, and nothing sleeps.
PATIENCE_MS = 20_000


@dataclass
class Tablet:
    """One copy of the tablet. `context` is the browser process that runs on it now."""

    playwright: Playwright
    chromium: str
    live: Live
    plan: str
    profile: Path
    contexts: list[BrowserContext] = field(default_factory=list)

    def start(self) -> BrowserContext:
        """Start the browser on this tablet."""
        context = self.playwright.chromium.launch_persistent_context(
            str(self.profile), executable_path=self.chromium, locale="en-GB", **SIZES["tablet"]
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

    def opened(self) -> Page:
        """Start it without signal, open it with the words, and stand in the plan that was taken along."""
        page = self.page()
        self.when_it_is_opened(page)
        return page

    def when_it_is_opened(self, page: Page) -> None:
        """Unlock a page that asks for the words, and open the plan."""
        visiting.when_the_tablet_is_opened(page)
        signing_in.then_somebody_is_signed_in(page)
        visiting.when_they_open_the_plan_here(page, self.plan)
        signing_in.when_the_view_is(page, "Just me")

    def device(self) -> str:
        """Return the id this tablet has with the server."""
        with Session(self.live.engine) as session:
            return str(session.scalars(select(Device.id).order_by(Device.created_at.desc())).first())

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


@contextmanager
def set_up_once(playwright: Playwright, chromium: str, live: Live, folder: Path) -> Iterator[Path]:
    """Set a tablet up as Priya would, and yield its profile as it lay on the disk afterwards."""
    tablet = Tablet(playwright, chromium, live, "", folder / "profile")
    page = tablet.start().pages[0]
    visiting.when_the_shell_is_kept(page, live.url)
    signing_in.when_they_type_their_words(page, "priya")
    signing_in.then_somebody_is_signed_in(page)
    visiting.when_the_tablet_is_set_up(page)
    visiting.when_all_are_taken_along(page)
    expect(page.get_by_role("button", name="New plan")).to_be_visible()
    tablet.close()
    yield tablet.profile


def copy_of(profile: Path, plan: str, to: Path, playwright: Playwright, chromium: str, live: Live) -> Tablet:
    """Return the same tablet once more, as if nobody had touched it since it was set up."""
    # The lock of the browser that ran there is a link to a process that has ended.
    shutil.copytree(profile, to, ignore=shutil.ignore_patterns("Singleton*"), symlinks=True)
    return Tablet(playwright, chromium, live, plan, to)


def a_plan_to_take(live: Live) -> str:
    """Return a plan of Priya's own, so that nothing another test reads is written on."""
    return live.family(family_b_as_entered())


def when_a_note_is_written(page: Page, words: str, save: str = "Save") -> None:
    """From a section of the plan: the note key, the words, and Save."""
    plans.press(plans.bar(page), "Note")
    note_of(page).fill(words)
    plans.press(plans.bar(page), save)


def note_of(page: Page) -> Locator:
    """Return the field of a note that is being written."""
    return page.get_by_label("Note", exact=True)
