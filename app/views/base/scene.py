"""What is shown: a state with its step, its numbers and how they are written, looked up once for all views."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from app.engine.activations import Activation
from app.engine.forward import Trace
from app.engine.names import Name, inputs_of, names_of
from app.engine.network import Network
from app.engine.ops import Array, Region, bind, cells_read, cells_written
from app.engine.program import Operation, View, operation
from app.presets import opened, plans
from app.presets.preset import Preset
from app.state import Cell, Position, State, plan_of
from app.state.query import format_jump
from app.views.base.numbers import board_decimals, fixed
from app.views.base.symbols import Symbol, column_symbol, matrix_symbol
from app.views.base.urls import BOARD_PATH, EMBED_PATH, MATRIX_PATH, join, url
from app.views.base.window import HEAD_HEIGHT, PICTURE_HEAD_HEIGHT, Fit, Window, board_window, classroom_window, fit

FIGURES = 10
"""Rows of a matrix that can be shown as figures; with more of them colours stand for the numbers."""


T = TypeVar("T")


class Figures:
    """The numbers of one program, how the board writes them, and what else no step changes: worked out once."""

    def __init__(self, trace: Trace, view: View) -> None:
        self.matrices = {name: trace.matrix(name, view) for name in trace.sizes.shapes}
        self._cached: dict[Hashable, Any] = {}

    def cached(self, key: Hashable, work_out: Callable[[], T]) -> T:
        """The result of ``work_out``, which depends on nothing but these numbers and the key. Of few keys only."""
        if key not in self._cached:
            self._cached[key] = work_out()
        result: T = self._cached[key]
        return result

    @cached_property
    def decimals(self) -> dict[Name, int]:
        """The decimals of all figures of a matrix."""
        return {name: board_decimals(values) for name, values in self.matrices.items()}

    @cached_property
    def largest(self) -> dict[Name, float]:
        """The largest absolute value of a matrix, computed or not: a scale that no step changes."""
        return {name: float(np.abs(values).max()) for name, values in self.matrices.items()}

    @cached_property
    def longest(self) -> dict[Name, int]:
        """Characters, without the point, of the longest figure of a matrix: a width that no step changes."""

        def characters(name: Name, value: float) -> int:
            return len(fixed(value, self.decimals[name]).replace(".", ""))

        return {
            name: max(characters(name, float(values.min())), characters(name, float(values.max())))
            for name, values in self.matrices.items()
        }


_FIGURES: WeakKeyDictionary[Trace, dict[View, Figures]] = WeakKeyDictionary()
"""They are forgotten with the numbers."""


@dataclass(frozen=True, eq=False)
class Scene(Position):
    """A position with the numbers that it is among. ``path`` is where it is shown and where its links lead."""

    preset: Preset
    trace: Trace
    path: str = BOARD_PATH

    def at(self, state: State) -> "Scene":
        """The same numbers in another state."""
        return replace(self, state=state)

    def url(self, state: State) -> str:
        """The address of another state, shown at the same path."""
        return url(self.path, state)

    @property
    def jump_url(self) -> str:
        """The address to which any step may be given."""
        return join(self.path, format_jump(self))

    def matrix_url(self, name: Name) -> str:
        """The page with the matrix of that name as text. A frame on somebody's page has no way there."""
        return "" if self.path == EMBED_PATH else url(MATRIX_PATH, self.state, matrix=name)

    @property
    def network(self) -> Network:
        return self.trace.network

    @property
    def layers(self) -> range:
        """The numbers of all layers."""
        return range(1, self.sizes.L + 1)

    @property
    def outputs(self) -> Name:
        """The name of the predictions, A[L]."""
        return names_of(self.sizes.L).A

    @cached_property
    def operation(self) -> Operation | None:
        """What the step computes; None before the first."""
        return operation(self.network, self.step.writes) if self.step else None

    @property
    def layer(self) -> int:
        """The layer that the step computes; before the first step, the first."""
        return self.step.writes.layer if self.step else 1

    def activation(self, layer: int) -> Activation:
        """The activation of that layer."""
        return self.network.layers[layer - 1].activation

    def symbol(self, name: Name) -> Symbol:
        """The symbol of what the step uses of that matrix: in the loop the column of its example."""
        if self.step is None or self.step.example is None:
            return matrix_symbol(name)
        return column_symbol(name, str(self.step.example + 1))

    @property
    def is_last(self) -> bool:
        """Whether everything is computed."""
        return self.state.step == len(self.program)

    @cached_property
    def before_first(self) -> "Scene":
        """The same network and the same program before the first step: what is true of it is true at every step."""
        return self.at(State(view=self.state.view))

    @cached_property
    def plain(self) -> "Scene":
        """The same step, cell and window, and nothing else of the address."""
        state = self.state
        return self.at(State(view=state.view, step=state.step, cell=self.chosen, window=state.window))

    @cached_property
    def window(self) -> Window:
        """How much of the matrices is on show."""
        if self.state.present:
            return self._classroom_window()
        return board_window(self.sizes, self.first_example, self.first_feature)

    @property
    def shown(self) -> range:
        """The examples on show, from 0."""
        return self.window.examples

    @property
    def is_heat(self) -> bool:
        """Whether the matrices are too large for figures, so that colours stand for the numbers."""
        return max(self.sizes.n) > FIGURES and not self.state.present

    @cached_property
    def figures(self) -> Figures:
        """The numbers of the program of this view when it is done, and how they are written."""
        view, known = self.state.view, _FIGURES.setdefault(self.trace, {})
        if view not in known:
            known[view] = Figures(self.trace, view)
        return known[view]

    def matrix(self, name: Name) -> Array:
        """The matrix as the program of this view has it when it is done."""
        return self.figures.matrices[name]

    def text(self, name: Name, row: int, column: int) -> str:
        """One entry of the matrix (from 0) as the board shows it."""
        return fixed(float(self.matrix(name)[row, column]), self.figures.decimals[name])

    @property
    def fit(self) -> Fit:
        """How much of the matrices fits in front of a class."""
        heads = PICTURE_HEAD_HEIGHT if self.preset.picture else HEAD_HEIGHT
        return self.figures.cached("fit", lambda: fit(self.sizes, self.figures.longest, heads))

    def _classroom_window(self) -> Window:
        """The current layer, with what one looks at on show."""
        cell, layer = self.chosen, self.layer
        neuron, first_input = 1, self.first_feature
        if cell and cell.matrix.layer == layer:
            neuron = cell.row
        if cell and cell.matrix == names_of(layer).W:
            first_input = cell.column
        elif cell and cell.matrix == inputs_of(layer):
            first_input = cell.row
        return classroom_window(self.sizes, self.fit, layer, self.example, first_input, neuron)

    def is_computed(self, name: Name, example: int) -> bool:
        """Whether that column (from 0) of the matrix is known at this step."""
        return self.program.is_computed(name, example, self.state.step)

    @cached_property
    def read(self) -> dict[Name, Region]:
        """What the step reads, by matrix."""
        return {} if self.step is None else self._regions(self.step.writes, self.step.bound)

    @cached_property
    def written(self) -> dict[Name, Region]:
        """What the step writes."""
        if self.step is None or self.operation is None:
            return {}
        shape = self.sizes.shapes[self.step.writes]
        return {self.step.writes: cells_written(self.operation.op, self.step.bound, shape)}

    @cached_property
    def feeds(self) -> dict[Name, Region]:
        """What feeds the chosen cell, by matrix; nothing feeds what is given."""
        cell = self.chosen
        if cell is None or cell.matrix.is_given:
            return {}
        return self._regions(cell.matrix, self.bound_at(cell))

    def bound_at(self, cell: Cell) -> dict[str, int]:
        """The index letters that a computed cell fixes."""
        return bind(operation(self.network, cell.matrix).op, cell.row - 1, cell.column - 1)

    @cached_property
    def highlighted(self) -> dict[Name, tuple[Region, ...]]:
        """What the reading of the chosen weighted sum takes as one thing, by matrix; nothing where it is cell by cell.

        Only the column is fixed, so all of W takes part: as a whole, or each of its columns for itself.
        """
        cell, reading = self.chosen, self.state.reading
        if cell is None or cell.matrix.kind != "Z" or reading == "cell":
            return {}
        if not self.is_computed(cell.matrix, cell.column - 1):
            return {}
        made = operation(self.network, cell.matrix)
        bound = {made.op.output[1]: cell.column - 1}
        written = cells_written(made.op, bound, self.sizes.shapes[cell.matrix])
        found: dict[Name, tuple[Region, ...]] = {
            name: (region,) for name, region in (self._regions(cell.matrix, bound) | {cell.matrix: written}).items()
        }
        if reading == "combination":
            W = made.reads[0]
            found[W] = tuple(Region(found[W][0].rows, range(k, k + 1)) for k in found[W][0].columns)
        return found

    def _regions(self, matrix: Name, bound: dict[str, int]) -> dict[Name, Region]:
        made = operation(self.network, matrix)
        shapes = tuple(self.sizes.shapes[name] for name in made.reads)
        return dict(zip(made.reads, cells_read(made.op, bound, shapes), strict=True))


def scene(state: State, path: str = BOARD_PATH) -> Scene:
    """The state with its numbers, which are computed once for all steps, shown at that path."""
    plan = plan_of(state, plans()[state.preset])
    preset, trace = opened(state.preset, plan, state.seed, state.overrides)
    return Scene(state, plan.sizes, preset, trace, path)
