"""Sends the headers that keep a page from being framed, cached, scripted or traced."""

from __future__ import annotations

from flask import Flask, Response, current_app, request

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types sp",
    )
)

ALWAYS = {
    "Content-Security-Policy": CSP,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    # With no-referrer Flask-WTF refuses every form over https.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    "Cache-Control": "no-store",
}
IMMUTABLE = "public, max-age=31536000, immutable"
YEAR = 31_536_000


def _apply(response: Response) -> Response:
    # What a page has said itself stands. Looked up once: asking for each would read the whole list each time.
    said = {name.lower() for name, _ in response.headers}
    for name, value in ALWAYS.items():
        if name.lower() not in said:
            response.headers.add(name, value)
    # Not with a throw-away certificate: the browser would refuse plain localhost for a year.
    if request.is_secure and not current_app.config["THROWAWAY_TLS"]:
        response.headers.setdefault("Strict-Transport-Security", f"max-age={YEAR}")
    return response


def install(app: Flask) -> None:
    app.after_request(_apply)
