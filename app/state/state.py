"""The state in the address: numbers, program, step, cell, window, reading, appearance."""

import re
from collections.abc import Callable
from functools import lru_cache
from math import isfinite
from typing import Annotated, Literal, NamedTuple, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, InstanceOf, WithJsonSchema

from app.engine.activations import ACTIVATIONS
from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.engine.program import View
from app.state.reading import LARGEST_ENTRY

WINDOW_EXAMPLES = 8
"""Examples that the board shows side by side; if there are more, it shows a window of them."""
WINDOW_FEATURES = 16
"""Features that the board shows one below the other; if there are more, it shows a window of them."""

MOST_LAYERS = 4
MOST_UNITS = 8
MOST_EXAMPLES = 64
"""Limits of a changed network. A preset may have more units and examples; then its own numbers are the limits."""
ADDED_ACTIVATION = "sigmoid"
"""The activation of a layer beyond the preset's."""
MATRICES = (INPUTS, *(name for layer in range(1, MOST_LAYERS + 1) for name in names_of(layer) if name.is_given))
"""The matrices whose numbers the address may override, in its order."""

Entries: TypeAlias = tuple[tuple[float | None, ...], ...]
"""Overrides of a matrix, in rows of equal length; None overrides nothing."""

_WHOLE_PATTERN = re.compile(r"[0-9]{1,6}")
CELL_PATTERN = re.compile(r"(?:(X|[WbZA][1-9][0-9]?)\.)?([1-9][0-9]{0,5})\.([1-9][0-9]{0,5})")
"""A cell in the address. Without a matrix, it belongs to the matrix that the step writes."""
_SIZES_PATTERN = re.compile(r"[0-9]{1,4}(-[0-9]{1,4}){1,8}")
_NUMBER_PATTERN = re.compile(r"[-+]?(?:[0-9]{1,20}\.?[0-9]{0,20}|\.[0-9]{1,20})(?:[eE][-+]?[0-9]{1,3})?")


Reading: TypeAlias = Literal["cell", "column", "combination"]
"""How a weighted sum is explained: row times column, W times one example, or a combination of W's columns."""
Theme: TypeAlias = Literal["auto", "light", "dark"]
"""The colour scheme. ``auto`` follows the visitor's system, and is light in classroom mode."""


class Cell(NamedTuple):
    """One entry of one matrix, counted from 1."""

    matrix: Name
    row: int
    column: int

    def __str__(self) -> str:
        return f"{self.matrix}.{self.row}.{self.column}"

    def is_within(self, sizes: Sizes) -> bool:
        """Whether a network of these sizes has that cell."""
        rows, columns = sizes.shapes.get(self.matrix, (0, 0))
        return self.row <= rows and self.column <= columns


def _read_by(read: Callable[[str], object]) -> BeforeValidator:
    """Read the text in the address; a value that is none stays as it is."""
    return BeforeValidator(lambda value: read(value) if isinstance(value, str) else value)


def _read_whole(text: str) -> int:
    if not _WHOLE_PATTERN.fullmatch(text):
        raise ValueError("not a whole number")
    return int(text)


def _read_cell(text: str) -> Cell:
    found = CELL_PATTERN.fullmatch(text)
    if not found or not found[1]:
        raise ValueError("not a cell")
    return Cell(Name(found[1]), int(found[2]), int(found[3]))


def _read_sizes(text: str) -> tuple[int, ...]:
    if not _SIZES_PATTERN.fullmatch(text):
        raise ValueError("not sizes")
    return tuple(int(size) for size in text.split("-"))


def _read_activations(text: str) -> tuple[str, ...]:
    keys = tuple(text.split("-"))
    if any(key not in ACTIVATIONS for key in keys):
        raise ValueError("not an activation")
    return keys


def _read_entries(text: str) -> Entries:
    rows = [[_read_entry(entry) for entry in row.split(",")] for row in text.split(";")]
    columns = max(len(row) for row in rows)
    filled = tuple(tuple(row) if row != [None] else (None,) * columns for row in rows)
    if any(len(row) != columns for row in filled):
        raise ValueError("rows differ in length")
    return filled


