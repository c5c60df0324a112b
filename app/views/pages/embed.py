"""The board in an iframe, /embed, and the metadata by which other programs show a link to it."""

from dataclasses import dataclass, replace
from html import escape
from typing import Any
from urllib.parse import quote

from app.engine.names import INPUTS
from app.state import WINDOW_EXAMPLES, canonical
from app.state.navigation import public
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.urls import BOARD_PATH, EMBED_PATH, OEMBED_PATH, url
from app.views.board.board import Board, board
from app.views.board.predictions import Answers, answers
from app.views.board.programs import ProgramLine, line
from app.views.board.stepper import Stepper, stepper

IFRAME_WIDTH = 800
"""Pixels: the width for which the height of an iframe is estimated."""
CARD_SIZE = (1200, 630)
"""Width and height of a preset's preview image in pixels."""
NO_LIMIT = 10_000
"""Pixels that no iframe reaches."""


@dataclass(frozen=True, slots=True)
class Embed:
    """The content of the iframe. Its fields have the names of Stage's, because the same templates print them.

    ``diagram`` and ``controls`` are None: an iframe has no room for them. ``line`` is the program's current line,
    None before the first.
    """

    title: str
    name: str
    url: str
    path: str
    open_url: str
    view: str
    step: int
    steps: int
    theme: str
    fields: tuple[tuple[str, str], ...]
    board: Board
    diagram: None
    line: ProgramLine | None
    stepper: Stepper
    answers: Answers | None
    controls: None = None


def embed(scene: Scene) -> Embed:
    """The iframe of the scene. It ignores classroom mode."""
    state = scene.state
    rows = None if state.present else state.rows
    scene = replace(scene, state=canonical(state, scene.sizes, present=0, rows=rows), path=EMBED_PATH)
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
        fields=scene.cell_fields,
        board=board(scene),
        diagram=None,
        line=line(scene, state.view, scene.step.writes) if scene.step else None,
        stepper=stepper(scene),
        answers=answers(scene, classes) if (classes := scene.preset.classes) else None,
    )


def snippet(scene: Scene, base: str, width: int | str = "100%", most_height: int = NO_LIMIT) -> str:
    """The HTML of an iframe of the scene, to paste into a page. ``base`` is the server's URL without a path."""
    source = escape(base + url(EMBED_PATH, public(scene.state)))
    title = escape(f"{scene.preset.title} · Columnwise")
    size = f'width="{width}" height="{min(height(scene), most_height)}"'
    return f'<iframe src="{source}" title="{title}" {size} loading="lazy"></iframe>'


def height(scene: Scene) -> int:
    """Pixels that the board needs in an iframe of IFRAME_WIDTH, at most 800; the same for all steps.

    At 800 the stepper is visible on a usual screen; a taller board scrolls. Measured in Chromium.
    """
    row, label, gap = 16 if scene.is_heat else 26, 46, 9  # a matrix is at least as high as the label next to it
    rows = [len(scene.window.rows[INPUTS]), *(2 * scene.sizes.n[1:])]
    heads_and_stepper = 174
    window = 28 if scene.sizes.m > WINDOW_EXAMPLES else 0
    predictions = 30 if scene.preset.classes else 0
    return min(800, heads_and_stepper + window + predictions + sum(max(label, row * n) + gap for n in rows))


@dataclass(frozen=True, slots=True)
class Preview:
    """The metadata of a link. All URLs are absolute; ``image`` may be "". ``oembed`` leads to the oEmbed response."""

    title: str
    url: str
    image: str
    oembed: str


def preview(scene: Scene, base: str, image: str) -> Preview:
    """The preview of the scene. ``base`` is the server's URL without a path, ``image`` the path of its image."""
    address = base + url(BOARD_PATH, public(scene.state))
    return Preview(
        title=words.preview_title(scene),
        url=address,
        image=base + image if image else "",
        oembed=f"{base}{OEMBED_PATH}?url={quote(address, safe=':/?,;')}",
    )


def oembed(scene: Scene, base: str, image: str, most: tuple[int, int]) -> dict[str, Any]:
    """The oEmbed response of type rich (oembed.com); ``most`` is the largest width and height in pixels."""
    width = min(IFRAME_WIDTH, most[0])
    thumbnail = {"thumbnail_url": base + image, "thumbnail_width": CARD_SIZE[0], "thumbnail_height": CARD_SIZE[1]}
    fits = image and CARD_SIZE[0] <= most[0] and CARD_SIZE[1] <= most[1]
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
