"""The exported PyTorch program computes the page's matrices with nn.Linear, in the shapes of its comments."""

import re

import pytest
from hypothesis import HealthCheck, given, settings

from app.engine.activations import ACTIVATIONS
from app.presets import PRESETS
from app.views.base.scene import Scene
from app.views.pages.torch_script import torch_script
from tests.support import torch_stand_in
from tests.support.exported import NETWORKS, ROOT, check, own_scenes, run
from tests.support.scenes import at


@pytest.fixture(autouse=True)
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    torch_stand_in.install(monkeypatch)


def test_the_course_program_by_hand() -> None:
    lines = torch_script(at(), ROOT).splitlines()
    assert "# It needs Python 3 and PyTorch, no other file and no internet." in lines
    start = lines.index("sigmoid = nn.Sigmoid()")
    assert lines[start : start + 4] == [
        "sigmoid = nn.Sigmoid()",
        "layer1 = nn.Linear(3, 4, dtype=torch.float64)",
        "layer1.weight.copy_(W1)  # (4, 3), the same as W1",
        "layer1.bias.copy_(b1[:, 0])  # (4, 1) -> (4,)",
    ]
    start = lines.index("X_T = X.T  # (3, 5) -> (5, 3)")
    assert lines[start + 1 : start + 10] == [
        "Z1_loop_T = torch.empty((m, 4), dtype=torch.float64)",
        "A1_loop_T = torch.empty((m, 4), dtype=torch.float64)",
        "Z2_loop_T = torch.empty((m, 2), dtype=torch.float64)",
        "A2_loop_T = torch.empty((m, 2), dtype=torch.float64)",
        "for i in range(m):",
        "    Z1_loop_T[i:i+1] = layer1(X_T[i:i+1])  # (1, 3) @ (3, 4) + (4,) -> (1, 4)",
        "    A1_loop_T[i:i+1] = sigmoid(Z1_loop_T[i:i+1])  # (1, 4) -> (1, 4)",
        "    Z2_loop_T[i:i+1] = layer2(A1_loop_T[i:i+1])  # (1, 4) @ (4, 2) + (2,) -> (1, 2)",
        "    A2_loop_T[i:i+1] = sigmoid(Z2_loop_T[i:i+1])  # (1, 2) -> (1, 2)",
    ]
    start = lines.index("Z1_T = layer1(X_T)  # (5, 3) @ (3, 4) + (4,) -> (5, 4)")
    assert lines[start + 1 : start + 5] == [
        "A1_T = sigmoid(Z1_T)  # (5, 4) -> (5, 4)",
        "Z2_T = layer2(A1_T)  # (5, 4) @ (4, 2) + (2,) -> (5, 2)",
        "A2_T = sigmoid(Z2_T)  # (5, 2) -> (5, 2)",
        "A2 = A2_T.T  # (5, 2) -> (2, 5)",
    ]


@pytest.mark.parametrize("query", [*(f"preset={key}" for key in PRESETS), *NETWORKS])
def test_the_program_computes_every_matrix_of_the_page(query: str) -> None:
    scene = at(query)
    names, printed = run(torch_script(scene, ROOT))
    check(scene, names)
    assert "Every Z and A is what the page shows" in printed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scene=own_scenes())
def test_the_program_of_any_numbers_computes_every_matrix_with_its_commented_shape(scene: Scene) -> None:
    program = torch_script(scene, ROOT)
    names, _ = run(program)
    check(scene, names)
    commented = re.findall(r"^ *([\w:+[\]]+) = .*  # (?:.* -> )?\((\d+), (\d+)\)$", program, re.MULTILINE)
    assert len(commented) == 2 + 4 * scene.sizes.L
    for name, rows, columns in commented:
        assert eval(name, names).shape == (int(rows), int(columns))


def test_a_changed_number_fails_the_programs_assertion() -> None:
    program = torch_script(at(), ROOT)
    with pytest.raises(AssertionError, match="Z1 is not what the page has"):
        run(program.replace("[-1.2, 0.3, -0.6],", "[-1.2, 0.3, -0.7],"))


def test_the_stand_in_for_torch_has_every_activation() -> None:
    for activation in ACTIVATIONS.values():
        assert re.fullmatch(r"nn\.\w+\((dim=1|0\.01)?\)", activation.torch)
        assert hasattr(torch_stand_in, activation.torch.split("(")[0].removeprefix("nn."))