def _read_entry(text: str) -> float | None:
    text = text.strip()
    if not text:
        return None
    if not _NUMBER_PATTERN.fullmatch(text):
        raise ValueError("not a number")
    number = float(text) + 0.0  # −0 becomes 0
    if not isfinite(number) or abs(number) > LARGEST_ENTRY:
        raise ValueError("too large")
    return number


def _as_text(pattern: str) -> WithJsonSchema:
    """The schema of the text in the address, for /openapi.json: pydantic knows only the parsed value."""
    return WithJsonSchema({"type": "string", "pattern": f"^(?:{pattern})$"})


_ACTIVATION_PATTERN = f"(?:{'|'.join(ACTIVATIONS)})"

Whole = Annotated[int, Field(ge=0, le=999_999), _read_by(_read_whole)]
Number = Annotated[int, Field(ge=1, le=999_999), _read_by(_read_whole)]
Layers = Annotated[tuple[int, ...], _read_by(_read_sizes), _as_text(_SIZES_PATTERN.pattern)]
Activations = Annotated[
    tuple[str, ...], _read_by(_read_activations), _as_text(f"{_ACTIVATION_PATTERN}(?:-{_ACTIVATION_PATTERN})*")
]
Override = Annotated[Entries, _read_by(_read_entries), _as_text("[-+0-9.eE,; ]*")] | None


class State(BaseModel):
    """The address as a value. Fields are in the order of the address, which leaves out defaults.

    ``preset`` to ``b4`` decide the numbers: a preset, sizes, activations and number of examples that differ from its
    own, a seed to draw numbers from, and overrides. The other keys choose what is shown. In the canonical form,
    ``cell``, ``window`` and ``rows`` are None if they are the default of the step. ``turned``: the last pasted weights
    were transposed, so that the next are probably to be, too.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: str = "course"
    layers: Layers | None = None
    act: Activations | None = None
    m: Number | None = None
    seed: Whole | None = None
    X: Override = None
    W1: Override = None
    b1: Override = None
    W2: Override = None
    b2: Override = None
    W3: Override = None
    b3: Override = None
    W4: Override = None
    b4: Override = None
    view: View = "loop"
    step: Whole = 0
    cell: Annotated[InstanceOf[Cell], _read_by(_read_cell), _as_text(CELL_PATTERN.pattern)] | None = None
    window: Number | None = None
    rows: Number | None = None
    reading: Reading = "cell"
    present: Annotated[Literal[0, 1], _read_by(_read_whole)] = 0
    theme: Theme = "auto"
    letters: Annotated[Literal[0, 1], _read_by(_read_whole)] = 1
    turned: Annotated[Literal[0, 1], _read_by(_read_whole)] = 0

    @property
    def numbers(self) -> "State":
        """The state with only the keys that decide the numbers."""
        return State.model_construct(**{key: getattr(self, key) for key in NUMBER_KEYS})

    @property
    def overrides(self) -> tuple[tuple[Name, Entries], ...]:
        """The entries that replace the preset's numbers, by matrix."""
        found = ((name, getattr(self, name)) for name in MATRICES)
        return tuple((name, entries) for name, entries in found if entries is not None)


NUMBER_KEYS = tuple(State.model_fields)[: tuple(State.model_fields).index("view")]
"""The keys that decide the numbers."""


def plan_of(state: State, base: Plan) -> Plan:
    """The plan of the state's network, if ``base`` is the plan of its preset."""
    return _plan(state.layers or base.sizes.n, state.act, state.m or default_m(state, base), base)


@lru_cache(maxsize=256)
def _plan(n: tuple[int, ...], act: tuple[str, ...] | None, m: int, base: Plan) -> Plan:
    return Plan(Sizes(n, m), act or default_act(n, base))


def default_m(state: State, base: Plan) -> int:
    """The number of examples if the address has no m: the columns of its X, else the preset's."""
    if state.X is not None:
        return len(state.X[0])
    return base.sizes.m if state.seed is None else min(base.sizes.m, MOST_EXAMPLES)


def default_act(n: tuple[int, ...], base: Plan) -> tuple[str, ...]:
    """The activations if the address has none: the preset's, then ADDED_ACTIVATION for further layers."""
    return tuple((*base.activations, *(ADDED_ACTIVATION,) * len(n))[: len(n) - 1])
