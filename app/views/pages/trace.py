"""The numbers of the scene as JSON: /trace.json."""

from typing import Any

from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.engine.program import Step, operation
from app.views.base.scene import Scene


def trace(scene: Scene) -> dict[str, Any]:
    """All matrices at full precision, and the steps of the program. Layers, steps and examples count from 1."""
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
    """All steps. The loop repeats the steps of one example for every example."""
    of_one_example = [_step(scene, number) for number in range(1, 2 * scene.sizes.L + 1)]
    if scene.state.view == "vectorized":
        return of_one_example
    return [{**step, "example": example} for example in range(1, scene.sizes.m + 1) for step in of_one_example]


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
    """The shape of the part that the step uses: in the loop, one column of a matrix with examples."""
    rows, columns = scene.sizes.shapes[name]
    return [rows, 1 if step.example is not None and name.has_examples else columns]


def _numbers(values: Array) -> list[list[float]]:
    rows: list[list[float]] = values.tolist()
    return rows
