"""The handout has every step of the current program in order, or says what it leaves out."""

import pytest
from hypothesis import assume, given

from app.engine.names import Name
from app.presets import PRESETS
from app.views.base.scene import Scene
from app.views.pages.handout import MOST_STEPS, Handout, handout
from tests.support.scenes import at
from tests.support.scenes import scene as scene_of
from tests.support.strategies import Visit, visits

ROOT = "http://localhost:8000/"


def made(scene: Scene) -> Handout:
    return handout(scene, ROOT)


def numbers(sheet: Handout) -> list[int]:
    return [step.number for each in sheet.rounds for step in each.steps]


@given(visit=visits())
def test_the_handout_has_every_step_or_those_of_the_first_and_last_example(visit: Visit) -> None:
    assume(len(visit.plans) == len(PRESETS))
    scene = scene_of(visit.state)
    sheet, steps = made(scene), list(range(1, len(scene.program) + 1))
    if len(steps) <= MOST_STEPS:
        assert numbers(sheet) == steps
    else:
        assert numbers(sheet) == steps[: 2 * scene.sizes.L] + steps[-2 * scene.sizes.L :]
        assert "the same steps for" in sheet.rounds[-1].gap


def test_the_steps_of_the_loop_are_written_for_each_example() -> None:
    sheet = made(at(""))
    assert [each.title for each in sheet.rounds] == [f"example {i}" for i in range(1, 6)]
    step = sheet.rounds[1].steps[2]
    assert (step.number, step.formula.left.text) == (7, "z[2](2)")
    assert [symbol.text for symbol in step.formula.inputs] == ["W[2]", "a[1](2)", "b[2]"]
    assert [(part.shape.rows.text, part.shape.columns.text) for part in step.shapes] == [
        ("2", "4"),
        ("4", "1"),
        ("2", "1"),
        ("2", "1"),
    ]
    assert step.sentence == "Column 2 of A[1] enters layer 2. The result is column 2 of Z[2]."


def test_a_long_loop_says_which_examples_it_leaves_out() -> None:
    sheet = made(at("preset=iris"))
    assert [each.gap for each in sheet.rounds] == ["", "… and the same steps for flowers 2 to 149 …"]
    assert numbers(sheet) == [1, 2, 3, 4, 597, 598, 599, 600]


def test_a_loop_of_two_examples_is_printed_whole() -> None:
    sheet = made(at("layers=3-3-3-3-3&m=2&seed=1"))
    assert [each.gap for each in sheet.rounds] == ["", ""]


def test_the_matrix_form_has_one_row_for_each_operation() -> None:
    sheet = made(at("view=vectorized&step=3"))
    assert [step.formula.left.text for step in sheet.rounds[0].steps] == ["Z[1]", "A[1]", "Z[2]", "A[2]"]
    assert sheet.line == "The matrix form: every example at once, in 4 steps. The loop takes 20."


@pytest.mark.parametrize("preset", [key for key in PRESETS if key != "digits"])
def test_matrices_that_fit_are_printed_with_the_boards_figures(preset: str) -> None:
    scene = at(f"preset={preset}&view=vectorized")
    stairs = made(scene).staircase
    assert stairs
    for band in stairs.bands:
        for j, row in enumerate(band.matrix.rows):
            texts = [scene.text(Name(band.matrix.name), j, band.matrix.first - 1 + i) for i in range(len(row.cells))]
            assert [cell.text for cell in row.cells] == texts
            assert {cell.kind for cell in row.cells} == {""}


def test_a_note_replaces_matrices_that_do_not_fit() -> None:
    sheet = made(at("preset=digits"))
    assert sheet.staircase is None
    assert sheet.note == "There is no room on two pages for the matrices of this network. The live step has them."
