"""The two programs as cards: every line a link to its step."""

from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import INPUTS, Name, computed_names
from app.engine.program import View, operation, program
from app.state import State
from app.state.navigation import at_line, switched
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, colour_of, column_symbol, matrix_symbol


@dataclass(frozen=True, slots=True)
class ProgramLine:
    """One line: left = W x + b, or left = activation(input). ``url`` leads to its step."""

    left: Symbol
    inputs: tuple[Symbol, ...]
    activation: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column of X. ``gap`` if columns before it are left out."""

    symbol: Symbol
    colour: int
    gap: bool


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The line before the operations: the loop's ``for``, or X as columns. ``url`` leads to step 0 of the program."""

    label: str
    url: str
    is_current: bool
    m: int
    i: int
    columns: tuple[HeadColumn, ...]
    colour: int


@dataclass(frozen=True, slots=True)
class ProgramCard:
    """One program. ``is_current`` if it is the current view; ``can_join`` if the step computes several columns."""

    view: View
    title: str
    line: str
    steps: str
    head: HeadLine
    lines: tuple[ProgramLine, ...]
    is_current: bool
    can_join: bool


def cards(scene: Scene) -> tuple[ProgramCard, ProgramCard]:
    """The loop and the vectorized program, in this order."""
    return _card(scene, "loop"), _card(scene, "vectorized")


def _card(scene: Scene, view: View) -> ProgramCard:
    example = scene.preset.example
    steps = len(program(view, scene.sizes))
    return ProgramCard(
        view=view,
        title="Loop" if view == "loop" else "Vectorized",
        line=f"one {example} at a time" if view == "loop" else f"every {example} at once",
        steps=words.counted(steps, "step"),
        head=_head(scene, view),
        lines=tuple(line(scene, view, name) for name in computed_names(scene.layers)),
        is_current=scene.state.view == view,
        can_join=view == "vectorized" and makes_columns(scene),
    )


def makes_columns(scene: Scene) -> bool:
    """Whether the step computes several columns shown at once, for each of which the loop needs a step."""
    return scene.step is not None and scene.step.example is None and len(scene.shown) > 1


def _head(scene: Scene, view: View) -> HeadLine:
    here, m = scene.state.view == view, scene.sizes.m
    numbers = tuple(range(1, m + 1)) if m <= 5 else (1, 2, m)
    start = scene.state.model_copy(update={"view": view, "step": 0, "cell": None, "window": None})
    if scene.step is None and not here:
        start = switched(scene)
    return HeadLine(
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
    left, *inputs = _symbols(view, (matrix, *made.reads), example)
    return ProgramLine(
        left=left,
        inputs=tuple(inputs),
        activation=activation.symbol if matrix.kind == "A" else "",
        label=words.equation(left, tuple(inputs), activation.name),
        url=scene.url(target or at_line(scene, view, matrix)),
        is_current=scene.state.view == view and scene.step is not None and scene.step.writes == matrix,
    )


@lru_cache(maxsize=1024)
def _symbols(view: View, names: tuple[Name, ...], example: str) -> tuple[Symbol, ...]:
    return tuple(column_symbol(name, example) if view == "loop" else matrix_symbol(name) for name in names)
