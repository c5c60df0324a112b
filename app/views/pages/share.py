"""The page /share: a step as a link, QR code, worksheet, handout, program, notebook, JSON, iframe or slide."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.state import State
from app.state.navigation import in_classroom, public
from app.state.sheet import SheetOptions
from app.views.base import words
from app.views.base.qr import qr_url
from app.views.base.scene import Scene
from app.views.base.urls import (
    BOARD_PATH,
    HANDOUT_PATH,
    NOTEBOOK_PATH,
    SCRIPT_PATH,
    TRACE_PATH,
    display_url,
    is_long,
    truncated,
    url,
    worksheet_url,
)
from app.views.pages.embed import snippet


@dataclass(frozen=True, slots=True)
class Share:
    """The public URL of a step.

    ``shown`` is the URL without its scheme, truncated if it is long.
    ``is_long`` if it should be copied rather than typed; its QR code has small modules.
    ``is_local`` if it works only on the computer that serves the page.
    """

    address: str
    shown: str
    is_long: bool
    qr_url: str
    is_local: bool


@dataclass(frozen=True, slots=True)
class Link:
    name: str
    line: str
    url: str


@dataclass(frozen=True, slots=True)
class SharePage:
    """The page. ``step`` names the step that is shared."""

    share: Share
    step: str
    back_url: str
    sheets: tuple[Link, ...]
    files: tuple[Link, ...]
    snippet: str
    present_url: str


def share_link(state: State, base: str) -> Share:
    """The public URL of a state. ``base`` is the server's URL without a path: https://columnwise.example."""
    address = base + url(BOARD_PATH, public(state))
    text = display_url(address)
    return Share(address, truncated(text), is_long(text), qr_url(state), is_local(base))


def is_local(base: str) -> bool:
    """Whether the host of the URL is a loopback name or address."""
    host = urlsplit(base).hostname or ""
    return host in ("localhost", "::1") or host.endswith(".localhost") or host.startswith("127.")


def share_page(scene: Scene, base: str) -> SharePage:
    """The share page of the scene."""
    state = scene.state
    return SharePage(
        share=share_link(state, base),
        step=words.whereabouts(scene),
        back_url=url(BOARD_PATH, state),
        sheets=_sheets(public(state)),
        files=_files(public(state)),
        snippet=snippet(scene, base),
        present_url=url(BOARD_PATH, in_classroom(scene)),
    )


def _sheets(state: State) -> tuple[Link, ...]:
    return (
        Link(
            "Worksheet", "about ten minutes by hand, easier or harder if you like", worksheet_url(state, SheetOptions())
        ),
        Link("Answers", "the same sheet filled in", worksheet_url(state, SheetOptions(key=True))),
        Link("Handout", "every step of the program on two pages at most", url(HANDOUT_PATH, state)),
    )


def _files(state: State) -> tuple[Link, ...]:
    return (
        Link("Python script", "both programs in NumPy", url(SCRIPT_PATH, state)),
        Link("PyTorch script", "the same numbers in nn.Linear", url(SCRIPT_PATH, state, framework="torch")),
        Link("Jupyter notebook", "both programs, cell by cell", url(NOTEBOOK_PATH, state)),
        Link("JSON", "every number at full precision", url(TRACE_PATH, state)),
    )
