"""The three screens of the browser tests are what their names say."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.browser.conftest import ContextFor

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
