"""Classroom mode, /?present=1: one layer at a time, large, and its position in the network."""

from dataclasses import dataclass

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.state import Cell
from app.state.navigation import at_cell, at_example, at_operation, at_rows, at_step, public
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, matrix_symbol
from app.views.base.urls import BOARD_PATH, url
from app.views.base.window import MAX_CHARACTERS
from app.views.board.board import (
    MOST_SHORT,
    BroadcastCopies,
    ColumnHead,
    WindowLinks,
    broadcast_copies,
    column_heads,
    example_links,
    outline_at,
    window_links,
)
from app.views.board.matrix_view import MatrixView, matrix_view
from app.views.board.programs import ProgramLine, line, makes_columns
from app.views.board.shapes import ShapeLine, shape_line
from app.views.board.stepper import Stepper, stepper
from app.views.pages.share import Share, share_link

MOST_PAST_STEPS = 3
"""Previous steps that a slide lists."""


@dataclass(frozen=True, slots=True)
class PathStop:
    """One matrix of the network from X to the predictions. ``url`` leads to the step that computes it."""

    symbol: Symbol
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Slide:
    """One layer as a staircase: its input above Z above A, and W and b to the left of Z.

    ``figures`` and ``weights`` count the characters of the longest figure in the columns of Z and of W.
    ``scale`` is the factor by which figures exceed their least size; ``wide_scale`` is for screens from 16:10 on.
    ``examples``, ``inputs`` and ``neurons`` are set if not all of them fit.
    """

    colour: int
    outline: int
    outline_colour: int
    figures: int
    weights: int
    names: str
    scale: float
    wide_scale: float
    input: MatrixView
    heads: tuple[ColumnHead, ...]
    W: MatrixView
    b: MatrixView
    Z: MatrixView
    A: MatrixView
    copies: BroadcastCopies | None
    examples: WindowLinks | None
    inputs: WindowLinks | None
    neurons: WindowLinks | None


@dataclass(frozen=True, slots=True)
class Present:
    """The content of #stage in classroom mode."""

    title: str
    heading: str
    url: str
    view: str
    step: int
    steps: int
    theme: str
    other_theme: str
    has_letters: bool
    fields: tuple[tuple[str, str], ...]
    stops: tuple[PathStop, ...]
    progress: str
    lines: tuple[ProgramLine, ...]
    shapes: ShapeLine
    slide: Slide
    trail: tuple[tuple[int, ProgramLine], ...]
    can_join: bool
    sentence: str
    stepper: Stepper
    theme_url: str
    letters_url: str
    letters_text: str
    leave_url: str
    share: Share
    keys: tuple[tuple[tuple[str, ...], str], ...]


def present(scene: Scene, base: str) -> Present:
    """The slide of the current layer; ``base`` is the URL at which this server is reached."""
    state = scene.state
    is_dark = state.theme == "dark"
    return Present(
        title=words.title(scene),
        heading=words.layer(scene),
        url=scene.url(state),
        view=state.view,
        step=state.step,
        steps=len(scene.program),
        theme=state.theme,
        other_theme="Light" if is_dark else "Dark",
        has_letters=bool(state.letters),
        fields=scene.cell_fields,
        stops=tuple(_stop(scene, name) for name in (INPUTS, *computed_names(scene.layers))),
        progress=words.progress(scene),
        lines=tuple(line(scene, state.view, name) for name in names_of(scene.layer)[2:]),
        shapes=shape_line(scene),
        slide=_slide(scene),
        trail=tuple(_past(scene, number) for number in range(max(1, state.step - MOST_PAST_STEPS), state.step)),
        can_join=makes_columns(scene),
        sentence=words.short_sentence(scene),
        stepper=stepper(scene),
        theme_url=scene.url(state.model_copy(update={"theme": "auto" if is_dark else "dark"})),
        letters_url=scene.url(state.model_copy(update={"letters": 1 - state.letters})),
        letters_text=words.LETTERS_SWITCH[state.letters],
        leave_url=url(BOARD_PATH, public(state)),
        share=share_link(state, base),
        keys=words.SHORTCUTS,
    )


def _stop(scene: Scene, name: Name) -> PathStop:
    view, current = scene.state.view, scene.step.writes if scene.step else INPUTS
    there = at_step(scene, 0) if name == INPUTS else at_operation(scene, view, name, scene.example)
    return PathStop(matrix_symbol(name), scene.url(there), name == current, scene.is_computed(name, scene.example - 1))


def _past(scene: Scene, number: int) -> tuple[int, ProgramLine]:
    """The number of a previous step and its line."""
    step = scene.program.step(number)
    assert step is not None
    example = "" if step.example is None else str(step.example + 1)
    return number, line(scene, scene.state.view, step.writes, example, at_step(scene, number))


def _slide(scene: Scene) -> Slide:
    W, b, Z, A = names_of(scene.layer)
    read = inputs_of(scene.layer)
    return Slide(
        colour=colour_of(scene.shown.start + 1),
        outline=outline_at(scene),
        outline_colour=colour_of(scene.example),
        figures=scene.fit.characters,
        weights=min(MAX_CHARACTERS, max(scene.matrices.longest[W], scene.matrices.longest[b])),
        names=_names(scene, A),
        scale=scene.fit.scale,
        wide_scale=scene.fit.wide_scale,
        input=matrix_view(scene, read),
        heads=column_heads(scene, read),
        W=matrix_view(scene, W),
        b=matrix_view(scene, b),
        Z=matrix_view(scene, Z),
        A=matrix_view(scene, A),
        copies=broadcast_copies(scene, Z),
        examples=_examples(scene),
        inputs=_inputs(scene, read),
        neurons=_neurons(scene, Z),
    )


def _names(scene: Scene, A: Name) -> str:
    """The width class of the names of A's rows: "", "short" or "long"."""
    names = scene.preset.row_names if scene.outputs == A else ()
    return "" if not names else "short" if max(map(len, names)) <= MOST_SHORT else "long"


def _examples(scene: Scene) -> WindowLinks | None:
    is_at_all = scene.step is not None and scene.step.example is None

    def link(number: int) -> str:
        """Empty in the loop, whose steps lead to the other examples; the matrix form computes all at once."""
        return scene.url(at_example(scene, number)) if is_at_all else ""

    return example_links(scene, link, before=scene.shown.start)


def _inputs(scene: Scene, name: Name) -> WindowLinks | None:
    shown, last = scene.window.rows[name], scene.sizes.shapes[name][0]
    text, labels = words.inputs_window(shown.start + 1, shown.stop, last), ("Inputs above", "Inputs below")
    before = max(shown.start - len(shown) + 1, 1)
    return window_links(shown, last, text, labels, lambda row: scene.url(at_rows(scene, row)), before)


def _neurons(scene: Scene, name: Name) -> WindowLinks | None:
    shown, last = scene.window.rows[name], scene.sizes.shapes[name][0]
    text, labels = words.neurons_window(shown.start + 1, shown.stop, last), ("Neurons above", "Neurons below")
    matrix, column = scene.step.writes if scene.step else name, scene.example

    def link(row: int) -> str:
        return scene.url(at_cell(scene, Cell(matrix, row, column)))

    return window_links(shown, last, text, labels, link, before=shown.start)
