"""Where every page is, and the URL of a state on it. The paths of a race are in speed.py, one more in openapi.py."""

from app.state import State
from app.state.query import join as join
from app.state.query import url as url
from app.state.sheet import SheetOptions

BOARD_PATH = "/"
MATRIX_PATH = "/matrix"
PICTURE_PATH = "/picture.svg"
SHARE_PATH = "/share"
QR_PATH = "/qr.svg"
EMBED_PATH = "/embed"
OEMBED_PATH = "/oembed"
WORKSHEET_PATH = "/worksheet"
HANDOUT_PATH = "/handout"
SPEED_PATH = "/speed"
SCRIPT_PATH = "/export.py"
NOTEBOOK_PATH = "/export.ipynb"
TRACE_PATH = "/trace.json"

MAX_TYPED = 90
"""Characters of a URL that somebody would still type."""
TRUNCATED = 56
"""Characters of a longer one that are shown."""


def worksheet_url(state: State, options: SheetOptions) -> str:
    """The worksheet that leaves that blank."""
    return url(WORKSHEET_PATH, state, blank=options.blank or "", key="1" if options.key else "")


def display_url(absolute: str) -> str:
    """A URL as it is read out or typed: without its scheme, and without a slash at its end."""
    return absolute.partition("://")[2].removesuffix("/")


def is_long(text: str) -> bool:
    """Whether that displayed URL is to be copied or scanned rather than typed."""
    return len(text) > MAX_TYPED


def truncated(text: str) -> str:
    """That displayed URL, or the beginning of a long one."""
    return f"{text[:TRUNCATED]}…" if is_long(text) else text
