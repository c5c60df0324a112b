"""The bar below the board: links to the neighbouring steps, to the other view and to the examples."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import Name
from app.views.base.scene import Scene
from app.views.board.stepper import stepper
from tests.support.scenes import at, preset_scenes


def targets(scene: Scene) -> dict[str, int | None]:
    """The step to which each button links, or None."""
    return {button.name: at(button.url).state.step if button.url else None for button in stepper(scene).buttons}


@given(preset_scenes())
def test_the_buttons_link_to_their_steps_and_nowhere_at_the_ends(scene: Scene) -> None:
    step, last = scene.state.step, len(scene.program)
    assert targets(scene) == {
        "First step": 0 if step else None,
        "Previous step": step - 1 if step else None,
        "Next step": step + 1 if step < last else None,
        "Last step": last if step < last else None,
    }


@given(preset_scenes())
def test_a_step_keeps_view_numbers_and_classroom_mode(scene: Scene) -> None:
    for button in stepper(scene).buttons:
        if button.url:
            target = at(button.url).state
            assert (target.preset, target.view, target.present) == (
                scene.state.preset,
                scene.state.view,
                scene.state.present,
            )


@given(preset_scenes())
def test_a_step_of_the_matrix_form_keeps_the_current_example(scene: Scene) -> None:
    if scene.state.view == "vectorized" and scene.step:
        target = at(stepper(scene).buttons[2].url or stepper(scene).buttons[1].url)
        if target.step:
            assert target.example == scene.example


@given(preset_scenes())
def test_the_chips_link_to_the_examples_shown(scene: Scene) -> None:
    chips = stepper(scene).chips
    assert [chip.number for chip in chips] == [i + 1 for i in scene.shown]
    for chip in chips:
        target = at(chip.url)
        assert target.example == chip.number
        assert target.step and target.step.writes == (scene.step.writes if scene.step else Name("Z1"))
        assert chip.is_current == (scene.step is not None and scene.example == chip.number)
        assert chip.is_done == scene.is_computed(scene.outputs, chip.number - 1)


@given(preset_scenes())
def test_the_link_of_the_current_view_is_marked_and_keeps_the_state(scene: Scene) -> None:
    views = stepper(scene).views
    assert [view.name for view in views] == ["Loop view", "Vectorized view"]
    (current,) = [view for view in views if view.is_current]
    assert current.text.lower() == scene.state.view
    assert at(current.url).state == scene.state


@given(preset_scenes(), st.data())
def test_the_jump_url_with_any_step_is_that_step_in_the_same_view(scene: Scene, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, len(scene.program)))
    jump = stepper(scene).jump
    target = at(f"{jump}{'&' if '?' in jump else '?'}step={step}").state
    assert (target.preset, target.view, target.step) == (scene.state.preset, scene.state.view, step)


def test_the_stepper_names_the_step_and_the_examples() -> None:
    assert stepper(at("step=5")).where == "Step 5 of 20"
    assert [chip.name for chip in stepper(at("preset=iris&step=33")).chips][:2] == ["Flower 9", "Flower 10"]
    assert [chip.name for chip in stepper(at()).chips] == [f"Example {i}" for i in range(1, 6)]
