"""Three readings of a column of weighted sums, their highlights, and the memory of the cache of sums."""

import tracemalloc
from decimal import Decimal
from math import prod

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.names import Name, inputs_of, names_of
from app.engine.program import operation
from app.state import Cell, State
from app.views.base.numbers import figure, number
from app.views.base.scene import Scene, scene
from app.views.board.board import board
from app.views.board.closeup import CloseUp, close_up
from app.views.board.sums import CACHED_SUMS, MOST_NEURONS, Combination, CombinationRow, Readings, Sum, sum_of
from tests.support.scenes import at, far_scenes, other, scenes, wide_scenes

FEW_SUMS = 16
MOST_BYTES = 10 * 2**20


def read(drawn: Scene, how: str) -> tuple[Scene, CloseUp, Readings]:
    """A computed weighted sum in that reading."""
    assume(drawn.chosen is not None and drawn.chosen.matrix.kind == "Z")
    assert drawn.chosen
    assume(drawn.is_computed(drawn.chosen.matrix, drawn.chosen.column - 1))
    scene = drawn.at(drawn.state.model_copy(update={"reading": how}))
    made = close_up(scene)
    assert made.readings
    return scene, made, made.readings


def total(made: Sum) -> Decimal:
    """The sum of the figures shown."""
    products = [prod((number(text) for text, _ in term.factors), start=Decimal(1)) for term in made.terms]
    rest = number(made.rest) if made.rest else Decimal(0)
    return sum(products, start=rest) + number(made.bias.factors[0][0])


@given(scenes() | wide_scenes() | far_scenes())
def test_the_figures_of_every_neurons_sum_give_its_result(drawn: Scene) -> None:
    scene, _, made = read(drawn, "column")
    assert scene.chosen and len(made.column) <= MOST_NEURONS
    assert [row.unit for row in made.column if row.is_chosen] == [scene.chosen.row]
    for row in made.column:
        name, column = scene.chosen.matrix, scene.chosen.column - 1
        assert row.result == scene.text(name, row.unit - 1, column)
        assert figure(float(total(row.sum)), scene.matrices.decimals[name]) == row.result


def columns_added(made: Combination, row: CombinationRow) -> Decimal:
    """The entry of the column in that row, from the figures of the combination."""
    products = [
        number(factor) * number(entry) for (factor, _), entry in zip(made.coefficients, row.entries, strict=True)
    ]
    return sum(products, start=number(row.rest) if row.rest else Decimal(0)) + number(row.bias)


@given(scenes() | wide_scenes() | far_scenes())
def test_a_combination_of_columns_of_w_adds_up_to_the_column(drawn: Scene) -> None:
    scene, _, made = read(drawn, "combination")
    assert made.combination and scene.chosen
    assert [row.unit for row in made.combination.rows if row.is_chosen] == [scene.chosen.row]
    for row in made.combination.rows:
        name = scene.chosen.matrix
        assert row.result == scene.text(name, row.unit - 1, scene.chosen.column - 1)
        assert figure(float(columns_added(made.combination, row)), scene.matrices.decimals[name]) == row.result
        if made.combination.relation == "=":
            assert columns_added(made.combination, row) == number(row.result)


@given(scenes(), st.sampled_from(["column", "combination"]))
def test_a_column_depends_on_the_highlighted_entries_only(drawn: Scene, how: str) -> None:
    scene, _, _ = read(drawn, how)
    cell = scene.chosen
    assert cell
    made = operation(scene.network, cell.matrix)
    column = scene.matrix(cell.matrix)[:, cell.column - 1]
    for which, name in enumerate(made.reads):
        inputs = [scene.matrix(each).copy() for each in made.reads]
        lit = np.zeros(inputs[which].shape, dtype=bool)
        for region in scene.highlighted[name]:
            lit[region.rows.start : region.rows.stop, region.columns.start : region.columns.stop] = True
        inputs[which][~lit] += 7.5
        as_it_was = made.op(*(scene.matrix(each) for each in made.reads))
        assert np.array_equal(made.op(*inputs)[:, cell.column - 1], as_it_was[:, cell.column - 1])
        for row, entry in np.argwhere(lit)[:4]:
            others = [scene.matrix(each).copy() for each in made.reads]
            others[0] = others[0] + (others[0] == 0)  # a weight of 0 would hide a change
            others[1] = others[1] + (others[1] == 0)
            before = made.op(*others)[:, cell.column - 1]
            others[which] = others[which].copy()
            others[which][row, entry] += 1e3
            assert not np.array_equal(made.op(*others)[:, cell.column - 1], before)
    (written,) = scene.highlighted[cell.matrix]
    assert (written.columns, len(written.rows)) == (range(cell.column - 1, cell.column), len(column))


