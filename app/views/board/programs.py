"""The two programs as one table: every line a link to its step."""

from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import INPUTS, Name, computed_names
from app.engine.program import View, operation
from app.state import State
from app.state.navigation import at_line, switched
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, column_symbol, matrix_symbol

MOST_EXAMPLES, MOST_LETTERS = 999, 7
"""The largest m, and the letters of the longest activation, for which the lines have the size of others."""


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """One line: left = W x + b, or left = activation(input). ``url`` leads to its step.

    ``is_current`` if it is the step's; ``is_same`` if the step is the same operation in the other program.
    """

    left: Symbol
    inputs: tuple[Symbol, ...]
    activation: str
    label: str
    url: str
    is_current: bool
    is_same: bool


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column of X. ``gap`` if columns before it are left out."""

    symbol: Symbol
    colour: int
    gap: bool


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The line before the operations: the loop's ``for``, or X as columns. ``url`` leads to step 0 of the program."""

    view: View
    label: str
    url: str
    is_current: bool
    m: int
    i: int
    columns: tuple[HeadColumn, ...]
    colour: int


@dataclass(frozen=True, slots=True)
class Programs:
    """Both programs as one table: a row is an operation, on the left in the loop, on the right in the matrix form.

    ``is_long`` if its lines need smaller letters in a narrow panel; ``can_join`` if the step computes several columns
    at once. ``products`` and the calls of NumPy are counts as text.
    """

    heads: tuple[HeadLine, HeadLine]
    rows: tuple[tuple[ProgramLine, ProgramLine], ...]
    is_long: bool
    can_join: bool
    products: str
    loop_calls: str
    vectorized_calls: str


def programs(scene: Scene) -> Programs:
    """The loop and the vectorized program beside each other."""
    rows = ((line(scene, "loop", name), line(scene, "vectorized", name)) for name in computed_names(scene.layers))
    can_join = scene.state.view == "vectorized" and makes_columns(scene)
    longest = max(len(scene.activation(layer).symbol) for layer in scene.layers)
    is_long = scene.sizes.m > MOST_EXAMPLES or longest > MOST_LETTERS
    heads = _head(scene, "loop"), _head(scene, "vectorized")
    return Programs(heads, tuple(rows), is_long, can_join, *words.counts(scene))


def makes_columns(scene: Scene) -> bool:
    """Whether the step computes several columns shown at once, for each of which the loop needs a step."""
    return scene.step is not None and scene.step.example is None and len(scene.shown) > 1


def _head(scene: Scene, view: View) -> HeadLine:
    here, m = scene.state.view == view, scene.sizes.m
    numbers = tuple(range(1, m + 1)) if m <= 2 else (1, m)
    start = scene.state.model_copy(update={"view": view, "step": 0, "cell": None, "window": None})
    if scene.step is None and not here:
        start = switched(scene)
    return HeadLine(
        view=view,
        label=words.loop_head(scene) if view == "loop" else words.vectorized_head(scene),
        url=scene.url(start),
        is_current=here and scene.step is None,
        m=m,
        i=scene.example if here and view == "loop" and scene.step else 0,
        columns=tuple(
            HeadColumn(column_symbol(INPUTS, str(number)), colour_of(number), gap=number > before + 1)
            for before, number in enumerate(numbers)
        ),
        colour=colour_of(scene.example),
    )


def line(scene: Scene, view: View, matrix: Name, example: str = "i", target: State | None = None) -> ProgramLine:
    """The line that computes a matrix, for ``example`` in the loop. It links to ``target`` or to the line's step."""
    made = operation(scene.network, matrix)
    activation = scene.activation(matrix.layer)
    is_now = scene.step is not None and scene.step.writes == matrix
    left, *inputs = _symbols(view, (matrix, *made.reads), example)
    return ProgramLine(
        left=left,
        inputs=tuple(inputs),
        activation=activation.symbol if matrix.kind == "A" else "",
        label=words.equation(left, tuple(inputs), activation.name),
        url=scene.url(target or at_line(scene, view, matrix)),
        is_current=is_now and scene.state.view == view,
        is_same=is_now and scene.state.view != view,
    )


@lru_cache(maxsize=1024)
def _symbols(view: View, names: tuple[Name, ...], example: str) -> tuple[Symbol, ...]:
    return tuple(column_symbol(name, example) if view == "loop" else matrix_symbol(name) for name in names)
