"""The worksheet and its answer key: the board's figures, and the blanks of each difficulty."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.engine.names import Name, names_of
from app.presets import PRESETS, preset
from app.state.sheet import BLANKS, Blank, SheetOptions
from app.views.base.numbers import number
from app.views.base.scene import Scene
from app.views.pages.worksheet import Worksheet, worksheet
from app.views.paper.difficulty import TEN_MINUTES, default_blank, estimate
from app.views.paper.fit import BANDS_HEIGHT, MAX_PAPER_COLUMNS, MAX_PAPER_UNITS, NAME_WIDTHS, excerpt
from app.views.paper.single_neuron import MOST_PRODUCTS
from app.views.paper.staircase import PaperMatrix, Staircase, blanks
from tests.support.scenes import at, far_scenes
from tests.support.scenes import scene as scene_of
from tests.support.strategies import Visit, visits

ROOT = "http://localhost:8000/"
blank_choices = st.sampled_from(BLANKS)


def real(visit: Visit) -> Scene:
    """The scene of a visit, if it opens a real preset."""
    assume(len(visit.plans) == len(PRESETS))
    return scene_of(visit.state)


def sheet(scene: Scene, blank: Blank | None = None, key: bool = False) -> Worksheet:
    return worksheet(scene, SheetOptions(blank, key), ROOT)


def matrices(stairs: Staircase) -> list[PaperMatrix]:
    """Every matrix on the sheet."""
    return [each for band in stairs.bands for each in (band.matrix, band.W, band.b) if each]


def cells(stairs: Staircase) -> dict[tuple[str, int, int], tuple[str, str]]:
    """Text and kind of every cell by matrix, row and column, from 0."""
    return {
        (Name(matrix.name), j, matrix.first - 1 + i): (cell.text, cell.kind)
        for matrix in matrices(stairs)
        for j, row in enumerate(matrix.rows)
        for i, cell in enumerate(row.cells)
    }


@given(visit=visits(), blank=blank_choices)
def test_the_blanks_are_those_of_the_difficulty_and_have_no_text(visit: Visit, blank: Blank) -> None:
    scene = real(visit)
    stairs = sheet(scene, blank).staircase
    assume(stairs is not None)
    assert stairs
    entering, looked_at = Name(stairs.bands[0].matrix.name), scene.example - 1
    for (name, j, i), (text, kind) in cells(stairs).items():
        computed = not name.is_given and name != entering
        wanted = {"column": i == looked_at, "layer": name.layer == scene.layer, "results": True}[blank]
        assert kind == ("blank" if computed and wanted else "")
        if kind or not name.is_given:
            assert text == ("" if kind else scene.text(name, j, i))
        else:
            assert text == scene.text(name, j, i) or number(text) == Decimal(repr(float(scene.matrix(name)[j, i])))


@given(visit=visits(), blank=blank_choices)
def test_the_sheet_and_its_answers_differ_in_the_blanks_only(visit: Visit, blank: Blank) -> None:
    scene = real(visit)
    asked, answered = sheet(scene, blank).staircase, sheet(scene, blank, key=True).staircase
    assume(asked is not None)
    assert asked and answered
    for at_cell, (text, kind) in cells(asked).items():
        assert cells(answered)[at_cell] == ((scene.text(*at_cell), "answer") if kind == "blank" else (text, ""))


@given(visit=visits())
def test_the_excerpt_is_consecutive_and_contains_the_current_example(visit: Visit) -> None:
    scene = real(visit)
    paper = excerpt(scene)
    assume(paper is not None)
    assert paper
    assert scene.example - 1 in paper.examples
    assert len(paper.examples) <= MAX_PAPER_COLUMNS and paper.examples.stop <= scene.sizes.m
    assert scene.layer in paper.layers
    assert len(paper.layers) in (1, scene.sizes.L)
    assert max(scene.sizes.n[layer] for layer in paper.layers) <= MAX_PAPER_UNITS
    assert paper.height <= BANDS_HEIGHT


@given(visit=visits())
def test_the_answer_key_has_the_networks_shapes_and_the_sheet_has_blanks(visit: Visit) -> None:
    scene = real(visit)
    asked, answered = sheet(scene), sheet(scene, key=True)
    for question, answer in zip(asked.shapes, answered.shapes, strict=True):
        name = Name(f"{answer.symbol.letter}{answer.symbol.layer}")
        assert (question.rows.text, question.columns.text, question.has_m) == ("", "", False)
        assert (answer.rows.text, answer.columns.text) == tuple(str(size) for size in scene.sizes.shapes[name])
        assert answer.has_m == name.has_examples
    if len(asked.formulas) == scene.sizes.L:
        assert len(asked.shapes) == len(scene.sizes.shapes)


@given(visit=visits())
def test_the_default_difficulty_takes_ten_minutes_unless_one_column_takes_longer(visit: Visit) -> None:
    scene = real(visit)
    paper = excerpt(scene)
    assume(paper is not None)
    assert paper
    chosen = default_blank(scene, paper)
    assert chosen == "column" or estimate(scene, paper, blanks(scene, paper, chosen)).seconds <= TEN_MINUTES
    seconds = [estimate(scene, paper, blanks(scene, paper, each)).seconds for each in ("column", "results")]
    assert seconds == sorted(seconds)


@pytest.mark.parametrize(
    ("query", "blank", "products", "activations"),
    [("", "column", 20, 6), ("preset=xor", "results", 24, 12), ("preset=one-neuron", "results", 12, 6)],
)
def test_the_effort_counts_products_and_activations(query: str, blank: str, products: int, activations: int) -> None:
    scene = at(query)
    paper = excerpt(scene)
    assert paper
    cost = estimate(scene, paper, blanks(scene, paper, blank))  # type: ignore[arg-type]
    assert default_blank(scene, paper) == blank
    assert (cost.products, cost.activations) == (products, activations)
    assert cost.minutes <= 10


def test_the_current_difficulty_is_marked_and_every_other_is_a_link() -> None:
    made = sheet(at("step=7"), "layer")
    assert [choice.is_current for choice in made.choices] == [False, True, False]
    assert [choice.url for choice in made.choices] == [f"/worksheet?step=7&blank={blank}" for blank in BLANKS]
    assert made.other_url == "/worksheet?step=7&blank=layer&key=1"


def test_a_network_of_one_layer_has_two_difficulties() -> None:
    made = sheet(at("preset=one-neuron"), "layer")
    assert [choice.text[:4] for choice in made.choices] == ["Easy", "Hard"]
    assert [choice.is_current for choice in made.choices] == [False, True]


def test_the_course_sheet_says_rounded_figures_lead_to_the_answers() -> None:
    assert sheet(at("")).notes[-1].endswith("Go on with the rounded figures: they lead to the answers.")


def test_the_note_on_whole_numbers_says_nothing_needs_rounding() -> None:
    assert sheet(at("preset=xor")).notes[-1] == "Nothing needs rounding here."


def test_the_sheet_says_how_much_rounding_changes_a_result() -> None:
    notes = sheet(at("preset=iris")).notes
    assert notes[0] == "You see columns 1–4 of 150; every other column is computed in the same way."
    assert re.search(r"may end up to 0\.0\d away from the answers\.$", notes[-1])


def given_and_answers(query: str) -> tuple[dict[str, list[list[str]]], str]:
    """The texts of every matrix of the sheet with the answers, and its last note."""
    made = sheet(at(query), "results", key=True)
    assert made.staircase
    texts = {each.name: [[cell.text for cell in row.cells] for row in each.rows] for each in matrices(made.staircase)}
    return texts, made.notes[-1]


@pytest.mark.parametrize(
    ("query", "W", "answer", "note"),
    [
        ("X=1000&W1=0.125", "0.125", "125", "Nothing needs rounding here."),
        ("X=1000&W1=0.0003", "0.0003", "0.3", "Nothing needs rounding here."),
        ("X=1000&W1=0.123456", "0.123456", "123.46", "Round every result to 2 decimals, as the board does."),
        ("X=1000&W1=0.3333333333333333", "0.33", "333.33", "may end up to 3.33 away from the answers."),
        ("X=3&W1=0.3333333333333333", "0.33", "1", "Round every result to a whole number, as the board does."),
        ("X=999999&W1=999999", "999999", "1.0·10¹²", "A very long number has two digits and a power of ten"),
    ],
)
def test_answers_follow_from_the_printed_numbers(query: str, W: str, answer: str, note: str) -> None:
    texts, last = given_and_answers(f"layers=1-1&act=linear&b1=0&{query}")
    assert (texts["W1"], texts["Z1"][0][0]) == ([[W]], answer)
    assert note in last


def test_no_answer_has_more_digits_than_a_float() -> None:
    texts, _ = given_and_answers("layers=1-1-1&act=linear-linear&X=999999&W1=999999&b1=0&W2=999999&b2=0")
    assert (texts["Z1"], texts["A2"]) == ([["1.0·10¹²"]], [["1.0·10¹⁸"]])


@given(far_scenes())
def test_results_computed_from_the_printed_numbers_are_as_near_to_the_answers_as_the_note_says(scene: Scene) -> None:
    made = sheet(scene, "results", key=True)
    assume(made.staircase is not None)
    assert made.staircase
    texts = {each.name: [[cell.text for cell in row.cells] for row in each.rows] for each in matrices(made.staircase)}
    values = {name: np.array([[float(number(text)) for text in row] for row in rows]) for name, rows in texts.items()}
    found = re.search(r"may end up to (\S+) away", made.notes[-1])
    allowed = float(number(found[1])) if found else 0.0
    A = values[made.staircase.bands[0].matrix.name]
    for layer in (layer for layer in scene.layers if names_of(layer).Z in values):
        W, b, Z, A_name = names_of(layer)
        made_Z = values[W] @ A + values[b]
        A = scene.activation(layer).op(made_Z)
        for name, results in ((Z, made_Z), (A_name, A)):
            for result, text in zip(results.flat, (text for row in texts[name] for text in row), strict=True):
                unit = Decimal(1).scaleb(int(number(text).as_tuple().exponent))
                off = abs(Decimal(float(result)) - number(text))
                slack = Decimal(abs(float(result))) * Decimal(
                    "0.06"
                )  # a power of ten has another unit on the other side
                assert off <= Decimal(allowed) * Decimal("1.1") + unit + slack * ("·" in text)


def test_a_network_too_tall_for_paper_is_reduced_to_one_layer() -> None:
    made = sheet(at("layers=8-8-8-8-8&m=64&seed=5&step=509"))
    assert made.staircase
    assert [band.matrix.name for band in made.staircase.bands] == ["A2", "Z3", "A3"]
    assert made.notes[0].startswith("The whole network is too tall for paper: this is layer 3 of 4. A[2] enters it.")
    assert [question.symbol.text for question in made.shapes] == ["A[2]", "W[3]", "b[3]", "Z[3]", "A[3]"]


def test_softmax_tanh_and_sigmoid_layers_have_function_tables() -> None:
    assert [table.key for table in sheet(at("preset=iris")).tables] == ["tanh", "softmax"]
    (table,) = sheet(at("")).tables
    assert dict(table.rows)["1"][3] == "0.786"  # σ(1.3)
    assert sheet(at("preset=xor")).tables == ()


def test_a_network_too_large_for_paper_has_counts_and_one_neuron() -> None:
    scene = at("preset=digits&view=vectorized&step=4&cell=A2.3.2")
    asked, answered = sheet(scene), sheet(scene, key=True)
    assert asked.staircase is None and asked.choices == ()
    assert [answer.text for _, answer in answered.counts] == ["1024", "16", "160", "10", "1184", str(1184 * 1797)]
    assert {answer.text for _, answer in asked.counts} == {""}
    assert answered.neuron and asked.neuron
    assert answered.neuron.task == "Work out neuron 3, which stands for “2”, of layer 2 for picture 2."
    assert answered.neuron.result.text == scene.text(Name("Z2"), 2, 1)
    assert asked.neuron.result.text == "" and {each.product.text for each in asked.neuron.products} == {""}


@pytest.mark.parametrize("query", ["preset=digits", "preset=digits&layers=64-10&cell=X.1.7", "preset=digits&step=3"])
def test_the_products_of_one_neuron_add_up_to_the_sum_in_its_sentence(query: str) -> None:
    scene = at(query)
    neuron = sheet(scene, key=True).neuron
    assert neuron and len(neuron.products) <= MOST_PRODUCTS
    total = sum((number(each.product.text) for each in neuron.products), start=number(neuron.bias))
    for each in neuron.products:
        assert number(each.product.text) == number(each.weight) * number(each.value)
    if neuron.rest:
        total += number(re.search(r"add up to (.*)\. Add", neuron.rest)[1])  # type: ignore[index]
    said = re.search(r"[−\d.]*\d", neuron.line)
    assert said and number(said[0]) == total
    assert abs(total - number(neuron.result.text)) < Decimal("0.5")


def test_numbers_too_long_for_boxes_replace_the_staircase_by_one_neuron() -> None:
    scene = at("layers=8-8&act=linear&W1=" + ";".join([",".join(["-999999.25"] * 8)] * 8))
    made = sheet(scene)
    assert made.staircase is None and made.neuron
    assert made.task.startswith("The numbers of this network are too long to be written into boxes.")


@pytest.mark.parametrize("key", PRESETS)
def test_every_row_name_fits_its_column(key: str) -> None:
    opened = preset(key)
    assert max(map(len, (*opened.features, *opened.row_names, ""))) <= max(NAME_WIDTHS)


def test_a_short_url_is_printed_whole_and_a_long_one_is_truncated() -> None:
    assert sheet(at("step=5&present=1")).footer.text == "localhost:8000/?step=5"
    long = sheet(at("X=" + ";".join([",".join(["-0.123456"] * 30)] * 3))).footer
    assert long.is_cut and long.text.endswith("…") and len(long.text) < 90
    assert long.side > sheet(at("")).footer.side