@given(scenes())
def test_the_reading_by_cell_highlights_nothing(drawn: Scene) -> None:
    scene, _, made = read(drawn, "cell")
    assert (scene.highlighted, made.column, made.combination) == ({}, (), None)


def highlights(query: str) -> dict[str, list[int]]:
    made = board(at(query))
    tables = [each for band in made.bands for each in (band.matrix, band.W, band.b) if each]
    return {table.name: [each.at for each in table.highlights] for table in tables if table.highlights}


def test_each_reading_of_the_course_example_highlights_its_columns() -> None:
    query = "view=vectorized&step=1&cell=Z1.3.2"
    assert highlights(f"{query}&reading=column") == {"X": [2], "W1": [0], "b1": [0], "Z1": [2]}
    assert highlights(f"{query}&reading=combination") == {"X": [2], "W1": [1, 2, 3], "b1": [0], "Z1": [2]}
    assert highlights(query) == {}
    assert highlights("view=vectorized&step=2&cell=A1.3.2") == {}
    assert highlights("step=1&cell=Z1.3.2") == {}  # not computed yet


def test_a_combination_computed_by_hand() -> None:
    query = "view=vectorized&step=1&cell=Z1.3.2"
    made = close_up(at(f"{query}&reading=combination")).readings
    assert made and made.combination
    combined = made.combination
    assert [factor for factor, _ in combined.coefficients] == ["1.6", "−0.6", "−0.1"]
    assert [row.entries[1] for row in combined.rows] == ["0.3", "−1.0", "0.5", "−1.3"]
    assert [row.bias for row in combined.rows] == ["−0.2", "−0.1", "0.5", "0.4"]
    assert [row.result for row in combined.rows] == ["−2.24", "−1.83", "0.59", "0.85"]
    assert [row.is_chosen for row in combined.rows] == [False, False, True, False]
    assert (combined.relation, combined.is_folded, combined.rows[0].rest) == ("=", False, "")
    assert [row.result for row in close_up(at(f"{query}&reading=column")).readings.column] == [  # type: ignore[union-attr]
        "−2.24",
        "−1.83",
        "0.59",
        "0.85",
    ]


def test_the_cell_is_the_default_and_each_tab_leads_to_its_reading() -> None:
    drawn = at("view=vectorized&step=1&cell=Z1.3.2")
    made = close_up(drawn).readings
    assert made
    assert [tab.text for tab in made.tabs] == ["row times column", "W times x", "columns of W"]
    assert [tab.is_current for tab in made.tabs] == [True, False, False]
    assert [at(tab.url).state.reading for tab in made.tabs] == ["cell", "column", "combination"]
    assert made.tabs[0].url == drawn.url(drawn.state)
    assert close_up(at("step=7")).readings.tabs[1].text == "W times a"  # type: ignore[union-attr]


def test_an_activation_has_no_readings() -> None:
    assert close_up(at("step=6")).readings is None
    assert other(at("step=6"), reading="combination").highlighted == {}


def test_of_many_neurons_only_a_window_with_the_chosen_one_is_written_out() -> None:
    made = close_up(at("preset=digits&view=vectorized&step=1&cell=Z1.9.3&reading=column")).readings
    assert made and made.part == "neurons 6–10 of 16"
    assert [row.unit for row in made.column] == [6, 7, 8, 9, 10]
    found = close_up(at("preset=digits&view=vectorized&step=1&cell=Z1.9.3&reading=combination")).readings
    assert found and found.combination
    assert (len(found.combination.coefficients), len(found.combination.rows)) == (3, 5)
    assert all(index for _, index in found.combination.coefficients)
    assert all(row.rest for row in found.combination.rows)


@given(wide_scenes())
def test_a_folded_combination_shows_the_columns_of_w_with_the_largest_terms(drawn: Scene) -> None:
    scene, _, made = read(drawn, "combination")
    assume(made.combination and made.combination.is_folded)
    assert made.combination and scene.chosen
    layer, column = scene.chosen.matrix.layer, scene.chosen.column - 1
    x = scene.matrix(inputs_of(layer))[:, column]
    units = [row.unit - 1 for row in made.combination.rows]
    largest = np.abs(scene.matrix(names_of(layer).W)[units] * x).max(axis=0)
    shown = [int(index) - 1 for _, index in made.combination.coefficients]
    assert largest[shown].min() >= np.delete(largest, shown).max()


def test_a_full_cache_of_the_longest_sums_takes_ten_megabytes_at_most() -> None:
    digits = scene(State(preset="digits", view="vectorized", step=4))
    made = [sum_of(digits, Cell(Name("Z1"), 1, 1))]
    tracemalloc.start()
    made += [sum_of(digits, Cell(Name("Z1"), row, 1701 + row)) for row in range(1, FEW_SUMS + 1)]
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held / FEW_SUMS * CACHED_SUMS < MOST_BYTES
