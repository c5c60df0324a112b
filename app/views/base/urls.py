"""The paths of the pages, and the URL of a state on them. Those of races are in views/pages/speed.py."""

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
"""Characters of a URL that is short enough to type."""
TRUNCATED = 56
"""Characters that are shown of a longer URL."""


def worksheet_url(state: State, options: SheetOptions) -> str:
    """The URL of the worksheet with these options."""
    return url(WORKSHEET_PATH, state, blank=options.blank or "", key="1" if options.key else "")


def display_url(absolute: str) -> str:
    """A URL without scheme and final slash, as it is read out or typed."""
    return absolute.partition("://")[2].removesuffix("/")


def is_long(text: str) -> bool:
    """Whether a displayed URL is too long to type."""
    return len(text) > MAX_TYPED


def truncated(text: str) -> str:
    """A displayed URL, or the beginning of a long one."""
    return f"{text[:TRUNCATED]}…" if is_long(text) else text
