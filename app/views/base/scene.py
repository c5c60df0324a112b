"""A scene: a state with its step, its matrices and their format, looked up once for all views."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

import numpy as np

from app.engine.activations import Activation
from app.engine.exact import exact_matrices
from app.engine.forward import Trace
from app.engine.names import Name, inputs_of, names_of
from app.engine.network import Network
from app.engine.ops import Array, Region, bind, cells_read, cells_written
from app.engine.program import Operation, View, operation
from app.presets import opened, plans
from app.presets.preset import Preset
from app.state import Cell, Position, State, pairs_of, plan_of
from app.state.navigation import before_choice
from app.state.query import format_jump
from app.views.base.numbers import board_decimals, figure, longest
from app.views.base.symbols import Symbol, column_symbol, matrix_symbol
from app.views.base.urls import BOARD_PATH, EMBED_PATH, MATRIX_PATH, join, url
from app.views.base.window import HEAD_HEIGHT, PICTURE_HEAD_HEIGHT, Fit, Window, board_window, classroom_window, fit

T = TypeVar("T")


class Matrices:
    """The matrices of one program, their format on the board, and a cache for whatever else no step changes."""

    def __init__(self, trace: Trace, view: View) -> None:
        self.values = {name: trace.matrix(name, view) for name in trace.sizes.shapes}
        self.exact = exact_matrices(trace, view)
        self._cached: dict[Hashable, Any] = {}

    def cached(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result of ``compute``, which may depend on these matrices and the key only. Unbounded: use few keys."""
        if key not in self._cached:
            self._cached[key] = compute()
        result: T = self._cached[key]
        return result

    @cached_property
    def decimals(self) -> dict[Name, int]:
        """The decimals of each matrix."""
        return {name: board_decimals(exact.values, name.is_given) for name, exact in self.exact.items()}

    @cached_property
    def largest(self) -> dict[Name, float]:
        """The largest absolute value of each matrix, computed yet or not: the scale of its colours."""
        return {name: float(np.abs(values).max()) for name, values in self.values.items()}

    @cached_property
    def longest(self) -> dict[Name, int]:
        """Characters of the longest figure of each matrix: the width of its columns."""
        return {name: longest(exact.values, self.decimals[name]) for name, exact in self.exact.items()}


_MATRICES: WeakKeyDictionary[Trace, dict[View, Matrices]] = WeakKeyDictionary()
"""Cached for as long as the trace is."""


