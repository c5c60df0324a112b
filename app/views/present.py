"""In front of a class: one layer at a time, large, and where in the whole network it lies."""

from dataclasses import dataclass

from app.engine.names import INPUTS, Name, computed_names, inputs_of, names_of
from app.state import Cell, State, pairs_of, settled
from app.state.moves import at_example, at_operation, at_rows, at_step, ordinary
from app.views import words
from app.views.board import SHORT, ColumnHead, Ghosts, Window, column_heads, ghosts, strip
from app.views.frame import LONGEST
from app.views.hues import hue_of
from app.views.matrix_view import MatrixView, matrix_view
from app.views.place import Place, url, where
from app.views.programs import Line, line, makes_columns
from app.views.shapes import ShapeLine, shape_line
from app.views.share import Share, share_link
from app.views.stepper import Stepper, stepper
from app.views.symbols import Symbol, matrix_symbol

TRAIL = 3
"""Steps that stay in sight after they are done."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One matrix of the network from X to the predictions, with the way to it."""

    symbol: Symbol
    url: str
    is_current: bool
    is_done: bool


@dataclass(frozen=True, slots=True)
class Past:
    """A step that was made before."""

    number: int
    line: Line


@dataclass(frozen=True, slots=True)
class Lesson:
    """The layer as a staircase: its input above Z above A, and W and b beside Z.

    ``figures`` and ``weights`` are the characters of the longest figures of the columns of Z and of W.
    ``scale`` is how much larger they are drawn than they must be, ``wide_scale`` on screens from 16:10 on.
    ``examples``, ``inputs`` and ``neurons`` are set where not all of them fit.
    """

    hue: int
    strip: int
    strip_hue: int
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
    ghosts: Ghosts | None
    examples: Window | None
    inputs: Window | None
    neurons: Window | None


@dataclass(frozen=True, slots=True)
class Present:
    """All that lies in #stage in front of a class."""

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
    stops: tuple[Stop, ...]
    progress: str
    lines: tuple[Line, ...]
    shapes: ShapeLine
    lesson: Lesson
    trail: tuple[Past, ...]
    can_join: bool
    sentence: str
    stepper: Stepper
    theme_url: str
    letters_url: str
    letters_text: str
    leave_url: str
    share: Share
    keys: tuple[tuple[tuple[str, ...], str], ...]


def present(state: State, base: str) -> Present:
    """The layer at hand of that state; ``base`` is where this copy of Columnwise is reached."""
    here = where(state)
    is_dark = state.theme == "dark"
    return Present(
        title=words.title(here),
        heading=words.layer(here),
        url=url(state),
        view=state.view,
        step=state.step,
        steps=len(here.program),
        theme=state.theme,
        other_theme="Light" if is_dark else "Dark",
        has_letters=bool(state.letters),
        fields=tuple(pairs_of(state.model_copy(update={"cell": None}))),
        stops=tuple(_stop(here, name) for name in (INPUTS, *computed_names(here.layers))),
        progress=words.progress(here),
        lines=tuple(line(here, state.view, name) for name in computed_names([here.layer])),
        shapes=shape_line(here),
        lesson=_lesson(here),
        trail=tuple(_past(here, number) for number in range(max(1, state.step - TRAIL), state.step)),
        can_join=makes_columns(here),
        sentence=words.short_sentence(here),
        stepper=stepper(here),
        theme_url=url(state.model_copy(update={"theme": "auto" if is_dark else "dark"})),
        letters_url=url(state.model_copy(update={"letters": 1 - state.letters})),
        letters_text=words.LETTERS[state.letters],
        leave_url=url(ordinary(state)),
        share=share_link(state, base),
        keys=words.KEYS,
    )


def _stop(here: Place, name: Name) -> Stop:
    example = here.state.example(here.sizes)
    if name == INPUTS:
        there = at_step(here.state, 0, here.sizes)
    else:
        there = at_operation(here.state, here.state.view, name, example, here.sizes)
    current = here.step.writes if here.step else INPUTS
    return Stop(matrix_symbol(name), url(there), name == current, here.is_computed(name, example - 1))


def _past(here: Place, number: int) -> Past:
    step = here.program.step(number)
    assert step is not None
    example = "" if step.example is None else str(step.example + 1)
    return Past(number, line(here, here.state.view, step.writes, example, at_step(here.state, number, here.sizes)))


def _lesson(here: Place) -> Lesson:
    W, b, Z, A = names_of(here.layer)
    read = inputs_of(here.layer)
    return Lesson(
        hue=hue_of(here.shown.start + 1),
        strip=strip(here),
        strip_hue=hue_of(here.state.example(here.sizes)),
        figures=here.fit.figures,
        weights=min(LONGEST, max(map(here.longest, (W, b)))),
        names=_names(here, A),
        scale=here.fit.scale,
        wide_scale=here.fit.wide_scale,
        input=matrix_view(here, read),
        heads=column_heads(here, read),
        W=matrix_view(here, W),
        b=matrix_view(here, b),
        Z=matrix_view(here, Z),
        A=matrix_view(here, A),
        ghosts=ghosts(here, Z),
        examples=_examples(here),
        inputs=_inputs(here, read),
        neurons=_neurons(here, Z),
    )


def _names(here: Place, A: Name) -> str:
    """How much room the names of the rows of A need: "", "short" or "long"."""
    names = here.preset.row_names if here.outputs == A else ()
    return "" if not names else "short" if max(map(len, names)) <= SHORT else "long"


def _examples(here: Place) -> Window | None:
    shown, m = here.shown, here.sizes.m
    if len(shown) == m:
        return None
    noun, is_at_all = here.preset.example, here.step is not None and here.step.example is None

    def there(number: int) -> str:
        """The loop goes to the others by itself; the matrix form is at all of them."""
        return url(at_example(here.state, number, here.sizes)) if is_at_all and 1 <= number <= m else ""

    return Window(
        text=words.window(here, shown.start + 1, shown.stop),
        earlier=f"Earlier {noun}s",
        later=f"Later {noun}s",
        previous_url=there(shown.start),
        next_url=there(shown.stop + 1),
    )


def _inputs(here: Place, name: Name) -> Window | None:
    shown, last = here.rows_shown(name), here.sizes.shapes[name][0]
    if len(shown) == last:
        return None
    before = shown.start - len(shown) + 1
    return Window(
        text=words.inputs_window(shown.start + 1, shown.stop, last),
        earlier="Inputs above",
        later="Inputs below",
        previous_url=url(at_rows(here.state, max(before, 1), here.sizes)) if shown.start else "",
        next_url=url(at_rows(here.state, shown.stop + 1, here.sizes)) if shown.stop < last else "",
    )


def _neurons(here: Place, name: Name) -> Window | None:
    shown, last = here.rows_shown(name), here.sizes.shapes[name][0]
    if len(shown) == last:
        return None
    matrix, column = here.step.writes if here.step else name, here.state.example(here.sizes)

    def there(row: int) -> str:
        if not 1 <= row <= last:
            return ""
        return url(settled(here.state.model_copy(update={"cell": Cell(matrix, row, column)}), here.sizes))

    return Window(
        text=words.neurons_window(shown.start + 1, shown.stop, last),
        earlier="Neurons above",
        later="Neurons below",
        previous_url=there(shown.start),
        next_url=there(shown.stop + 1),
    )
