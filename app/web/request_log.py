"""The line of each request in the log: what was asked, what came of it, and nothing about who asked."""

from logging import ERROR, INFO, WARNING, LogRecord
from typing import Any
from urllib.parse import quote

from app.log import REQUESTS
from app.web.outcome import Outcome

LONGEST = 200
"""Characters of a path or a query that are written."""
LEVELS = {501: INFO, 503: WARNING}
"""The level of answers from 500 on that are no mistake of ours: somebody asked for what there is not; we said on
purpose that we are full or stopping. Of the others one wants to be woken. What a visitor does wrong is no event."""

_PATH = "/!$&'()*+,:;=@"
_QUERY = _PATH + "?%"
"""What may stand in an address as it is; a query still has its percent signs, a path has lost them."""


def tell(outcome: Outcome) -> None:
    """Write the line."""
    level = LEVELS.get(outcome.status, ERROR) if outcome.status >= 500 or outcome.failed else INFO
    if REQUESTS.isEnabledFor(level):
        REQUESTS.handle(LogRecord(REQUESTS.name, level, "", 0, fields(outcome), None, None))


def fields(outcome: Outcome) -> dict[str, Any]:
    """What the line says, in its order. Every text is printable ASCII without spaces, quotes and backslashes."""
    return {
        "request": outcome.request,
        "method": escaped(outcome.method, _PATH, 20),
        "route": outcome.route,
        "path": outcome.path if outcome.path == outcome.route else escaped(outcome.path, _PATH),
        "query": escaped(outcome.query, _QUERY) if outcome.query else "",
        "status": outcome.status,
        "ms": round(outcome.seconds * 1000, 2),
        "bytes": outcome.sent,
    }


def escaped(text: str, safe: str, longest: int = LONGEST) -> str:
    """A WSGI string as one would write it into an address, cut if it is too long."""
    written = quote(text[:longest].encode("latin-1", errors="replace"), safe=safe)
    return written if len(text) <= longest and len(written) <= longest else written[: longest - 3] + "..."