@dataclass(frozen=True, eq=False)
class Scene(Position):
    """A position with its preset and trace. ``path`` is the page it is shown on, to which its links lead."""

    preset: Preset
    trace: Trace
    path: str = BOARD_PATH

    def at(self, state: State) -> "Scene":
        """The scene of another state with the same numbers."""
        return replace(self, state=state)

    def url(self, state: State) -> str:
        """The URL of another state on the same page."""
        return url(self.path, state)

    @property
    def cell_fields(self) -> tuple[tuple[str, str], ...]:
        """The keys and texts that a form which chooses a cell sends along."""
        return tuple(pairs_of(before_choice(self)))

    @property
    def jump_url(self) -> str:
        """The URL to which a form adds any step."""
        return join(self.path, format_jump(self))

    def matrix_url(self, name: Name) -> str:
        """The URL of the page with the matrix as text; empty in an embedded board."""
        return "" if self.path == EMBED_PATH else url(MATRIX_PATH, self.state, matrix=name)

    @property
    def network(self) -> Network:
        return self.trace.network

    @property
    def layers(self) -> range:
        """1 to L."""
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
        """The layer that the step computes; 1 before the first step."""
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
        """The same network and program before the first step: a key for what no step changes."""
        return self.at(State(view=self.state.view))

    @cached_property
    def plain(self) -> "Scene":
        """The same view, step, cell and window without all else: a key for what depends on nothing else."""
        state = self.state
        return self.at(State(view=state.view, step=state.step, cell=self.chosen, window=state.window))

    @cached_property
    def window(self) -> Window:
        """The rows and columns that are shown."""
        if self.state.present:
            return self._classroom_window()
        return board_window(self.sizes, self.first_example, self.first_feature)

    @property
    def shown(self) -> range:
        """The examples that are shown, from 0."""
        return self.window.examples

    @property
    def is_heat(self) -> bool:
        """Whether colours stand for numbers, because a matrix has more than ten rows."""
        return max(self.sizes.n) > 10 and not self.state.present

    @cached_property
    def matrices(self) -> Matrices:
        """The matrices of this view's program after its last step."""
        cached = _MATRICES.setdefault(self.trace, {})
        if self.state.view not in cached:
            cached[self.state.view] = Matrices(self.trace, self.state.view)
        return cached[self.state.view]

    def matrix(self, name: Name) -> Array:
        """The matrix after the last step of this view's program, as it was computed."""
        return self.matrices.values[name]

    def exact(self, name: Name) -> Array:
        """The same for figures: what is known to be a decimal is that decimal, without the rounding of the sum."""
        return self.matrices.exact[name].values

    def is_exact(self, name: Name, rows: range, column: int) -> bool:
        """Whether these entries (from 0) are exactly the decimals that `exact` has for them."""
        return name.is_given or self.matrices.exact[name].is_known(rows, column)

    def text(self, name: Name, row: int, column: int) -> str:
        """One entry of the matrix (from 0) as the board shows it."""
        return figure(self.exact(name).item(row, column), self.matrices.decimals[name])

    @property
    def fit(self) -> Fit:
        """What fits in classroom mode."""
        heads = PICTURE_HEAD_HEIGHT if self.preset.picture else HEAD_HEIGHT
        return self.matrices.cached("fit", lambda: fit(self.sizes, self.matrices.longest, heads))

    def _classroom_window(self) -> Window:
        """The window on the current layer that contains the chosen cell, unless the state names an input of it."""
        cell, layer = self.chosen, self.layer
        neuron, first_input = 1, self.first_feature
        if cell and cell.matrix.layer == layer:
            neuron = cell.row
        if cell and not (self.state.rows and self.state.rows <= self.sizes.n[layer - 1]):
            if cell.matrix == names_of(layer).W:
                first_input = cell.column
            elif cell.matrix == inputs_of(layer):
                first_input = cell.row
        return classroom_window(self.sizes, self.fit, layer, self.example, first_input, neuron)

    def is_computed(self, name: Name, example: int) -> bool:
        """Whether that column (from 0) of the matrix is computed at this step."""
        return self.program.is_computed(name, example, self.state.step)

    @cached_property
    def read(self) -> dict[Name, Region]:
        """The regions that the step reads, by matrix."""
        return {} if self.step is None else self._regions(self.step.writes, self.step.bound)

    @cached_property
    def written(self) -> dict[Name, Region]:
        """The region that the step writes, by matrix."""
        if self.step is None or self.operation is None:
            return {}
        shape = self.sizes.shapes[self.step.writes]
        return {self.step.writes: cells_written(self.operation.op, self.step.bound, shape)}

    @cached_property
    def feeds(self) -> dict[Name, Region]:
        """The regions that the chosen cell is computed from, by matrix; empty for a given cell."""
        cell = self.chosen
        if cell is None or cell.matrix.is_given:
            return {}
        return self._regions(cell.matrix, self.bound_at(cell))

    def bound_at(self, cell: Cell) -> dict[str, int]:
        """The index letters that a computed cell fixes."""
        return bind(operation(self.network, cell.matrix).op, cell.row - 1, cell.column - 1)

    @cached_property
    def highlighted(self) -> dict[Name, tuple[Region, ...]]:
        """The regions that the chosen reading of a weighted sum outlines, by matrix; empty if it is cell by cell.

        The reading is about a whole column of Z, so all of W takes part: in one region, or in one for each column.
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
    """The scene of a state on the page with that path. The trace is computed once for all steps."""
    plan = plan_of(state, plans()[state.preset])
    preset, trace = opened(state.preset, plan, state.seed, state.overrides)
    return Scene(state, plan.sizes, preset, trace, path)
