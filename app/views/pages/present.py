"""Classroom mode, /?present=1: one layer at a time, large, and its position in the network."""

from dataclasses import dataclass
from math import ceil

from app.engine.names import Name, inputs_of, names_of
from app.state import Cell
from app.state.navigation import at_cell, at_example, at_rows, public
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of
from app.views.base.urls import BOARD_PATH, url
from app.views.base.window import LINES_HEIGHT, MAX_CHARACTERS, height_below
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
from app.views.board.closeup import FEWEST_LINES, CloseUp, close_up
from app.views.board.matrix_view import MatrixView, matrix_view
from app.views.board.programs import ProgramLine, line, makes_columns
from app.views.board.stepper import Stepper, stepper
from app.views.pages.share import Share, share_link


@dataclass(frozen=True, slots=True)
class Slide:
    """One layer as a staircase: its input above Z above A, and W and b to the left of Z.

    ``figures`` and ``weights`` count the characters of the longest figure in the columns of Z and of W, ``shown`` the
    examples, ``rows`` the rows of all bands; ``current`` is the position (from 1) of the current example. ``scale`` is
    the factor by which figures exceed their least size, ``wide_scale`` that on screens from 17:10 on. ``examples``,
    ``inputs`` and ``neurons`` are set if not all of them fit.
    """

    colour: int
    outline: int
    outline_colour: int
    figures: int
    weights: int
    shown: int
    current: int
    rows: int
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
    program: str
    progress: str
    line: ProgramLine
    slide: Slide
    close_up: CloseUp
    lines: int
    characters: int
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
    slide, close = _slide(scene), close_up(scene)
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
        program="Loop" if state.view == "loop" else "Vectorized",
        progress=words.progress(scene),
        line=_line(scene),
        slide=slide,
        close_up=close,
        lines=_lines(scene, close),
        characters=_characters(close),
        can_join=makes_columns(scene),
        sentence=f"{words.short_sentence(scene)} {words.BROADCAST}" if slide.copies else words.short_sentence(scene),
        stepper=stepper(scene),
        theme_url=scene.url(state.model_copy(update={"theme": "auto" if is_dark else "dark"})),
        letters_url=scene.url(state.model_copy(update={"letters": 1 - state.letters})),
        letters_text=words.LETTERS_SWITCH[state.letters],
        leave_url=url(BOARD_PATH, public(state)),
        share=share_link(state, base),
        keys=words.SHORTCUTS,
    )


def _line(scene: Scene) -> ProgramLine:
    """The line of the step, with the number of its example; before the first step that of the first step."""
    if scene.step is None:
        return line(scene, scene.state.view, names_of(1).Z)
    example = "" if scene.step.example is None else str(scene.step.example + 1)
    return line(scene, scene.state.view, scene.step.writes, example, scene.state)


def _lines(scene: Scene, close: CloseUp) -> int:
    """Lines that share LINES_HEIGHT below W on a 4:3 screen: fewer than the sum has if the layer leaves more height."""
    if close.powers:
        lines = len(close.powers.rows) + 1
    else:
        lines = len(close.sum.terms) + bool(close.sum.rest) + 2 if close.sum else FEWEST_LINES
    W, _, Z, _ = names_of(scene.layer)
    return ceil(lines * LINES_HEIGHT / height_below(len(scene.window.columns[W]), len(scene.window.rows[Z])))


def _characters(close: CloseUp) -> int:
    """The characters of a line of a sum: two factors and their product."""
    if not close.sum:
        return MAX_CHARACTERS
    lines = [(*(text for text, _ in term.factors), term.product) for term in close.sum.terms]
    longest = sum(max(map(len, column)) for column in zip(*lines, strict=True))
    return min(longest + 2 * bool(close.sum.rest), MAX_CHARACTERS)


def _slide(scene: Scene) -> Slide:
    W, b, Z, A = names_of(scene.layer)
    read = inputs_of(scene.layer)
    rows = scene.window.rows
    return Slide(
        colour=colour_of(scene.shown.start + 1),
        outline=outline_at(scene),
        outline_colour=colour_of(scene.example),
        figures=scene.fit.characters,
        weights=min(MAX_CHARACTERS, max(scene.matrices.longest[W], scene.matrices.longest[b])),
        shown=len(scene.shown),
        current=scene.example - scene.shown.start,
        rows=len(rows[read]) + 2 * len(rows[Z]),
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
