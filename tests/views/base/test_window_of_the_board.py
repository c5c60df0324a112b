"""The window of the board: whole columns, with their true numbers."""

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name
from app.state import WINDOW_EXAMPLES, WINDOW_FEATURES
from app.views.base.scene import Scene
from app.views.board.board import board
from app.views.board.matrix_view import MatrixView
from tests.support.scenes import at, scenes, steps


def with_examples(here: Scene) -> list[MatrixView]:
    """The matrices that have a column an example."""
    return [band.matrix for band in board(here).bands]


@given(scenes())
def test_the_window_shows_whole_columns_with_their_numbers(here: Scene) -> None:
    shown = min(WINDOW_EXAMPLES, here.sizes.m - here.shown.start)
    for table in with_examples(here):
        rows, columns = here.sizes.shapes[Name(table.name)]
        assert table.data_shape == f"{rows},{columns}"
        down, first_row = (
            (min(WINDOW_FEATURES, rows), here.window.rows[INPUTS].start + 1) if table.name == "X" else (rows, 1)
        )
        assert [len(row.cells) for row in table.rows] == [shown] * down
        assert table.first == (
            f"{first_row},{here.shown.start + 1}" if here.sizes.m > WINDOW_EXAMPLES or down < rows else ""
        )
        numbers = [head.rpartition(" ")[2] for head in table.heads]
        assert numbers == [str(number) for number in range(here.shown.start + 1, here.shown.start + 1 + shown)]


@given(scenes())
def test_matrices_without_examples_are_whole_except_wide_W1(here: Scene) -> None:
    for band in board(here).bands:
        for table in (band.W, band.b):
            if table:
                rows, columns = len(table.rows), len(table.rows[0].cells)
                is_windowed = table.name == "W1" and here.sizes.n[0] > 16
                assert (f"{rows},{columns}" == table.data_shape) is not is_windowed
                assert table.first == (f"1,{here.window.rows[INPUTS].start + 1}" if is_windowed else "")


@given(st.sampled_from(steps("iris", "loop")))
def test_the_window_contains_the_example_of_the_loop(step: int) -> None:
    here = at(f"preset=iris&step={step}")
    if here.step:
        assert here.step.example in here.shown


@given(st.integers(1, 150))
def test_in_the_matrix_form_the_window_contains_the_chosen_example(column: int) -> None:
    assert column - 1 in at(f"preset=iris&view=vectorized&step=4&cell=X.2.{column}").shown


@given(st.sampled_from(["loop", "vectorized"]), st.integers(0, 4))
def test_links_to_next_windows_pass_every_example_once_and_keep_the_step(view: str, step: int) -> None:
    here = at(f"preset=iris&view={view}&step={step}&window=1")
    passed = list(here.shown)
    made = board(here).window
    assert made and not made.previous_url
    while made and made.next_url:
        there = at(made.next_url)
        assert (there.state.view, there.state.step) == (view, step)
        passed += there.shown
        back = board(there).window
        assert back and at(back.previous_url).shown == here.shown
        here, made = there, back
    assert passed == list(range(150))
    assert made and made.text == "145 to 150 of 150"


def test_examples_that_fit_need_no_window() -> None:
    assert board(at("step=3")).window is None


@given(scenes())
def test_an_example_has_the_same_colour_in_every_window(here: Scene) -> None:
    made = board(here)
    assert made.colour == (here.shown.start) % 6
    if here.step and here.step.example is not None:
        assert made.outline_colour == here.step.example % 6
