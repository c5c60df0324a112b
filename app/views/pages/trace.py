"""The numbers behind the picture, as /trace.json gives them."""

from typing import Any

from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.engine.program import Step, operation
from app.views.base.scene import Scene


def trace(scene: Scene) -> dict[str, Any]:
    """Everything computed, at full precision, and the steps of the program. Counts from 1."""
    return {
        "notation": "columns",
        "m": scene.sizes.m,
        "layers": [_layer(scene, number) for number in scene.layers],
        "X": _numbers(scene.trace.X),
        "view": scene.state.view,
        "step": scene.state.step,
        "steps": _steps(scene),
        "max_abs_difference": scene.trace.max_abs_difference,
    }


def _layer(scene: Scene, number: int) -> dict[str, Any]:
    names = names_of(number)
    return {
        **{name.kind: _numbers(scene.matrix(name)) for name in names},
        "activation": scene.activation(number).key,
        "shapes": {name.kind: list(scene.sizes.shapes[name]) for name in names},
    }


def _steps(scene: Scene) -> list[dict[str, Any]]:
    """All steps. In the loop the same few come again for every example."""
    few = [_step(scene, number) for number in range(1, 2 * scene.sizes.L + 1)]
    if scene.state.view == "vectorized":
        return few
    return [{**step, "example": example} for example in range(1, scene.sizes.m + 1) for step in few]


def _step(scene: Scene, number: int) -> dict[str, Any]:
    step = scene.program.step(number)
    assert step is not None
    reads = operation(scene.network, step.writes).reads
    return {
        "operation": step.writes.kind if step.example is None else step.writes.kind.lower(),
        "layer": step.writes.layer,
        "example": None if step.example is None else step.example + 1,
        "writes": step.writes,
        "reads": list(reads),
        "shapes": {str(name): _shape(scene, step, name) for name in (*reads, step.writes)},
    }


def _shape(scene: Scene, step: Step, name: Name) -> list[int]:
    """The shape of the part that this step uses: in the loop one column of what has examples."""
    rows, columns = scene.sizes.shapes[name]
    return [rows, 1 if step.example is not None and name.has_examples else columns]


def _numbers(values: Array) -> list[list[float]]:
    rows: list[list[float]] = values.tolist()
    return rows
