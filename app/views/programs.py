"""The two programs as cards: every line a link to its step."""

from dataclasses import dataclass
from functools import lru_cache

from app.engine.names import INPUTS, Name, computed_names
from app.engine.program import View, operation, program
from app.state import State
from app.state.moves import at_operation
from app.views import words
from app.views.hues import hue_of
from app.views.place import Place
from app.views.symbols import Symbol, column_symbol, matrix_symbol


@dataclass(frozen=True, slots=True)
class Line:
    """One line: left = W x + b, or left = activation(argument)."""

    left: Symbol
    inputs: tuple[Symbol, ...]
    activation: str
    label: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class HeadColumn:
    """One column of X. ``gap`` if some are left out before it."""

    symbol: Symbol
    hue: int
    gap: bool


@dataclass(frozen=True, slots=True)
class HeadLine:
    """The line before the operations: the loop's ``for``, or X as columns. A link to step 0 of that program."""

    label: str
    url: str
    is_current: bool
    m: int
    i: int
    columns: tuple[HeadColumn, ...]
    hue: int


@dataclass(frozen=True, slots=True)
class Card:
    """One program. ``is_current`` if it is the view at hand; ``can_join`` if its step makes several columns at once."""

    view: View
    title: str
    line: str
    steps: str
    head: HeadLine
    lines: tuple[Line, ...]
    is_current: bool
    can_join: bool


def cards(place: Place) -> tuple[Card, Card]:
    """Loop and vectorized, in this order."""
    return _card(place, "loop"), _card(place, "vectorized")


def current_line(place: Place) -> Line | None:
    """The line of this view's program that the step runs; None before the first."""
    return None if place.step is None else line(place, place.state.view, place.step.writes)


def _card(place: Place, view: View) -> Card:
    example = place.preset.example
    steps = len(program(view, place.sizes))
    return Card(
        view=view,
        title="Loop" if view == "loop" else "Vectorized",
        line=f"one {example} at a time" if view == "loop" else f"every {example} at once",
        steps=words.counted(steps, "step"),
        head=_head(place, view),
        lines=tuple(line(place, view, name) for name in computed_names(place.layers)),
        is_current=place.state.view == view,
        can_join=view == "vectorized" and makes_columns(place),
    )


def makes_columns(place: Place) -> bool:
    """Whether the step makes several columns at once, each of which the loop made in a step of its own."""
    return place.step is not None and place.step.example is None and len(place.shown) > 1


def _head(place: Place, view: View) -> HeadLine:
    here, m = place.state.view == view, place.sizes.m
    numbers = tuple(range(1, m + 1)) if m <= 5 else (1, 2, m)
    start = place.state.model_copy(update={"view": view, "step": 0, "cell": None, "window": None})
    return HeadLine(
        label=words.loop_head(place) if view == "loop" else words.vectorized_head(place),
        url=place.url(start),
        is_current=here and place.step is None,
        m=m,
        i=place.state.example(place.sizes) if here and view == "loop" and place.step else 0,
        columns=tuple(
            HeadColumn(column_symbol(INPUTS, str(number)), hue_of(number), gap=number > place_in + 1)
            for place_in, number in enumerate(numbers)
        ),
        hue=hue_of(place.state.example(place.sizes)),
    )


def line(place: Place, view: View, matrix: Name, example: str = "i", there: State | None = None) -> Line:
    """The line of that program that computes that matrix, for ``example`` in the loop, and the way to its step."""
    made = operation(place.network, matrix)
    at_hand = place.state.example(place.sizes)
    activation = place.network.layers[matrix.layer - 1].activation
    left, *inputs = _symbols(view, (matrix, *made.reads), example)
    return Line(
        left=left,
        inputs=tuple(inputs),
        activation=activation.symbol if matrix.kind == "A" else "",
        label=words.equation(left, tuple(inputs), activation.name),
        url=place.url(there or at_operation(place.state, view, matrix, at_hand, place.sizes)),
        is_current=place.state.view == view and place.step is not None and place.step.writes == matrix,
    )


@lru_cache(maxsize=1024)
def _symbols(view: View, names: tuple[Name, ...], example: str) -> tuple[Symbol, ...]:
    return tuple(column_symbol(name, example) if view == "loop" else matrix_symbol(name) for name in names)
