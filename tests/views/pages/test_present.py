"""Classroom mode shows one layer with the board's figures and highlights, and links to everything else."""

from urllib.parse import parse_qs

from hypothesis import given

from app.engine.names import INPUTS, Name
from app.views.base import words
from app.views.base.scene import Scene
from app.views.base.window import MAX_CHARACTERS
from app.views.board.board import board
from app.views.board.closeup import close_up
from app.views.board.matrix_view import MatrixView
from app.views.pages.present import Present, Slide, present
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
    assert made.line.left.text == "z[1](i)"
    assert made.close_up.kind == "names"


def test_the_line_of_the_step_names_its_example() -> None:
    assert shown(at("present=1&step=7")).line.left.text == "z[2](2)"
    assert shown(at("present=1&step=8")).line.activation == "σ"
    assert shown(at("present=1&view=vectorized&step=3")).line.left.text == "Z[2]"


def test_progress_names_the_example_or_how_many_are_computed_at_once() -> None:
    assert shown(at("present=1")).progress == "5 examples"
    assert shown(at("present=1&step=7")).progress == "example 2 of 5"
    assert shown(at("present=1&view=vectorized&step=2")).progress == "all 5 examples at once"


def test_only_the_matrix_form_says_that_no_copy_of_b_is_stored() -> None:
    assert shown(at("present=1&view=vectorized&step=1")).sentence.endswith(words.BROADCAST)
    for query in (
        "present=1&step=1",
        "present=1&view=vectorized&step=2",
        "preset=xor&m=1&present=1&view=vectorized&step=1",
    ):
        assert words.BROADCAST not in shown(at(query)).sentence


@given(class_scenes(preset_scenes()))
def test_the_sum_is_the_boards_close_up(scene: Scene) -> None:
    made = shown(scene)
    assert made.close_up == close_up(scene)
    assert 1 <= made.lines <= 79  # what tokens.css can count
    assert 1 <= made.characters <= MAX_CHARACTERS


def test_a_sum_has_more_height_below_a_layer_of_few_neurons() -> None:
    assert [shown(at(f"present=1&step={step}")).lines for step in (1, 3)] == [5, 5]  # of 5 and 6 lines
    assert shown(at("layers=8-8&features=8&present=1&step=1")).lines > 8


def test_after_the_loop_the_way_on_is_the_matrix_form() -> None:
    made = shown(at("present=1&step=20")).stepper
    assert made.onward and at(made.onward.url).state.view == "vectorized"
    assert state(made.onward.url).present == 1
    assert shown(at("present=1&view=vectorized&step=4")).stepper.onward is None


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
    assert slide.examples.text == "5 to 8 of 150"
    assert at(slide.examples.next_url).shown == range(8, 12)
    assert at(slide.examples.previous_url).shown == range(4)
    assert at(slide.examples.next_url).state.step == 3
    last = shown(at("preset=iris&present=1&view=vectorized&step=3&cell=Z2.2.150")).slide
    assert last.examples and last.examples.next_url == ""


def test_a_window_of_one_input_is_named_in_the_singular() -> None:
    slide = shown(at("preset=iris&present=1&step=3&cell=W2.1.5")).slide
    assert slide.inputs and slide.inputs.text == "input 5 of 5"
    assert slide.inputs.next_url == ""
