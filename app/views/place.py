"""Where one is: the state, its numbers and its step, looked up once for all the views."""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.engine.forward import Trace
from app.engine.network import Network, Sizes
from app.engine.ops import Array, Region, bind, cells_read, cells_written
from app.engine.program import Operation, Program, Step, View, operation, program
from app.lessons.preset import Preset
from app.state import PATH, WINDOW, Cell, State, format_state
from app.views.figures import board_decimals, figure


@dataclass(frozen=True, slots=True)
class MatrixTexts:
    """A matrix as figures, all with the same ``decimals``."""

    decimals: int
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, eq=False)
class Place:
    """One state of the page with everything it refers to."""

    state: State
    preset: Preset
    trace: Trace
    sizes: Sizes
    program: Program
    step: Step | None
    operation: Operation | None
    chosen: Cell | None
    first: int

    @property
    def network(self) -> Network:
        return self.trace.network

    @property
    def last(self) -> bool:
        """Whether everything is computed."""
        return self.state.step == len(self.program)

    @property
    def shown(self) -> range:
        """The examples on show, from 0."""
        return range(self.first - 1, min(self.first - 1 + WINDOW, self.sizes.m))

    def matrix(self, name: str) -> Array:
        """The matrix as the program of this view has it when it is done."""
        return self.trace.matrix(name, self.state.view)

    def texts(self, name: str) -> MatrixTexts:
        """The figures of the whole matrix as the board shows them."""
        return _texts(self.trace, self.state.view, name)

    def is_computed(self, name: str, example: int) -> bool:
        """Whether that column (from 0) of the matrix is known at this step."""
        return self.program.is_computed(name, example, self.state.step)

    @cached_property
    def read(self) -> dict[str, Region]:
        """What the step reads, by matrix."""
        return {} if self.step is None else self._regions(self.step.writes, self.step.bound)

    @cached_property
    def written(self) -> dict[str, Region]:
        """What the step writes."""
        if self.step is None or self.operation is None:
            return {}
        shape = self.sizes.shape(self.step.writes)
        return {self.step.writes: cells_written(self.operation.op, self.step.bound, shape)}

    @cached_property
    def feeds(self) -> dict[str, Region]:
        """What feeds the chosen cell, by matrix; nothing feeds what is given."""
        cell = self.chosen
        if cell is None or cell.matrix[0] not in "ZA":
            return {}
        bound = bind(operation(self.network, cell.matrix).op, cell.row - 1, cell.column - 1)
        return self._regions(cell.matrix, bound)

    def _regions(self, matrix: str, bound: dict[str, int]) -> dict[str, Region]:
        made = operation(self.network, matrix)
        shapes = tuple(self.sizes.shape(name) for name in made.reads)
        return dict(zip(made.reads, cells_read(made.op, bound, shapes), strict=True))


@lru_cache(maxsize=512)
def _texts(trace: Trace, view: View, name: str) -> MatrixTexts:
    """Written once for all steps: a step changes which figures are seen, never the figures."""
    values = trace.matrix(name, view)
    decimals = board_decimals(values)
    return MatrixTexts(
        decimals=decimals,
        rows=tuple(tuple(figure(float(value), decimals) for value in row) for row in values),
    )


def place(state: State, preset: Preset, trace: Trace) -> Place:
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
        first=state.first(sizes),
    )


def url(state: State) -> str:
    """The address of that state."""
    query = format_state(state)
    return f"{PATH}?{query}" if query else PATH
