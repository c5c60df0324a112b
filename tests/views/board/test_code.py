"""The NumPy panel's code, copied from the page, computes the page's matrices."""

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given

from app import create_app
from app.engine.names import INPUTS, computed_names
from app.views.base.scene import Scene
from app.views.board.code import Code, code
from tests.support.scenes import VIEWS, at, every_step, scenes

both_views = pytest.mark.parametrize("view", VIEWS)


def run(made: Code) -> dict[str, Any]:
    """The namespace after the program has run."""
    names: dict[str, Any] = {}
    exec("\n".join([made.before, *(f"{line.text}  # {line.comment}" for line in made.lines)]), names)
    return names


def check_results(scene: Scene, names: dict[str, Any]) -> None:
    """Every Z and A is that of the board, to the last bit."""
    for name in computed_names(scene.layers):
        assert np.array_equal(names[str(name)], scene.matrix(name))


def check_shapes(made: Code, names: dict[str, Any]) -> None:
    """Every shape in a comment is that of what its line assigns. After the loop i is the last column."""
    commented = [line for line in made.lines if re.fullmatch(r"\(\d+, \d+\)", line.comment)]
    assert len(commented) == sum(name[0] in "ZA" for name in names if re.fullmatch(r"[ZA]\d", name))
    for line in commented:
        assert str(np.shape(eval(line.text.split(" = ")[0].strip(), names))) == line.comment


@both_views
def test_the_course_program_computes_every_matrix_with_the_shapes_in_its_comments(view: str) -> None:
    scene = at(f"view={view}")
    made = code(scene)
    names = run(made)
    check_results(scene, names)
    check_shapes(made, names)


@both_views
def test_the_iris_program_reads_trace_json_and_computes_every_matrix(
    view: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene = at(f"preset=iris&view={view}")
    made = code(scene)
    (address,) = re.findall(r"save (\S+) beside this file", made.before)
    (tmp_path / "trace.json").write_bytes(create_app().test_client().get(address).data)
    monkeypatch.chdir(tmp_path)
    names = run(made)
    check_results(scene, names)
    check_shapes(made, names)


@given(scenes())
def test_the_program_of_any_network_computes_its_results_to_the_last_bit(scene: Scene) -> None:
    if scene.matrix(INPUTS).size <= 150:
        made = code(scene)
        names = run(made)
        check_results(scene, names)
        check_shapes(made, names)


def test_only_the_line_of_the_step_is_current() -> None:
    for scene in every_step("course"):
        marked = [line.text.strip() for line in code(scene).lines if line.is_current]
        assert len(marked) == (scene.step is not None)
        if scene.step:
            column = "[:, i:i+1]" if scene.state.view == "loop" else ""
            assert marked[0].startswith(f"{scene.step.writes}{column} = ")


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
        "Z1, A1 = np.empty((4, m)), np.empty((4, m))",
        "Z2, A2 = np.empty((2, m)), np.empty((2, m))",
        "for i in range(m):",
        "    Z1[:, i:i+1] = W1 @ X[:, i:i+1] + b1",
        "    A1[:, i:i+1] = sigmoid(Z1[:, i:i+1])",
        "    Z2[:, i:i+1] = W2 @ A1[:, i:i+1] + b2",
        "    A2[:, i:i+1] = sigmoid(Z2[:, i:i+1])",
    ]
