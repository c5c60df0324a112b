"""The page from which a step is passed on: to others, onto paper, into a program, onto a page, in front of a class."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from app.state import State, format_state
from app.state.navigation import in_classroom, public
from app.state.sheet import Wish
from app.views import words
from app.views.embed import snippet
from app.views.notebook import NOTEBOOK_PATH
from app.views.qr import qr_url
from app.views.scene import Scene, url
from app.views.script import SCRIPT_PATH
from app.views.sheet_urls import handout_url, worksheet_url
from app.views.spelled import bare, is_long, shortened

TRACE_PATH = "/trace.json"


@dataclass(frozen=True, slots=True)
class Share:
    """The address of a step as everybody sees it.

    ``shown`` is how it is read out: without its scheme, and cut if it is long.
    ``is_long`` if it is to be copied rather than typed, and its code is fine.
    ``is_local`` if it leads nowhere but on the computer that serves the page.
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
    """``step`` names what is shared."""

    share: Share
    step: str
    back_url: str
    sheets: tuple[Link, ...]
    files: tuple[Link, ...]
    snippet: str
    class_url: str


def share_link(state: State, base: str) -> Share:
    """The address of that step. ``base`` is Columnwise's own address, without a path: https://columnwise.example."""
    address = base + url(public(state))
    text = bare(address)
    return Share(address, shortened(text), is_long(text), qr_url(state), is_local(base))


def is_local(base: str) -> bool:
    """Whether that is an address by which a computer speaks to itself."""
    host = urlsplit(base).hostname or ""
    return host in ("localhost", "::1") or host.endswith(".localhost") or host.startswith("127.")


def share_page(scene: Scene, base: str) -> SharePage:
    """Everything that can be taken along from this step."""
    state = scene.state
    return SharePage(
        share=share_link(state, base),
        step=words.whereabouts(scene),
        back_url=url(state),
        sheets=_sheets(public(state)),
        files=_files(public(state)),
        snippet=snippet(scene, base),
        class_url=url(in_classroom(state)),
    )


def _sheets(state: State) -> tuple[Link, ...]:
    return (
        Link("Worksheet", "about ten minutes by hand, easier or harder if you like", worksheet_url(state, Wish())),
        Link("Answers", "the same sheet filled in", worksheet_url(state, Wish(key=True))),
        Link("Handout", "every step of the program on two pages at most", handout_url(state)),
    )


def _files(state: State) -> tuple[Link, ...]:
    return (
        Link("Python script", "both programs in NumPy", _to(SCRIPT_PATH, state)),
        Link("PyTorch script", "the same numbers in nn.Linear", _to(SCRIPT_PATH, state, "framework=torch")),
        Link("Jupyter notebook", "both programs, cell by cell", _to(NOTEBOOK_PATH, state)),
        Link("JSON", "every number at full precision", _to(TRACE_PATH, state)),
    )


def _to(path: str, state: State, more: str = "") -> str:
    query = "&".join(part for part in (format_state(state), more) if part)
    return f"{path}?{query}" if query else path
