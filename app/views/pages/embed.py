"""The board in a frame on somebody's page, and what other programs show of a link to it."""

from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote

from app.engine.names import INPUTS
from app.state import WINDOW_EXAMPLES, pairs_of
from app.state.navigation import public
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.urls import BOARD_PATH, EMBED_PATH, OEMBED_PATH, url
from app.views.board.board import Board, board
from app.views.board.predictions import Answers, answers
from app.views.board.programs import ProgramLine, current_line
from app.views.board.stepper import Stepper, stepper

WIDTH = 800
"""Pixels of a frame in which every board has its usual shape."""
TALLEST = 800
"""Pixels of a frame that fits on a screen, so that the steps at its bottom are in view; a taller board scrolls."""
_ROW, _HEAT_ROW, _GAP = 26, 16, 9
_LABEL = 46
"""Pixels of what stands beside a matrix: its name and what it is made of. A matrix of one row is not lower."""
_REST, _WINDOW, _ANSWERS = 174, 28, 30
"""Pixels of the line above, the steps below and the examples' heads; of the way to other examples; of the marks."""
CARD = (1200, 630)
"""Pixels of a preset's picture, across and down."""
NO_LIMIT = 10_000
"""Pixels that a frame never reaches."""


@dataclass(frozen=True, slots=True)
class Embed:
    """What a frame shows. The names are those of Stage, so that the same templates print them.

    ``diagram`` is None: there is no room for it. ``line`` is the program's line at hand; none before the first step.
    """

    title: str
    name: str
    url: str
    path: str
    open_url: str
    view: str
    step: int
    steps: int
    is_last: bool
    theme: str
    fields: tuple[tuple[str, str], ...]
    board: Board
    diagram: None
    line: ProgramLine | None
    stepper: Stepper
    verdict: str
    race_url: str
    answers: Answers | None


def embed(scene: Scene) -> Embed:
    """The frame that shows that scene. It is not in front of a class, whatever the address says."""
    state = scene.state
    scene = replace(scene, state=state.model_copy(update={"present": 0}), path=EMBED_PATH)
    return Embed(
        title=words.title(scene),
        name=scene.preset.title,
        url=scene.url(scene.state),
        path=scene.path,
        open_url=url(BOARD_PATH, public(state)),
        theme=state.theme,
        view=state.view,
        step=state.step,
        steps=len(scene.program),
        is_last=scene.is_last,
        fields=tuple(pairs_of(scene.state.model_copy(update={"cell": None}))),
        board=board(scene),
        diagram=None,
        line=current_line(scene),
        stepper=stepper(scene),
        verdict=words.verdict(scene),
        race_url="",  # nothing leads out of the frame but what opens Columnwise
        answers=answers(scene, classes) if (classes := scene.preset.classes) else None,
    )


def snippet(scene: Scene, base: str, width: int | str = "100%", most_height: int = 10_000) -> str:
    """The HTML of a frame with that state, to paste into a page. ``base`` is Columnwise's own address."""
    source = escape(base + url(EMBED_PATH, public(scene.state)))
    title = escape(f"{scene.preset.title} · Columnwise")
    size = f'width="{width}" height="{min(height(scene), most_height)}"'
    return f'<iframe src="{source}" title="{title}" {size} loading="lazy"></iframe>'


def height(scene: Scene) -> int:
    """Pixels in which the whole board has room when the frame is WIDTH wide, up to TALLEST; the same for all steps."""
    row = _HEAT_ROW if scene.is_heat else _ROW
    rows = [len(scene.window.rows[INPUTS]), *(2 * scene.sizes.n[1:])]
    more = (_WINDOW if scene.sizes.m > WINDOW_EXAMPLES else 0) + (_ANSWERS if scene.preset.classes else 0)
    return min(TALLEST, _REST + more + sum(max(_LABEL, row * n) + _GAP for n in rows))


@dataclass(frozen=True, slots=True)
class Preview:
    """All addresses are absolute; ``image`` may be missing. ``oembed`` tells programs how to frame this very board."""

    title: str
    url: str
    image: str
    oembed: str


def preview(scene: Scene, base: str, image: str) -> Preview:
    """The preview of that state. ``base`` is Columnwise's own address, ``image`` the path of the preset's picture."""
    address = base + url(BOARD_PATH, public(scene.state))
    return Preview(
        title=words.preview_title(scene),
        url=address,
        image=base + image if image else "",
        oembed=f"{base}{OEMBED_PATH}?url={quote(address, safe=':/?,;')}",
    )


def oembed(scene: Scene, base: str, image: str, most: tuple[int, int]) -> dict[str, Any]:
    """The answer of type rich that oembed.com describes; ``most`` are the pixels there is room for, across and down."""
    width = min(WIDTH, most[0])
    thumbnail = {"thumbnail_url": base + image, "thumbnail_width": CARD[0], "thumbnail_height": CARD[1]}
    fits = image and CARD[0] <= most[0] and CARD[1] <= most[1]
    return {
        "type": "rich",
        "version": "1.0",
        "title": words.preview_title(scene),
        "provider_name": "Columnwise",
        "provider_url": base + "/",
        "html": snippet(scene, base, width, most[1]),
        "width": width,
        "height": min(height(scene), most[1]),
        **(thumbnail if fits else {}),
    }
