"""How the log is written: a line of JSON for each record, for whoever collects it, or plainly for a person.

Whatever visitors send, a record stays one line of printable ASCII. Only a trace takes more lines, in the plain form,
and these are indented.
"""

import json
import logging
import sys
import time
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from pythonjsonlogger.core import LogData
from pythonjsonlogger.json import JsonFormatter

REQUEST: ContextVar[str] = ContextVar("request", default="")
"""The id of the request that is being answered; every record that is made meanwhile bears it."""
REQUESTS = logging.getLogger("columnwise.requests")
"""What writes the line of each request: its records have a dictionary as message, see `app.web.request_log`."""
LONGEST_MESSAGE, LONGEST_TRACE = 600, 2_800
"""Characters. With these a record hardly ever has more than 4,096 bytes, and so is never cut by another process's."""

_encode = json.JSONEncoder(default=str).encode


class JsonLines(JsonFormatter):
    """A record as one line of JSON."""

    def __init__(self) -> None:
        super().__init__(json_serializer=lambda data, **_: _encode(data))

    def add_fields(self, log_data: LogData, record: logging.LogRecord, message_dict: LogData) -> None:
        """The time and the level, and then the request's fields, or else what there is to say."""
        log_data["time"] = f"{_second(int(record.created))}.{int(record.msecs):03}Z"
        log_data["level"] = record.levelname
        if isinstance(record.msg, dict):
            log_data.update(record.msg)
            return
        if request := REQUEST.get():
            log_data["request"] = request
        log_data["message"] = _cut(record.message, LONGEST_MESSAGE)
        if trace := message_dict.get("exc_info"):
            log_data["exception"] = _cut(trace, LONGEST_TRACE)


class PlainLines(logging.Formatter):
    """A record as a person at a terminal reads it."""

    def format(self, record: logging.LogRecord) -> str:
        """The local time, the level and what there is to say; below it the trace, if there is one."""
        said = _sentence(record.msg) if isinstance(record.msg, dict) else _escaped(_message(record))
        trace = self.formatException(record.exc_info).split("\n") if record.exc_info else []
        when = time.strftime("%H:%M:%S", time.localtime(record.created))
        return "\n    ".join([f"{when} {record.levelname:7} {said}", *map(_escaped, trace)])


def write(form: str) -> None:
    """From now on this process's log goes to standard output in that form: one of `app.config.LOGS`."""
    if form == "auto":
        form = "plain" if sys.stdout and sys.stdout.isatty() else "json"
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(JsonLines() if form == "json" else PlainLines())
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    REQUESTS.disabled = form == "none"


@lru_cache(maxsize=2)  # formatting it takes as long as all the rest of a line
def _second(second: int) -> str:
    return f"{datetime.fromtimestamp(second, UTC):%Y-%m-%dT%H:%M:%S}"


def _message(record: logging.LogRecord) -> str:
    request = REQUEST.get()
    return _cut(record.getMessage(), LONGEST_MESSAGE) + (f" (request {request})" if request else "")


def _sentence(seen: dict[str, Any]) -> str:
    asked = f"{seen['path']}?{seen['query']}" if seen["query"] else seen["path"]
    return f"{seen['method']} {asked} {seen['status']} {seen['ms']} ms {seen['bytes']} bytes {seen['request']}"


def _escaped(text: str) -> str:
    return text.encode("unicode_escape").decode("ascii")


def _cut(text: str, most: int) -> str:
    """Its beginning and its end, if it is too long."""
    return text if len(text) <= most else f"{text[: most // 3]} [...] {text[-most * 2 // 3 :]}"
