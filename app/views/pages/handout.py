"""The handout: every step of a program, on at most two pages of paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.state.navigation import at_step
from app.state.sheet import SheetOptions
from app.views.base import words
from app.views.base.qr import Footer, footer
from app.views.base.scene import Scene
from app.views.base.urls import BOARD_PATH, url, worksheet_url
from app.views.board.diagram import Diagram
from app.views.board.shapes import NamedShape, shape_line
from app.views.pages.worksheet import plain_diagram
from app.views.paper import sheet_words
from app.views.paper.fit import excerpt
from app.views.paper.staircase import Formula, Staircase, formula, nothing_blank, staircase

MOST_STEPS = 32
"""Steps that fit on two pages; of a longer loop only those of the first and the last example are printed."""
MOST_LINES = 42
"""Steps and rows of matrices, counted together, that fit on two pages."""


@dataclass(frozen=True, slots=True)
class HandoutStep:
    """One step: its number, formula, shapes and a sentence."""

    number: int
    formula: Formula
    shapes: tuple[NamedShape, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class HandoutPart:
    """The steps of one example, or all steps of the matrix form. ``gap`` names the examples left out before it."""

    title: str
    gap: str
    steps: tuple[HandoutStep, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """The handout. ``staircase`` is None if two pages have no room for it; ``note`` says so."""

    title: str
    heading: str
    sizes: str
    line: str
    board_url: str
    worksheet_url: str
    diagram: Diagram
    rounds: tuple[HandoutPart, ...]
    staircase: Staircase | None
    note: str
    verdict: str
    footer: Footer


def handout(scene: Scene, root: str) -> Handout:
    """The handout of the scene's program; ``root`` is the server's URL."""
    state = scene.state
    rounds = tuple(_rounds(scene))
    matrices = _matrices(scene, sum(len(each.steps) for each in rounds))
    return Handout(
        title=f"Handout: {scene.preset.title}",
        heading=scene.preset.title,
        sizes=sheet_words.sizes(scene),
        line=sheet_words.all_steps(scene),
        board_url=url(BOARD_PATH, state),
        worksheet_url=worksheet_url(state, SheetOptions()),
        diagram=plain_diagram(scene),
        rounds=rounds,
        staircase=matrices,
        note=_note(scene, matrices),
        verdict=words.verdict(scene),
        footer=footer(state, root),
    )


def _rounds(scene: Scene) -> Iterator[HandoutPart]:
    if scene.state.view == "vectorized":
        yield HandoutPart("", "", tuple(_step(scene, number) for number in range(1, len(scene.program) + 1)))
        return
    L, m, example = scene.sizes.L, scene.sizes.m, scene.preset.example
    is_whole = len(scene.program) <= MOST_STEPS
    for i in range(m) if is_whole else (0, m - 1):
        gap = "" if is_whole or i == 0 or m == 2 else sheet_words.left_out(2, m - 1, example)
        numbers = range(2 * L * i + 1, 2 * L * (i + 1) + 1)
        yield HandoutPart(f"{example} {i + 1:,}", gap, tuple(_step(scene, number) for number in numbers))


def _step(scene: Scene, number: int) -> HandoutStep:
    after = scene.at(at_step(scene, number))
    assert after.step is not None
    written = formula(after, after.step.writes, after.symbol)
    return HandoutStep(number, written, shape_line(after).parts, words.sentence(after))


def _matrices(scene: Scene, steps: int) -> Staircase | None:
    """The computed matrices if all layers fit below that many steps, else None."""
    paper = excerpt(scene)
    if paper is None or len(paper.layers) < scene.sizes.L:
        return None
    rows = scene.sizes.n[0] + 2 * sum(scene.sizes.n[1:])
    return staircase(scene, paper, nothing_blank, key=False) if steps + rows <= MOST_LINES else None


def _note(scene: Scene, matrices: Staircase | None) -> str:
    paper = excerpt(scene)
    if matrices is None or paper is None:
        return sheet_words.no_matrices(scene)
    return sheet_words.shown(scene, paper.examples, paper.layers)
