"""Every step of a program on at most two pages, to hand out after the lesson."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.engine.program import Step, operation
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
from app.views.paper.staircase import Formula, Staircase, nothing_blank, staircase

MOST_STEPS = 32
"""Steps that fit on two pages; of a longer loop the first example's and the last one's are printed."""
MOST_LINES = 42
"""Steps and rows of matrices that fit together."""


@dataclass(frozen=True, slots=True)
class HandoutStep:
    """One step: its number, what it computes, the shapes, and what it does."""

    number: int
    formula: Formula
    shapes: tuple[NamedShape, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Round:
    """The steps of one example, or all steps of the matrix form. ``gap`` says which examples are left out before."""

    title: str
    gap: str
    steps: tuple[HandoutStep, ...]


@dataclass(frozen=True, slots=True)
class Handout:
    """Everything on the handout. ``staircase`` is None where two pages have no room for it; ``note`` says so."""

    title: str
    heading: str
    sizes: str
    line: str
    board_url: str
    worksheet_url: str
    diagram: Diagram
    rounds: tuple[Round, ...]
    staircase: Staircase | None
    note: str
    verdict: str
    footer: Footer


def handout(scene: Scene, root: str) -> Handout:
    """The handout of this program; ``root`` is where Columnwise is served."""
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


def _rounds(scene: Scene) -> Iterator[Round]:
    if scene.state.view == "vectorized":
        yield Round("", "", tuple(_step(scene, number) for number in range(1, len(scene.program) + 1)))
        return
    L, m, example = scene.sizes.L, scene.sizes.m, scene.preset.example
    is_whole = len(scene.program) <= MOST_STEPS
    for i in range(m) if is_whole else (0, m - 1):
        gap = "" if is_whole or i == 0 or m == 2 else sheet_words.left_out(2, m - 1, example)
        numbers = range(2 * L * i + 1, 2 * L * (i + 1) + 1)
        yield Round(f"{example} {i + 1:,}", gap, tuple(_step(scene, number) for number in numbers))


def _step(scene: Scene, number: int) -> HandoutStep:
    there = scene.at(at_step(scene, number))
    assert there.step is not None
    return HandoutStep(number, _formula(there, there.step), shape_line(there).parts, words.sentence(there))


def _formula(there: Scene, step: Step) -> Formula:
    made = operation(there.network, step.writes)
    left, *inputs = map(there.symbol, (step.writes, *made.reads))
    activation = there.activation(step.writes.layer).symbol if step.writes.kind == "A" else ""
    return Formula(left, tuple(inputs), activation)


def _matrices(scene: Scene, steps: int) -> Staircase | None:
    """The matrices, all computed, if all layers fit below that many steps."""
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
