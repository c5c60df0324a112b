"""The NumPy panel's code, copied from the page, computes the page's predictions."""

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given

from app import create_app
from app.engine.names import INPUTS
from app.views.base.scene import Scene
from app.views.board.code import Code, code
from tests.support.scenes import VIEWS, at, every_step, scenes

both_views = pytest.mark.parametrize("view", VIEWS)


def run(made: Code) -> dict[str, object]:
    """The namespace after the program has run."""
    names: dict[str, object] = {}
    exec("\n".join([made.before, *(f"{line.text}  # {line.comment}" for line in made.lines)]), names)
    return names


def check_predictions(scene: Scene, names: dict[str, object]) -> None:
    last = scene.outputs
    assert np.allclose(names[str(last)], scene.matrix(last), rtol=1e-12, atol=1e-15)


def check_shapes(made: Code, names: dict[str, object]) -> None:
    """Every shape in a comment is that of the name that its line assigns. After the loop names hold the last column."""
    checked = 0
    for line in made.lines:
        if found := re.fullmatch(r"\((\d+), (\d+)\)", line.comment):
            left = names[line.text.split(" = ")[0].strip()]
            assert np.shape(left) == (int(found[1]), int(found[2]))
            checked += 1
    assert checked >= 4


@both_views
def test_the_course_program_computes_the_predictions_with_the_shapes_in_its_comments(view: str) -> None:
    scene = at(f"view={view}")
    made = code(scene)
    names = run(made)
    check_predictions(scene, names)
    check_shapes(made, names)


@both_views
def test_the_iris_program_reads_trace_json_and_computes_the_predictions(
    view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = at(f"preset=iris&view={view}")
    made = code(scene)
    (address,) = re.findall(r"save (\S+) beside this file", made.before)
    (tmp_path / "trace.json").write_bytes(create_app().test_client().get(address).data)
    monkeypatch.chdir(tmp_path)
    names = run(made)
    check_predictions(scene, names)
    check_shapes(made, names)


@given(scenes())
def test_the_program_of_any_network_computes_its_predictions(scene: Scene) -> None:
    if scene.matrix(INPUTS).size <= 150:
        made = code(scene)
        names = run(made)
        check_predictions(scene, names)
        for line in made.lines:
            if found := re.fullmatch(r"\((\d+), (\d+)\)", line.comment):
                assert np.shape(names[line.text.split(" = ")[0].strip()]) == (int(found[1]), int(found[2]))


def test_only_the_line_of_the_step_is_current() -> None:
    for scene in every_step("course"):
        marked = [line.text.strip() for line in code(scene).lines if line.is_current]
        assert len(marked) == (scene.step is not None)
        if scene.step:
            name = scene.step.writes if scene.state.view == "vectorized" else str(scene.step.writes).lower()
            assert marked[0].startswith(f"{name} = ")


def test_the_for_line_says_the_current_i_counted_from_0() -> None:
    comments = [line.comment for line in code(at("step=6")).lines]
    assert "now i = 1, from 0" in comments


def test_the_vectorized_program_written_by_hand() -> None:
    assert [(line.text, line.comment) for line in code(at("view=vectorized")).lines] == [
        ("Z1 = W1 @ X + b1", "(4, 5)"),
        ("A1 = sigmoid(Z1)", "(4, 5)"),
        ("Z2 = W2 @ A1 + b2", "(2, 5)"),
        ("A2 = sigmoid(Z2)", "(2, 5)"),
    ]


def test_the_loop_written_by_hand() -> None:
    assert [line.text for line in code(at()).lines] == [
        "A2 = np.empty((2, m))",
        "for i in range(m):",
        "    x = X[:, i:i+1]",
        "    z1 = W1 @ x + b1",
        "    a1 = sigmoid(z1)",
        "    z2 = W2 @ a1 + b2",
        "    a2 = sigmoid(z2)",
        "    A2[:, i:i+1] = a2",
    ]
