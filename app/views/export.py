"""The numbers behind the picture, as /trace.json gives them."""

from typing import Any

from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.engine.program import Step, operation
from app.state import State
from app.views.place import Place, where


def trace(state: State) -> dict[str, Any]:
    """Everything computed for that state, at full precision, and the steps of its program. Counts from 1."""
    here = where(state)
    return {
        "notation": "columns",
        "m": here.sizes.m,
        "layers": [_layer(here, number) for number in here.layers],
        "X": _numbers(here.trace.X),
        "view": state.view,
        "step": state.step,
        "steps": _steps(here),
        "max_abs_difference": here.trace.max_abs_difference,
    }


def _layer(here: Place, number: int) -> dict[str, Any]:
    names = names_of(number)
    return {
        **{name.kind: _numbers(here.matrix(name)) for name in names},
        "activation": here.network.layers[number - 1].activation.key,
        "shapes": {name.kind: list(here.sizes.shapes[name]) for name in names},
    }


def _steps(here: Place) -> list[dict[str, Any]]:
    """All steps. In the loop the same few come again for every example."""
    few = [_step(here, number) for number in range(1, 2 * here.sizes.L + 1)]
    if here.state.view == "vectorized":
        return few
    return [{**step, "example": example} for example in range(1, here.sizes.m + 1) for step in few]


def _step(here: Place, number: int) -> dict[str, Any]:
    step = here.program.step(number)
    assert step is not None
    reads = operation(here.network, step.writes).reads
    return {
        "operation": step.writes.kind if step.example is None else step.writes.kind.lower(),
        "layer": step.writes.layer,
        "example": None if step.example is None else step.example + 1,
        "writes": str(step.writes),
        "reads": [str(name) for name in reads],
        "shapes": {str(name): _shape(here, step, name) for name in (*reads, step.writes)},
    }


def _shape(here: Place, step: Step, name: Name) -> list[int]:
    """The shape of the part that this step uses: in the loop one column of what has examples."""
    rows, columns = here.sizes.shapes[name]
    return [rows, 1 if step.example is not None and name.has_examples else columns]


def _numbers(values: Array) -> list[list[float]]:
    rows: list[list[float]] = values.tolist()
    return rows
