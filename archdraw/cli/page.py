"""A page on this machine that shows the figure and follows it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from archdraw.errors import UsageError
from archdraw.resources import data_dir

HERE = "127.0.0.1"
WAIT = 20.0
"""After so many seconds, a browser that waits for a change is told that there is none, and asks again."""
POLICY = (
    "default-src 'none'; img-src 'self'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
ALONE = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'; sandbox allow-scripts"
)
"""For a figure that is a page itself: its program runs in a frame of its own, apart from this page."""
FILES = {
    "/": ("page.html", "text/html; charset=utf-8"),
    "/page.js": ("page.js", "text/javascript; charset=utf-8"),
    "/page.css": ("page.css", "text/css; charset=utf-8"),
}
"""All there is but the figure: no path of a request becomes the name of a file."""


class Page:
    """What the page shows: the last good figure, and what is wrong now."""

    def __init__(self, title: str) -> None:
        self.title = title
        self._svg = self._html = b""
        self._message = ""
        self._number = self._figure = 0
        self._changed = threading.Condition()

    def show(self, svg: bytes, html: bytes = b"") -> None:
        """Show a new figure: as the page that it is, where it is one."""
        self._figure += 1
        self._html = html
        self._put(svg, "")

    @property
    def figure(self) -> int:
        """The number of the last good figure; 0 where there is none."""
        return self._figure

    @property
    def html(self) -> bytes:
        """The last good figure as a page; empty where it is none."""
        return self._html

    def tell(self, message: str) -> None:
        """Show what is wrong, above the last good figure."""
        self._put(self._svg, message)

    def after(self, number: int, wait: float = WAIT) -> tuple[int, bytes, str]:
        """Give the number of the state, the figure and the message, as soon as the number is another one."""
        with self._changed:
            self._changed.wait_for(lambda: self._number != number, wait)
            return self._number, self._svg, self._message

    def _put(self, svg: bytes, message: str) -> None:
        with self._changed:
            self._svg, self._message, self._number = svg, message, self._number + 1
            self._changed.notify_all()


class _Server(ThreadingHTTPServer):
    """A server that says nothing of browsers that went away."""

    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Tell of bugs only."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def served(page: Page, port: int) -> Iterator[str]:
    """Serve a page to this machine alone; give its address. Raises UsageError where the port is taken.

    A request must name this machine as its host, so that no other site's name can stand for it, and come from the page itself
    or from no page.
    """
    folder = data_dir("templates") / "watch"
    files = {path: ((folder / name).read_bytes(), kind) for path, (name, kind) in FILES.items()}

    class Handler(_Handler):
        shown = page
        known = files

    try:
        server = _Server((HERE, port), Handler)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise UsageError(f"no page can be served at port {port}: {reason}", "name another by --port") from None
    thread = threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True)
    thread.start()
    try:
        yield f"http://{HERE}:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Answers GET for a handful of paths."""

    shown: Page
    known: dict[str, tuple[bytes, str]]
    server: ThreadingHTTPServer
    timeout = 60.0
    server_version, sys_version = "archdraw", ""

    def do_GET(self) -> None:
        """Answer, or refuse what is not from here."""
        path, _, query = self.path.partition("?")
        if not self._from_here():
            self._answer(403, b"this page is for this machine only\n", "text/plain; charset=utf-8")
        elif path in self.known:
            self._answer(200, *self.known[path])
        elif path == "/figure.svg":
            _, svg, _ = self.shown.after(-1, 0.0)
            self._answer(200 if svg else 404, svg, "image/svg+xml")
        elif path == "/figure.html":
            self._answer(200 if self.shown.html else 404, self.shown.html, "text/html; charset=utf-8", ALONE)
        elif path == "/favicon.ico":  # which browsers ask for unasked
            self._answer(204, b"", "image/svg+xml")
        elif path == "/state":
            self._state(query)
        else:
            self._answer(404, b"there is nothing here\n", "text/plain; charset=utf-8")

    def _state(self, query: str) -> None:
        import json

        number = query.removeprefix("after=")
        found, _, message = self.shown.after(int(number) if number.isdecimal() and len(number) < 10 else -1)
        file = "figure.html" if self.shown.html else "figure.svg"
        told = {
            "number": found,
            "figure": self.shown.figure,
            "file": file,
            "message": message,
            "title": self.shown.title,
        }
        self._answer(200, json.dumps(told).encode(), "application/json")

    def _from_here(self) -> bool:
        port = self.server.server_port
        hosts = {f"{name}:{port}" for name in (HERE, "localhost")}
        origin = self.headers.get("Origin")
        return self.headers.get("Host") in hosts and (origin is None or origin in {f"http://{name}" for name in hosts})

    def _answer(self, code: int, data: bytes, kind: str, policy: str = POLICY) -> None:
        self.send_response(code)
        for name, value in (
            ("Content-Type", kind),
            ("Content-Length", str(len(data))),
            ("Cache-Control", "no-store"),
            ("Content-Security-Policy", policy),
            ("X-Content-Type-Options", "nosniff"),
            ("Referrer-Policy", "no-referrer"),
            ("Cross-Origin-Resource-Policy", "same-origin"),
        ):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing: stderr is for what concerns the figure."""
