"""What must never happen in any page: a request to the outside, a breach of the content policy, an error, a dialog."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Error, Request, WebError

_INSIDE = ("data:", "blob:", "about:")
_EXPECTED = (
    "Failed to load resource",
    "net::ERR_CONNECTION_REFUSED",
    "Response Status Error Code 413",
    "The Cross-Origin-Opener-Policy header has been ignored",
)
"""
Said by the browser of every answer of 400 and above, by htmx of words that are too long, of a server that is away, and
of a header that counts over HTTPS and on loopback only; tests want each at times.
"""
_MOVED_ON = "Transition was "
"""Chromium's word when somebody goes on before one page has faded into the next."""


class Watched:
    """A visitor's browser window, and every fault seen in it."""

    def __init__(self, context: BrowserContext, base: str) -> None:
        self.context, self.base = context, base
        self.faults: list[str] = []
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("dialog", self._dialog)
        context.on("weberror", self._error)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((f"{self.base}/", *_INSIDE)):
            self.faults.append(f"asked the outside: {request.url}")

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not message.text.startswith(_EXPECTED):
            self.faults.append(f"the browser complains: {message.text}")

    def _dialog(self, dialog: Dialog) -> None:
        if dialog.type != "beforeunload":
            self.faults.append(f"a dialog opened: {dialog.message}")
        dialog.dismiss()

    def _error(self, error: WebError) -> None:
        if not str(error.error).startswith(_MOVED_ON):
            self.faults.append(f"a script failed: {error.error}")

    def close(self) -> list[str]:
        """Close the window and return the faults."""
        try:
            self.context.close()
        except Error as error:
            self.faults.append(str(error))

        return self.faults
