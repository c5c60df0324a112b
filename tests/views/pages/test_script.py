"""The exported NumPy program is self-contained, computes the page's matrices, and asserts that it does."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.names import computed_names
from app.presets import PRESETS
from app.views.base.scene import Scene
from app.views.pages.script import script
from app.views.program.checks import MAX_WRITTEN
from tests.support.exported import NETWORKS, ROOT, check, own_scenes, run
from tests.support.scenes import at, every_step
from tests.support.strategies import few

NUMBER = re.compile(r"-?\d+\.?\d*(?:e-?\d+)?")


def test_the_course_program_by_hand() -> None:
    lines = script(at("step=5"), ROOT).splitlines()
    assert lines[0] == "# Columnwise: Course example"
    assert "# X has 3 features; layer 1 has 4 sigmoid neurons; layer 2 has 2 sigmoid neurons; m is 5." in lines
    assert "# The same numbers, step by step: <http://127.0.0.1:8000/?step=5>" in lines
    assert "b1 = np.array([" in lines and "])  # (4, 1): one number for each of 4 neurons" in lines
    start = lines.index("Z1_loop, A1_loop = np.empty((4, m)), np.empty((4, m))")
    assert lines[start + 1 : start + 7] == [
        "Z2_loop, A2_loop = np.empty((2, m)), np.empty((2, m))",
        "for i in range(m):",
        "    Z1_loop[:, i:i+1] = W1 @ X[:, i:i+1] + b1  # (4, 3) @ (3, 1) + (4, 1) -> (4, 1)",
        "    A1_loop[:, i:i+1] = sigmoid(Z1_loop[:, i:i+1])  # (4, 1) -> (4, 1)",
        "    Z2_loop[:, i:i+1] = W2 @ A1_loop[:, i:i+1] + b2  # (2, 4) @ (4, 1) + (2, 1) -> (2, 1)",
        "    A2_loop[:, i:i+1] = sigmoid(Z2_loop[:, i:i+1])  # (2, 1) -> (2, 1)",
    ]
    start = lines.index("Z1 = W1 @ X + b1  # (4, 3) @ (3, 5) + (4, 1) -> (4, 5)")
    assert lines[start + 1 : start + 4] == [
        "A1 = sigmoid(Z1)  # (4, 5) -> (4, 5)",
        "Z2 = W2 @ A1 + b2  # (2, 4) @ (4, 5) + (2, 1) -> (2, 5)",
        "A2 = sigmoid(Z2)  # (2, 5) -> (2, 5)",
    ]
    start = lines.index("off_Z1 = off_sum(W1, X, b1, 0)")
    assert lines[start + 1 : start + 4] == [
        "off_A1 = off_activation(sigmoid, Z1, A1, off_Z1)",
        "off_Z2 = off_sum(W2, A1, b2, off_A1)",
        "off_A2 = off_activation(sigmoid, Z2, A2, off_Z2)",
    ]
    assert lines[-1] == "print(A2)"


RUN_EACH = "import runpy, sys\nfor file in sys.argv[1:]:\n    print(runpy.run_path(file) and 'END')"


def test_preset_programs_run_isolated_and_print_the_predictions(tmp_path: Path) -> None:
    scenes = [at(f"preset={key}") for key in PRESETS]
    files = [tmp_path / f"{scene.state.preset}.py" for scene in scenes]
    for scene, file in zip(scenes, files, strict=True):
        file.write_text(script(scene, ROOT), encoding="utf-8")
    command = [sys.executable, "-I", "-W", "error", "-c", RUN_EACH, *files]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    *printed, rest = done.stdout.split("END\n")
    assert rest == ""
    for scene, text in zip(scenes, printed, strict=True):
        agree, page, predictions = text.split("\n", 2)
        assert agree.startswith("The loop and the matrix form agree. Largest difference: ")
        in_part = ", as far as compared" if scene.state.preset in ("iris", "digits") else ""
        assert page == f"Every Z and A is what the page shows{in_part}."
        shown = np.array([float(number) for number in NUMBER.findall(predictions)])
        if scene.matrix(scene.outputs).size < 1000:  # NumPy prints the whole of it, with eight digits
            assert np.allclose(shown, scene.matrix(scene.outputs).ravel(), rtol=1e-6, atol=1e-7)


@pytest.mark.parametrize("query", [*(f"preset={key}&view=vectorized" for key in PRESETS), *NETWORKS])
def test_the_program_computes_every_matrix_of_the_page(query: str) -> None:
    scene = at(query)
    check(scene, run(script(scene, ROOT))[0])


@given(scene=own_scenes())
def test_the_program_of_any_numbers_computes_every_matrix(scene: Scene) -> None:
    check(scene, run(script(scene, ROOT))[0])


@few
@given(scene=own_scenes())
def test_shapes_in_comments_are_those_of_their_lines_results(scene: Scene) -> None:
    program = script(scene, ROOT)
    names, _ = run(program)
    names["i"] = 0  # the check of a large network gives that name to the numbers of its columns
    commented = re.findall(
        r"^ *(?:([\w:+, [\]]+) = .*|\](?:, dtype=float)?\))  # (?:.* -> )?\((\d+), (\d+)\)", program, re.MULTILINE
    )
    assert len(commented) >= 4 + 4 * scene.sizes.L
    for name, rows, columns in commented:
        if name:
            assert eval(name, names).shape == (int(rows), int(columns))
    given_shapes = re.findall(r"^(\w+) = np\.array\(\[\n(?:    .*\n)+\].*# \((\d+), (\d+)\)", program, re.MULTILINE)
    assert {name for name in scene.sizes.shapes if name.is_given} < {name for name, *_ in given_shapes}
    for name, rows, columns in given_shapes:
        assert names[name].shape == (int(rows), int(columns))


def mutations(program: str) -> list[str]:
    """The program with one number of X, W or b changed by a hundredth, for each of them."""
    start, end = program.index("X = np.array"), program.index("m = X.shape[1]")
    inside = [
        found
        for line in re.finditer(r"^    \[.*\],$", program[start:end], re.MULTILINE)
        for found in NUMBER.finditer(program, start + line.start(), start + line.end())
    ]
    return [f"{program[: found.start()]}{float(found[0]) + 0.01}{program[found.end() :]}" for found in inside]


@pytest.mark.parametrize("query", ["", "preset=script", "act=tanh-softmax", "act=leaky_relu-linear"])
def test_a_changed_number_fails_the_programs_assertion(query: str) -> None:
    scene = at(query)
    changed = mutations(script(scene, ROOT))
    assert len(changed) == sum(scene.matrix(name).size for name in scene.sizes.shapes if name.is_given)
    for program in changed:
        with pytest.raises(AssertionError, match=r"Z[12] is not what the page has"):
            run(program)


def test_another_number_of_examples_fails_the_programs_assertion() -> None:
    program = script(at("X=1;1;1&m=1"), ROOT)
    with pytest.raises(AssertionError):
        run(program.replace("[1],\n    [1],\n    [1],\n", "[1, 1],\n    [1, 1],\n    [1, 1],\n"))


@pytest.mark.parametrize("preset", PRESETS)
def test_many_results_are_compared_by_their_first_columns_and_means(preset: str) -> None:
    scene = at(f"preset={preset}")
    size = sum(scene.matrix(name).size for name in computed_names(scene.layers))
    program = script(scene, ROOT).replace("\n# ", " ")
    is_in_part = size > MAX_WRITTEN
    assert is_in_part == (preset in ("iris", "digits"))
    assert is_in_part == (f"have {size:,} numbers, too many to write them all here" in program)
    assert is_in_part == (f"Columns 9 to {scene.sizes.m} are left out otherwise" in program)


@pytest.mark.parametrize("key", ACTIVATIONS)
def test_overflowing_powers_of_e_raise_no_warning(key: str) -> None:
    scene = at(f"layers=1-2-2&act={key}-{key}&X=1000000,-1000000&W1=500;-500&W2=500,3;-500,2&m=2&seed=1")
    names, _ = run(script(scene, ROOT))  # warnings are errors here
    check(scene, names)
    assert np.geterr()["over"] == "warn"


def test_seterr_is_omitted_for_ordinary_numbers() -> None:
    assert "np.seterr" not in script(at(), ROOT)


def test_step_and_cell_change_only_the_url_in_the_program() -> None:
    plain = script(at(), ROOT).replace("<http://127.0.0.1:8000/>", "")
    for scene in every_step("course"):
        made = script(scene, ROOT)
        (address,) = re.findall(r"<http://127.0.0.1:8000(.*)>", made)
        assert at(address).state == scene.state
        assert re.sub("<http.*>", "", made) == plain


def test_the_url_in_the_program_is_public() -> None:
    made = script(at("view=vectorized&step=2&present=1&theme=dark&letters=0"), ROOT)
    assert "<http://127.0.0.1:8000/?view=vectorized&step=2>" in made


@given(root=st.text(max_size=40))
def test_no_root_url_escapes_its_comment(root: str) -> None:
    scene = at("preset=one-neuron")
    assert ast.dump(ast.parse(script(scene, root))) == ast.dump(ast.parse(script(scene, ROOT)))
