"""The two programs next to the board: every line links to the step that computes it."""

import pytest
from hypothesis import given

from app.engine.names import computed_names
from app.state.navigation import switched
from app.views.base.scene import Scene
from app.views.board.programs import HeadLine, ProgramLine, programs
from tests.support.scenes import VIEWS, at, preset_scenes


def columns(scene: Scene) -> list[tuple[HeadLine, list[ProgramLine]]]:
    """The head and the lines of the loop, and of the matrix form."""
    made = programs(scene)
    return [(head, [row[number] for row in made.rows]) for number, head in enumerate(made.heads)]


both_views = pytest.mark.parametrize("view", VIEWS)


@given(preset_scenes())
def test_every_line_links_to_the_step_that_writes_its_matrix(scene: Scene) -> None:
    names = list(computed_names(scene.layers))
    for head, lines in columns(scene):
        reached = [at(line.url) for line in lines]
        assert [target.step and target.step.writes for target in reached] == names
        assert {target.state.view for target in reached} == {head.view}
        assert [line.left.letter.upper() + line.left.layer for line in lines] == [str(name) for name in names]


@given(preset_scenes())
def test_the_link_of_a_line_keeps_the_current_example(scene: Scene) -> None:
    for head, lines in columns(scene):
        for name, line in zip(computed_names(scene.layers), lines, strict=True):
            target = at(line.url)
            if head.view != scene.state.view and scene.step and scene.step.writes == name:
                assert target.state == switched(scene)
            else:
                assert target.chosen and target.chosen.column == target.example == scene.example


@given(preset_scenes())
def test_the_head_of_the_other_program_keeps_the_chosen_cell_before_the_first_step(scene: Scene) -> None:
    scene = scene.at(scene.state.model_copy(update={"step": 0}))
    (there,) = (at(head.url) for head, lines in columns(scene) if head.view != scene.state.view)
    assert there.chosen == scene.chosen


@given(preset_scenes())
def test_only_the_line_of_the_step_is_current_in_both_programs(scene: Scene) -> None:
    for head, lines in columns(scene):
        marked = [number for number, line in enumerate(lines) if line.is_current]
        here_too = head.view == scene.state.view
        assert head.is_current == (here_too and scene.step is None)
        assert marked == ([(scene.state.step - 1) % len(lines)] if here_too and scene.step else [])


@given(preset_scenes())
def test_the_head_links_to_step_0_of_its_program(scene: Scene) -> None:
    for head, _ in columns(scene):
        target = at(head.url)
        assert (target.state.view, target.state.step, target.preset) == (head.view, 0, scene.preset)


def test_both_programs_multiply_the_same_and_call_numpy_as_often_as_they_have_steps() -> None:
    made = programs(at())
    assert (made.products, made.loop_calls, made.vectorized_calls) == ("100", "20", "4")  # 5 (3 · 4 + 4 · 2)
    flowers = programs(at("preset=iris"))
    assert (flowers.products, flowers.loop_calls, flowers.vectorized_calls) == ("5,250", "600", "4")


@given(preset_scenes())
def test_the_operation_of_the_step_is_marked_in_both_programs(scene: Scene) -> None:
    for _, lines in columns(scene):
        marked = [number for number, line in enumerate(lines) if line.is_current or line.is_same]
        assert marked == ([(scene.state.step - 1) % len(lines)] if scene.step else [])


@given(preset_scenes())
def test_switching_the_view_keeps_layer_operation_and_chosen_cell(scene: Scene) -> None:
    target = at(scene.url(switched(scene)))
    assert target.state.view != scene.state.view
    if scene.step and target.step:
        assert target.step.writes == scene.step.writes
        assert target.chosen == scene.chosen
    else:
        assert (scene.step, target.step) == (None, None)


@given(preset_scenes())
def test_switching_there_and_back_returns_to_the_iteration_of_the_chosen_cell(scene: Scene) -> None:
    back = at(scene.url(switched(scene.at(switched(scene)))))
    assert (back.state.view, back.chosen) == (scene.state.view, scene.chosen)
    cell, step = scene.chosen, scene.step
    if cell is None or not cell.matrix.has_examples or cell.column == scene.example:
        assert back.step == step


def test_the_loop_line_is_written_with_columns_and_the_vectorized_with_matrices() -> None:
    (_, loop), (_, vectorized) = columns(at())
    assert [line.label for line in loop] == [
        "z, layer 1, example i equals W, layer 1 times x, example i plus b, layer 1",
        "a, layer 1, example i equals sigmoid of z, layer 1, example i",
        "z, layer 2, example i equals W, layer 2 times a, layer 1, example i plus b, layer 2",
        "a, layer 2, example i equals sigmoid of z, layer 2, example i",
    ]
    assert [line.label for line in vectorized] == [
        "Z, layer 1 equals W, layer 1 times X plus b, layer 1",
        "A, layer 1 equals sigmoid of Z, layer 1",
        "Z, layer 2 equals W, layer 2 times A, layer 1 plus b, layer 2",
        "A, layer 2 equals sigmoid of Z, layer 2",
    ]


@both_views
def test_the_head_names_the_first_and_the_last_example(view: str) -> None:
    def heads(query: str) -> list[tuple[str, bool]]:
        shown = programs(at(f"{query}&view={view}")).heads[1].columns
        return [(column.symbol.text, column.gap) for column in shown]

    assert heads("m=2") == [("x(1)", False), ("x(2)", False)]
    assert heads("preset=iris") == [("x(1)", False), ("x(150)", True)]
