"""/trace.json has every number at full precision, under the keys of the contract."""

import json

import numpy as np
import pytest
from hypothesis import given

from app.engine.names import INPUTS, Name
from app.views.base.scene import Scene
from app.views.pages.trace import trace
from tests.support.scenes import VIEWS, at, preset_scenes

both_views = pytest.mark.parametrize("view", VIEWS)


@given(preset_scenes())
def test_trace_json_has_the_keys_of_the_contract(scene: Scene) -> None:
    made = trace(scene)
    assert list(made) == ["notation", "m", "layers", "X", "view", "step", "steps", "max_abs_difference"]
    assert {key for layer in made["layers"] for key in layer} == {"W", "b", "activation", "Z", "A", "shapes"}
    keys = {"operation", "layer", "example", "writes", "reads", "shapes"}
    assert all(set(step) == keys for step in made["steps"])
    assert (made["notation"], made["view"], made["step"]) == ("columns", scene.state.view, scene.state.step)


@pytest.mark.parametrize("preset", ["course", "iris"])
@both_views
def test_the_numbers_survive_json_to_the_last_bit(preset: str, view: str) -> None:
    scene = at(f"preset={preset}&view={view}")
    made = json.loads(json.dumps(trace(scene), allow_nan=False))
    assert np.array_equal(made["X"], scene.matrix(INPUTS))
    for number, layer in enumerate(made["layers"], start=1):
        for letter in "WbZA":
            assert np.array_equal(layer[letter], scene.matrix(Name(f"{letter}{number}")))
            assert layer["shapes"][letter] == list(np.shape(layer[letter]))
    assert made["m"] == np.shape(made["X"])[1]
    assert made["max_abs_difference"] == scene.trace.max_abs_difference


@pytest.mark.parametrize("preset", ["course", "iris"])
@both_views
def test_executing_the_steps_computes_the_matrices(preset: str, view: str) -> None:
    made = trace(at(f"preset={preset}&view={view}"))
    activations = {"sigmoid": lambda Z: 1 / (1 + np.exp(-Z)), "tanh": np.tanh, "softmax": softmax}
    known = {"X": np.array(made["X"])}
    for number, layer in enumerate(made["layers"], start=1):
        known |= {f"W{number}": np.array(layer["W"]), f"b{number}": np.array(layer["b"])}
        known |= {f"{kind}{number}": np.full(layer["shapes"][kind], np.nan) for kind in "ZA"}
    for step in made["steps"]:
        columns = slice(None) if step["example"] is None else slice(step["example"] - 1, step["example"])
        parts = [known[name][:, columns] if name[0] in "XZA" else known[name] for name in step["reads"]]
        if step["operation"] in "Zz":
            W, A, b = parts
            result = W @ A + b
        else:
            result = activations[made["layers"][step["layer"] - 1]["activation"]](*parts)
        assert [list(part.shape) for part in (*parts, result)] == list(step["shapes"].values())
        known[step["writes"]][:, columns] = result
    for number, layer in enumerate(made["layers"], start=1):
        for kind in "ZA":
            assert np.allclose(known[f"{kind}{number}"], layer[kind], rtol=1e-12, atol=1e-15)


def softmax(Z: np.ndarray) -> np.ndarray:
    return np.exp(Z) / np.exp(Z).sum(axis=0, keepdims=True)


def test_steps_count_examples_from_1_and_name_the_operation() -> None:
    loop, vectorized = trace(at("view=loop"))["steps"], trace(at("view=vectorized"))["steps"]
    assert loop[4] == {
        "operation": "z",
        "layer": 1,
        "example": 2,
        "writes": "Z1",
        "reads": ["W1", "X", "b1"],
        "shapes": {"W1": [4, 3], "X": [3, 1], "b1": [4, 1], "Z1": [4, 1]},
    }
    assert [(step["operation"], step["layer"], step["example"]) for step in vectorized] == [
        ("Z", 1, None),
        ("A", 1, None),
        ("Z", 2, None),
        ("A", 2, None),
    ]
    assert len(loop) == 20
