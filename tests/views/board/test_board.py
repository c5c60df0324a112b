"""The board shows exactly what is computed, and marks what the step writes and reads."""

from decimal import Decimal

import pytest
from hypothesis import given

from app.engine.names import INPUTS, Name, computed_names, names_of
from app.engine.ops import Region, bind, cells_read, cells_written
from app.engine.program import operation
from app.state import Cell
from app.views.base import words
from app.views.base.numbers import number
from app.views.base.scene import Scene
from app.views.board.board import Board, board
from app.views.board.matrix_view import CellView, MatrixView
from tests.support.scenes import at, every_step, far_scenes, other, preset_scenes, scenes

At = tuple[Name, int, int]
"""A cell: matrix, row and column from 0."""


def tables(made: Board) -> dict[Name, MatrixView]:
    """Every matrix on the board by name."""
    found = (table for band in made.bands for table in (band.matrix, band.W, band.b) if table is not None)
    return {Name(table.name): table for table in found}


def cells(made: Board) -> dict[At, CellView]:
    """Every cell shown by its position in the whole matrix."""
    found = {}
    for name, table in tables(made).items():
        first_row, first_column = (int(first) - 1 for first in (table.first or "1,1").split(","))
        for row, each in enumerate(table.rows, start=first_row):
            found |= {(name, row, column): cell for column, cell in enumerate(each.cells, start=first_column)}
    return found


def regions(scene: Scene, matrix: Name, bound: dict[str, int]) -> dict[Name, Region]:
    """The regions that the operation reads for that part of its result, according to the engine."""
    made = operation(scene.network, matrix)
    shapes = tuple(scene.sizes.shapes[name] for name in made.reads)
    return dict(zip(made.reads, cells_read(made.op, bound, shapes), strict=True))


def inside(found: dict[Name, Region], shown: dict[At, CellView]) -> set[At]:
    """The cells shown that lie in those regions."""
    return {(name, *at) for name, *at in shown if name in found and tuple(at) in found[name]}


@given(scenes())
def test_now_marks_exactly_the_cells_the_step_writes(scene: Scene) -> None:
    shown = cells(board(scene))
    written = {}
    if scene.step:
        op, shape = operation(scene.network, scene.step.writes).op, scene.sizes.shapes[scene.step.writes]
        written = {scene.step.writes: cells_written(op, scene.step.bound, shape)}
    assert {at for at, cell in shown.items() if cell.state == "now"} == inside(written, shown)


@given(preset_scenes())
def test_now_marks_exactly_the_cells_that_were_todo_one_step_before(scene: Scene) -> None:
    if scene.step:
        before = cells(board(other(scene, step=scene.state.step - 1, window=scene.shown.start + 1)))
        for where, cell in cells(board(scene)).items():
            assert (cell.state == "now") == (before[where].state == "todo" and cell.state != "todo")


@given(scenes())
def test_todo_marks_exactly_the_cells_not_computed_and_they_are_empty(scene: Scene) -> None:
    for (name, _, column), cell in cells(board(scene)).items():
        todo = not name.is_given and not scene.program.is_computed(name, column, scene.state.step)
        assert (cell.state == "todo") == todo == (cell.text == "")


@given(scenes())
def test_read_marks_exactly_the_cells_the_step_reads(scene: Scene) -> None:
    made = board(scene)
    shown = cells(made)
    read = regions(scene, scene.step.writes, scene.step.bound) if scene.step else {}
    whole = {name for name, table in tables(made).items() if table.read}
    assert whole == {name for name, region in read.items() if region.covers(scene.sizes.shapes[name])}
    marked = {at for at, cell in shown.items() if cell.read}
    assert not {name for name, *_ in marked} & whole
    assert marked == {at for at in inside(read, shown) if at[0] not in whole}


@given(scenes())
def test_feeds_marks_exactly_the_inputs_of_the_chosen_cell(scene: Scene) -> None:
    shown, chosen = cells(board(scene)), scene.chosen
    feeds = {}
    if chosen and not chosen.matrix.is_given:
        op = operation(scene.network, chosen.matrix).op
        feeds = regions(scene, chosen.matrix, bind(op, chosen.row - 1, chosen.column - 1))
    assert {at for at, cell in shown.items() if cell.feeds} == inside(feeds, shown)


@given(scenes())
def test_only_the_states_cell_is_marked_as_chosen(scene: Scene) -> None:
    shown, chosen = cells(board(scene)), scene.chosen
    wanted = {(chosen.matrix, chosen.row - 1, chosen.column - 1)} & set(shown) if chosen else set()
    assert {at for at, cell in shown.items() if cell.chosen} == wanted


