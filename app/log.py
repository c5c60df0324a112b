"""The log on standard output: one JSON object a line for a log collector, or plain lines at a terminal."""

import logging
import sys
from contextvars import ContextVar
from typing import Any

from pythonjsonlogger.json import JsonFormatter

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered; every record made meanwhile carries it."""
REQUESTS = logging.getLogger("columnwise.requests")
"""The logger of the line for each request (app/web/requests.py)."""


class PlainFormatter(logging.Formatter):
    """Time, level and message, a traceback indented below. Control characters are escaped: no line can be forged."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)-7s %(message)s", "%H:%M:%S")

    def formatMessage(self, record: logging.LogRecord) -> str:  # logging's name
        record.message = _escaped(record.message)
        return super().formatMessage(record)

    def formatException(self, ei: Any) -> str:
        return "\n".join(f"    {_escaped(line)}" for line in super().formatException(ei).split("\n"))


def _escaped(text: str) -> str:
    return text.encode("unicode_escape").decode()


def formatter(form: str) -> logging.Formatter:
    """The formatter of that form, one of `app.config.LOGS`; ``auto`` is plain at a terminal and JSON elsewhere."""
    if form == "json" or (form == "auto" and not sys.stdout.isatty()):
        return JsonFormatter(["levelname", "message"], rename_fields={"levelname": "level"}, timestamp="time")
    return PlainFormatter()


def configure(form: str) -> None:
    """Write this process's log to standard output in that form."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(formatter(form))
    handler.addFilter(add_request)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    REQUESTS.disabled = form == "none"
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # that a request waits for a thread is no event


def add_request(record: logging.LogRecord) -> bool:
    """Put the id of the current request on a record."""
    if request := REQUEST.get():
        record.request = request
    return True
