"""Classroom mode shows one layer with the board's figures and highlights, and links to everything else."""

from urllib.parse import parse_qs

from hypothesis import given

from app.engine.names import INPUTS, Name
from app.views.base.scene import Scene
from app.views.board.board import board
from app.views.board.matrix_view import MatrixView
from app.views.pages.present import MOST_PAST_STEPS, Present, Slide, present
from tests.support.scenes import at, class_scenes, other, preset_scenes, state

BASE = "https://columnwise.example"


def shown(scene: Scene) -> Present:
    return present(scene, BASE)


def tables(slide: Slide) -> list[MatrixView]:
    return [slide.input, slide.W, slide.b, slide.Z, slide.A]


@given(class_scenes(preset_scenes()))
def test_every_cell_equals_the_boards_cell(scene: Scene) -> None:
    slide = shown(scene).slide
    whole = board(other(scene, present=0, rows=None, window=scene.example))
    on_board = {each.name: each for band in whole.bands for each in (band.matrix, band.W, band.b) if each}
    for table in tables(slide):
        first_row, first_column = map(int, (table.first or "1,1").split(","))
        whole_table = on_board[table.name]
        whole_row, whole_column = map(int, (whole_table.first or "1,1").split(","))
        compared = 0
        for down, row in enumerate(table.rows):
            for across, cell in enumerate(row.cells):
                at_row, at_column = first_row + down - whole_row, first_column + across - whole_column
                if 0 <= at_row < len(whole_table.rows) and 0 <= at_column < len(whole_table.rows[0].cells):
                    same = whole_table.rows[at_row].cells[at_column]
                    assert (cell.text, cell.state, cell.name) == (same.text, same.state, same.name)
                    assert (cell.chosen, cell.feeds) == (same.chosen, same.feeds)
                    compared += 1
        assert compared > 0 or max(scene.sizes.n) > 16  # of many features the windows may lie apart


def test_a_slide_shows_the_current_layer_and_its_input() -> None:
    assert [each.name for each in tables(shown(at("present=1&step=5")).slide)] == ["X", "W1", "b1", "Z1", "A1"]
    assert [each.name for each in tables(shown(at("present=1&step=8")).slide)] == ["A1", "W2", "b2", "Z2", "A2"]
    assert [head.symbol.text for head in shown(at("present=1&step=8")).slide.heads][:2] == ["a[1](1)", "a[1](2)"]


def test_before_the_first_step_the_first_layer_is_shown() -> None:
    made = shown(at("present=1"))
    assert made.slide.Z.name == "Z1"
    assert not any(cell.text for row in made.slide.Z.rows for cell in row.cells)
    assert [stop.is_current for stop in made.stops] == [True, False, False, False, False]
    assert made.trail == ()


def test_the_network_path_marks_computed_and_current_matrices() -> None:
    made = shown(at("present=1&step=7"))
    assert [stop.symbol.text for stop in made.stops] == ["X", "Z[1]", "A[1]", "Z[2]", "A[2]"]
    assert [stop.is_current for stop in made.stops] == [False, False, False, True, False]
    assert [stop.is_done for stop in made.stops] == [True, True, True, True, False]
    assert [at(stop.url).state.step for stop in made.stops] == [0, 5, 6, 7, 8]


def test_progress_counts_the_examples_done() -> None:
    assert shown(at("present=1&step=7")).progress == "1 of 5 examples done"
    assert shown(at("present=1&step=8")).progress == "2 of 5 examples done"
    assert shown(at("present=1&step=20")).progress == "5 of 5 examples done"
    assert shown(at("present=1&view=vectorized&step=2")).progress == "all 5 examples at once"


@given(class_scenes(preset_scenes()))
def test_the_trail_is_the_last_steps_in_their_order(scene: Scene) -> None:
    made = shown(scene)
    numbers = [number for number, _ in made.trail]
    assert numbers == list(range(max(1, scene.state.step - MOST_PAST_STEPS), scene.state.step))
    assert [at(line.url).state.step for _, line in made.trail] == numbers


def test_the_trail_names_the_example_of_each_step() -> None:
    made = shown(at("present=1&step=5"))
    assert [line.left.text for _, line in made.trail] == ["a[1](1)", "z[2](1)", "a[2](1)"]
    assert shown(at("present=1&view=vectorized&step=3")).trail[0][1].left.text == "Z[1]"


def test_the_theme_and_the_letters_are_switched_by_the_address() -> None:
    made = shown(at("present=1&step=5"))
    assert (made.theme, state(made.theme_url).theme, state(made.letters_url).letters) == ("auto", "dark", 0)
    dark = shown(at("present=1&step=5&theme=dark&letters=0"))
    assert (dark.theme, state(dark.theme_url).theme, state(dark.letters_url).letters) == ("dark", "auto", 1)
    assert (dark.has_letters, made.has_letters) == (False, True)


def test_leaving_opens_the_same_step_on_the_board() -> None:
    assert shown(at("present=1&step=5&theme=dark&letters=0")).leave_url == "/?step=5"


def test_windows_of_inputs_and_neurons_link_to_the_rest() -> None:
    slide = shown(at("preset=digits&present=1&step=1&rows=6")).slide
    assert slide.inputs and slide.neurons and slide.examples
    assert slide.inputs.text == "inputs 5–8 of 64"
    assert parse_qs(slide.inputs.next_url.partition("?")[2])["rows"] == ["9"]
    assert at(slide.inputs.previous_url).window.rows[INPUTS] == range(4)
    assert at(slide.neurons.next_url).window.rows[Name("Z1")].start == len(slide.Z.rows)
    assert (slide.neurons.previous_url, slide.examples.next_url) == ("", "")  # the loop goes on by itself


def test_the_matrix_form_links_to_the_other_examples() -> None:
    slide = shown(at("preset=iris&present=1&view=vectorized&step=3&cell=Z2.2.6")).slide
    assert slide.examples
    assert slide.examples.text == "flowers 5–8 of 150"
    assert at(slide.examples.next_url).shown == range(8, 12)
    assert at(slide.examples.previous_url).shown == range(4)
    assert at(slide.examples.next_url).state.step == 3
    last = shown(at("preset=iris&present=1&view=vectorized&step=3&cell=Z2.2.150")).slide
    assert last.examples and last.examples.next_url == ""


def test_a_window_of_one_input_is_named_in_the_singular() -> None:
    slide = shown(at("preset=digits&present=1&step=3&rows=16")).slide
    assert slide.inputs and slide.inputs.text == "input 16 of 16"
    assert slide.inputs.next_url == ""