@given(scenes())
def test_exactly_the_cells_with_text_can_be_chosen_by_their_names(scene: Scene) -> None:
    for (name, row, column), cell in cells(board(scene)).items():
        assert cell.name == (str(Cell(name, row + 1, column + 1)) if cell.text else "")


@given(far_scenes() | scenes())
def test_figures_are_rounded_numbers_with_equal_decimals_in_a_matrix(scene: Scene) -> None:
    """Only a number that these decimals would show as 0, or that is too long, is an exception."""
    made = board(scene)
    for (name, row, column), cell in cells(made).items():
        if cell.text:
            shown, value = number(cell.text), Decimal(float(scene.exact(name)[row, column]))
            places_ = -int(shown.as_tuple().exponent)
            assert abs(shown - value) <= Decimal(5).scaleb(-places_ - 1) * Decimal("1.001")
            assert (shown == 0) == (value == 0)
            decimals = scene.matrices.decimals[name]
            assert places_ == decimals or "·" in cell.text or abs(value) < Decimal(5).scaleb(-decimals - 1)


@given(scenes())
def test_bands_run_from_X_to_the_predictions_with_W_and_b_next_to_Z(scene: Scene) -> None:
    bands = board(scene).bands
    assert [Name(band.matrix.name) for band in bands] == [INPUTS, *computed_names(scene.layers)]
    assert [Name(band.matrix.name) for band in bands if band.is_prediction] == [scene.outputs]
    for band in bands:
        beside = [Name(table.name) for table in (band.W, band.b) if table]
        layer = Name(band.matrix.name).layer
        assert beside == ([names_of(layer).W, names_of(layer).b] if band.kind == "Z" else [])


@given(scenes())
def test_the_outline_is_at_the_column_of_the_loops_example_and_0_otherwise(scene: Scene) -> None:
    made = board(scene)
    example = scene.step.example if scene.step else None
    on_show = example is not None and example in scene.shown
    assert made.outline == (example - scene.shown.start + 1 if on_show and example is not None else 0)
    is_band = scene.state.view == "vectorized" and scene.step is not None
    lit = [number for number, head in zip(scene.shown, made.heads, strict=True) if head.lit]
    assert lit == (list(scene.shown) if is_band else [example] if on_show else [])


@given(scenes())
def test_copies_of_b_are_drawn_only_in_the_step_that_broadcasts_it(scene: Scene) -> None:
    copies = scene.sizes.m - 1
    for band in board(scene).bands:
        broadcast = scene.step is not None and scene.step.example is None and str(scene.step.writes) == band.matrix.name
        if broadcast and band.kind == "Z" and copies:
            assert band.copies and band.copies.text == words.copies(copies) and 1 <= len(band.copies.colours) <= copies
        else:
            assert band.copies is None


def test_the_loop_fills_the_board_column_by_column_and_the_matrix_form_band_by_band() -> None:
    def filled(query: str) -> set[tuple[str, int]]:
        known = ((str(name), column + 1) for (name, _, column), cell in cells(board(at(query))).items() if cell.name)
        return {(name, column) for name, column in known if not Name(name).is_given}

    first = {("Z1", 1), ("A1", 1), ("Z2", 1), ("A2", 1)}
    assert filled("step=4") == first
    assert filled("step=6") == first | {("Z1", 2), ("A1", 2)}
    bands = {(name, column) for name in ("Z1", "A1") for column in range(1, 6)}
    assert filled("view=vectorized&step=2") == bands


@pytest.mark.parametrize(
    ("query", "heads"),
    [("", {"X": ("1", "2", "3"), "A2": ("1", "2")}), ("preset=iris", {"A2": ("setosa", "versicolor", "virginica")})],
)
def test_rows_have_the_names_of_the_presets_features_and_classes(query: str, heads: dict[str, tuple[str, ...]]) -> None:
    made = tables(board(at(query)))
    for name, wanted in heads.items():
        assert tuple(row.head for row in made[Name(name)].rows) == wanted


@pytest.mark.slow
def test_no_step_of_the_course_example_changes_an_earlier_figure() -> None:
    done: dict[str, dict[At, str]] = {"loop": {}, "vectorized": {}}
    for scene in every_step("course"):
        texts = {at: cell.text for at, cell in cells(board(scene)).items() if cell.text}
        before = done[scene.state.view]
        assert before.items() <= texts.items()
        done[scene.state.view] = texts
    assert done["loop"] == done["vectorized"]
