"""Where one is: the state, its numbers and its step, looked up once for all the views."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from app.engine.forward import Trace
from app.engine.names import Name, inputs_of
from app.engine.network import Network, Sizes
from app.engine.ops import Array, Region, bind, cells_read, cells_written
from app.engine.program import Operation, Program, Step, operation, program
from app.lessons import opened, plans
from app.lessons.preset import Preset
from app.state import PATH, Cell, State, format_state, plan_of
from app.views.figures import board_decimals, figure
from app.views.frame import HEADS, PICTURES, Fit, Frame, board_frame, class_frame, fit
from app.views.kept import kept

MATRIX_PATH = "/matrix"
SHARE_PATH = "/share"
SPEED_PATH = "/speed"
EMBED_PATH = "/embed"
OEMBED_PATH = "/oembed"
FIGURES = 10
"""Rows of a matrix that can be shown as figures; with more of them colours stand for the numbers."""


@dataclass(frozen=True, eq=False)
class Place:
    """One state of the page with everything it refers to. ``path`` is where it is shown and where its links lead."""

    state: State
    preset: Preset
    trace: Trace
    sizes: Sizes
    program: Program
    step: Step | None
    operation: Operation | None
    chosen: Cell | None
    path: str = PATH

    def url(self, state: State) -> str:
        """The address of another state, shown at the same path."""
        return url(state, self.path)

    def address(self, query: str) -> str:
        """The address with that query, at the same path."""
        return f"{self.path}?{query}" if query else self.path

    def matrix_url(self, name: Name) -> str:
        """The page with the matrix of that name as text. A frame on somebody's page has no way there."""
        return "" if self.path == EMBED_PATH else matrix_url(self.state, name)

    @property
    def network(self) -> Network:
        return self.trace.network

    @cached_property
    def still(self) -> "Place":
        """The same network and the same program before the first step: what is true of it is true at every step."""
        state = State(view=self.state.view)
        return replace(self, state=state, step=None, operation=None, chosen=None)

    @cached_property
    def plain(self) -> "Place":
        """The same step, cell and window, and nothing else of the address."""
        state = State(view=self.state.view, step=self.state.step, cell=self.chosen, window=self.state.window)
        return replace(self, state=state)

    @property
    def layers(self) -> range:
        """The numbers of all layers."""
        return range(1, self.sizes.L + 1)

    @property
    def outputs(self) -> Name:
        """The name of the predictions, A[L]."""
        return Name("A", self.sizes.L)

    @property
    def last(self) -> bool:
        """Whether everything is computed."""
        return self.state.step == len(self.program)

    @cached_property
    def frame(self) -> Frame:
        """How much of the matrices is on show."""
        return self._class_frame() if self.state.present else board_frame(self.state, self.sizes)

    @property
    def shown(self) -> range:
        """The examples on show, from 0."""
        return self.frame.examples

    def rows_shown(self, name: Name) -> range:
        """The rows of that matrix on show, from 0."""
        return self.frame.rows(name, self.sizes)

    def columns_shown(self, name: Name) -> range:
        """The columns of that matrix on show, from 0."""
        return self.frame.columns(name, self.sizes)

    @property
    def layer(self) -> int:
        """The layer that the step computes; before the first step, the first."""
        return self.step.writes.layer if self.step else 1

    @property
    def is_heat(self) -> bool:
        """Whether the matrices are too large for figures, so that colours stand for the numbers."""
        return max(self.sizes.n) > FIGURES and not self.state.present

    def matrix(self, name: Name) -> Array:
        """The matrix as the program of this view has it when it is done."""
        return self.trace.matrix(name, self.state.view)

    def text(self, name: Name, row: int, column: int) -> str:
        """One entry of the matrix (from 0) as the board shows it."""
        return figure(float(self.matrix(name)[row, column]), self.decimals(name))

    def decimals(self, name: Name) -> int:
        """The decimals of all figures of that matrix."""
        return kept(self.trace, ("decimals", self.state.view, name), lambda: board_decimals(self.matrix(name)))

    def largest(self, name: Name) -> float:
        """The largest absolute value of that matrix, computed or not: a scale that no step changes."""
        return kept(self.trace, ("largest", self.state.view, name), lambda: float(np.abs(self.matrix(name)).max()))

    def longest(self, name: Name) -> int:
        """Characters, but for the point, of the longest figure of that matrix: a width that no step changes."""

        def measure() -> int:
            values, decimals = self.matrix(name), self.decimals(name)
            texts = (figure(float(extreme), decimals) for extreme in (values.min(), values.max()))
            return max(len(text.replace(".", "")) for text in texts)

        return kept(self.trace, ("longest", self.state.view, name), measure)

    @property
    def fit(self) -> Fit:
        """How much of the matrices fits in front of a class."""
        heads = PICTURES if self.preset.picture else HEADS
        return kept(self.trace, ("fit", self.state.view), lambda: fit(self.sizes, self.longest, heads))

    def _class_frame(self) -> Frame:
        """The layer at hand, with what one looks at on show."""
        cell, layer = self.chosen, self.layer
        neuron, first_input = 1, self.state.first_row()
        if cell and cell.matrix.layer == layer:
            neuron = cell.row
        if cell and cell.matrix == ("W", layer):
            first_input = cell.column
        elif cell and cell.matrix == inputs_of(layer):
            first_input = cell.row
        return class_frame(self.sizes, self.fit, layer, self.state.example(self.sizes), first_input, neuron)

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
        bound = bind(operation(self.network, cell.matrix).op, cell.row - 1, cell.column - 1)
        return self._regions(cell.matrix, bound)

    @cached_property
    def taken(self) -> dict[Name, tuple[Region, ...]]:
        """What the reading of the chosen weighted sum takes as one thing, by matrix; nothing where it is cell by cell.

        Only the column is fixed, so all of W takes part: as a whole, or each of its columns for itself.
        """
        cell, way = self.chosen, self.state.reading
        if (
            cell is None
            or cell.matrix.kind != "Z"
            or way == "cell"
            or not self.is_computed(cell.matrix, cell.column - 1)
        ):
            return {}
        made = operation(self.network, cell.matrix)
        bound = {made.op.output[1]: cell.column - 1}
        made_here = cells_written(made.op, bound, self.sizes.shapes[cell.matrix])
        taken: dict[Name, tuple[Region, ...]] = {
            name: (region,) for name, region in (self._regions(cell.matrix, bound) | {cell.matrix: made_here}).items()
        }
        if way == "combination":
            W = made.reads[0]
            taken[W] = tuple(Region(taken[W][0].rows, range(k, k + 1)) for k in taken[W][0].columns)
        return taken

    def _regions(self, matrix: Name, bound: dict[str, int]) -> dict[Name, Region]:
        made = operation(self.network, matrix)
        shapes = tuple(self.sizes.shapes[name] for name in made.reads)
        return dict(zip(made.reads, cells_read(made.op, bound, shapes), strict=True))


def place(state: State, preset: Preset, trace: Trace, path: str = PATH) -> Place:
    """Look up everything that the state refers to."""
    sizes = trace.sizes
    step = state.at(sizes)
    return Place(
        state=state,
        preset=preset,
        trace=trace,
        sizes=sizes,
        program=program(state.view, sizes),
        step=step,
        operation=operation(trace.network, step.writes) if step else None,
        chosen=state.chosen(sizes),
        path=path,
    )


def where(state: State, path: str = PATH) -> Place:
    """The state with its numbers, which are computed once for all steps, shown at that path."""
    plan = plan_of(state, plans()[state.preset])
    return place(state, *opened(state.preset, plan, state.seed, state.given), path)


def url(state: State, path: str = PATH) -> str:
    """The address of that state: of its board, or of another page that shows it."""
    query = format_state(state)
    return f"{path}?{query}" if query else path


def matrix_url(state: State, name: Name) -> str:
    """The page on which the matrix of that name can be copied, and replaced if it is given."""
    query = format_state(state)
    return f"{MATRIX_PATH}?{query}{'&' if query else ''}matrix={name}"
