"""The bar below the board: links to the neighbouring steps, to the other view and to the examples."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import Name
from app.views.base.scene import Scene
from app.views.board.stepper import stepper
from tests.support.scenes import at, preset_scenes


def targets(here: Scene) -> dict[str, int | None]:
    """The step to which each button links, or None."""
    return {button.name: at(button.url).state.step if button.url else None for button in stepper(here).buttons}


@given(preset_scenes())
def test_the_buttons_link_to_their_steps_and_nowhere_at_the_ends(here: Scene) -> None:
    step, last = here.state.step, len(here.program)
    assert targets(here) == {
        "First step": 0 if step else None,
        "Previous step": step - 1 if step else None,
        "Next step": step + 1 if step < last else None,
        "Last step": last if step < last else None,
    }


@given(preset_scenes())
def test_a_step_keeps_view_numbers_and_classroom_mode(here: Scene) -> None:
    for button in stepper(here).buttons:
        if button.url:
            there = at(button.url).state
            assert (there.preset, there.view, there.present) == (
                here.state.preset,
                here.state.view,
                here.state.present,
            )


@given(preset_scenes())
def test_a_step_of_the_matrix_form_keeps_the_current_example(here: Scene) -> None:
    if here.state.view == "vectorized" and here.step:
        there = at(stepper(here).buttons[2].url or stepper(here).buttons[1].url)
        if there.step:
            assert there.example == here.example


@given(preset_scenes())
def test_the_chips_link_to_the_examples_shown(here: Scene) -> None:
    chips = stepper(here).chips
    assert [chip.number for chip in chips] == [i + 1 for i in here.shown]
    for chip in chips:
        there = at(chip.url)
        assert there.example == chip.number
        assert there.step and there.step.writes == (here.step.writes if here.step else Name("Z1"))
        assert chip.is_current == (here.step is not None and here.example == chip.number)
        assert chip.is_done == here.is_computed(here.outputs, chip.number - 1)


@given(preset_scenes())
def test_the_link_of_the_current_view_is_marked_and_keeps_the_state(here: Scene) -> None:
    views = stepper(here).views
    assert [view.name for view in views] == ["Loop view", "Vectorized view"]
    (current,) = [view for view in views if view.is_current]
    assert current.text.lower() == here.state.view
    assert at(current.url).state == here.state


@given(preset_scenes(), st.data())
def test_the_jump_url_with_any_step_is_that_step_in_the_same_view(here: Scene, data: st.DataObject) -> None:
    step = data.draw(st.integers(0, len(here.program)))
    jump = stepper(here).jump
    there = at(f"{jump}{'&' if '?' in jump else '?'}step={step}").state
    assert (there.preset, there.view, there.step) == (here.state.preset, here.state.view, step)


def test_the_stepper_names_the_step_and_the_examples() -> None:
    assert stepper(at("step=5")).where == "Step 5 of 20"
    assert [chip.name for chip in stepper(at("preset=iris&step=33")).chips][:2] == ["Flower 9", "Flower 10"]
    assert [chip.name for chip in stepper(at()).chips] == [f"Example {i}" for i in range(1, 6)]
