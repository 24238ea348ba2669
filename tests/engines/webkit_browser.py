"""The least browser around WebKitGTK: one window that may be driven, on a profile that outlives it.

Debian's own MiniBrowser forgets everything when it is driven. Run by Debian's Python, which has GTK; not imported.
"""

import sys

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402

WIDTH, HEIGHT = 820, 1180


def main(folder: str) -> None:
    """Serve one driver until it closes the window; everything that is kept is in `folder`."""
    kept = WebKit2.WebsiteDataManager(base_data_directory=f"{folder}/data", base_cache_directory=f"{folder}/cache")
    kept.set_tls_errors_policy(WebKit2.TLSErrorsPolicy.IGNORE)
    context = WebKit2.WebContext.new_with_website_data_manager(kept)
    context.get_cookie_manager().set_persistent_storage(f"{folder}/cookies", WebKit2.CookiePersistentStorage.SQLITE)
    context.set_preferred_languages(["en-GB"])
    context.set_automation_allowed(True)
    window = Gtk.Window(default_width=WIDTH, default_height=HEIGHT)
    window.connect("destroy", Gtk.main_quit)

    def show(_session: WebKit2.AutomationSession) -> WebKit2.WebView:
        view = WebKit2.WebView(web_context=context, is_controlled_by_automation=True)
        view.connect("close", lambda _view: window.destroy())
        window.add(view)
        window.show_all()
        return view

    def started(_context: WebKit2.WebContext, session: WebKit2.AutomationSession) -> None:
        session.set_application_info(WebKit2.ApplicationInfo.new())
        session.connect("create-web-view", show)

    context.connect("automation-started", started)
    Gtk.main()


main(sys.argv[1])
