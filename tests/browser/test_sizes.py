"""The three screens of the browser tests are what their names say, and the smallest leaves room to read."""

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.live import Live
from tests.browser.steps import plans

if TYPE_CHECKING:
    from tests.browser.conftest import ContextFor, SignedIn

WIDTHS = {"tablet": 820, "phone": 390, "desk": 1280}


def test_each_size_has_its_width_and_touch_only_where_a_finger_is(context_for: "ContextFor", device: str) -> None:
    page = context_for(device).new_page()
    page.set_content('<!doctype html><meta name="viewport" content="width=device-width"><title>.</title>')
    assert page.evaluate("() => window.innerWidth") == WIDTHS[device]
    assert page.evaluate("() => matchMedia('(pointer: coarse)').matches") == (device != "desk")


def test_a_script_error_nobody_caught_is_noticed(context_for: "ContextFor", page_errors: list[str]) -> None:
    page = context_for("desk").new_page()
    page.evaluate("() => { setTimeout(() => { throw new Error('nobody caught this') }, 0) }")
    page.wait_for_timeout(100)
    assert any("nobody caught this" in error for error in page_errors)
    page_errors.clear()


LOWEST = """() => {
  const bar = document.querySelector(".bar").getBoundingClientRect();
  const over = document.elementFromPoint(100, bar.top - 8).closest(".ask-next");
  return { height: bar.height, gap: innerHeight - bar.bottom, over };
}"""


def test_on_a_phone_the_keys_take_little_room_and_say_different_things(signed_in: "SignedIn", live: Live) -> None:
    page = signed_in("priya", "phone")
    plans.when_they_open_the_plan(page, live.plans["bellwether-entered"], "Grace")
    for section in ("", "What Mark does"):
        if section:
            plans.when_they_go_to(page, section)
        expect(page.get_by_text("Ask next:")).to_be_attached()
        lowest = page.evaluate(LOWEST)
        assert lowest["height"] <= 96, section
        assert abs(lowest["gap"]) < 1, "the keys stay at the bottom of the screen"
        # On a page that ends on the screen it stands under what is read.
        assert section or lowest["over"] is None, "what is asked next covers nothing that is read"
        words = plans.bar(page).get_by_role("button").all_inner_texts()
        assert len(words) == len(set(words)), words
    plans.press_main(page, "Add")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate(LOWEST)["height"] <= 96
