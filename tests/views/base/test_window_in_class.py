"""The window of classroom mode: it fits, it contains the selection, and it is as large as possible."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, inputs_of, names_of
from app.engine.network import Sizes
from app.presets import PRESETS
from app.views.base.scene import Scene
from app.views.base.window import (
    CLASSROOM_HEIGHT,
    CLASSROOM_WIDTH,
    HEAD_HEIGHT,
    MAX_CHARACTERS,
    NARROW_WIDTH,
    ROW_HEIGHT,
    TEXT_HEIGHT,
    Fit,
    classroom_window,
    column_width,
    fit,
)
from tests.support.scenes import at, class_scenes
from tests.support.strategies import sizes


def width(made: Fit, layer: int, weights: int, examples: int) -> float:
    """Width of the columns of W, b and Z of the layer."""
    return column_width(weights) * (made.inputs[layer] + 1) + column_width(made.characters) * examples


def height(made: Fit, layer: int, scale: float = 1.0) -> float:
    """Height of the input, Z and A of the layer."""
    row = ROW_HEIGHT * scale
    return max(TEXT_HEIGHT, HEAD_HEIGHT + row * made.inputs[layer]) + 2 * row * made.neurons[layer]


@given(sizes(), st.integers(1, 9))
def test_the_window_fits_on_the_screen(size: Sizes, characters: int) -> None:
    made = fit(size, defaultdict(lambda: characters))
    for layer in range(1, size.L + 1):
        assert width(made, layer, characters, made.examples) <= CLASSROOM_WIDTH
        assert height(made, layer) <= CLASSROOM_HEIGHT


@given(st.lists(st.integers(1, 5), min_size=2, max_size=5), st.integers(1, 6))
def test_five_rows_and_six_columns_of_one_decimal_are_shown_whole(n: list[int], m: int) -> None:
    size = Sizes(tuple(n), m)
    made = fit(size, {name: 4 if name.has_examples else 3 for name in size.shapes})
    assert made.examples == m
    assert list(made.inputs.values()) == n[:-1]
    assert list(made.neurons.values()) == n[1:]


def test_every_small_preset_is_shown_whole() -> None:
    for key in PRESETS:
        scene = at(f"preset={key}&present=1&step=1")
        if max(scene.sizes.n) <= 5:
            most = 5 if scene.fit.characters < 5 else 4  # of many inputs one less, for two more examples
            assert list(scene.fit.inputs.values()) == [min(n, most) for n in scene.sizes.n[:-1]], key
            assert list(scene.fit.neurons.values()) == list(scene.sizes.n[1:]), key
            assert scene.fit.examples == min(scene.sizes.m, 6 if scene.sizes.m <= 6 else 4), key


@given(sizes(), st.integers(1, 9))
def test_two_more_examples_or_the_next_scale_would_not_fit(size: Sizes, characters: int) -> None:
    made = fit(size, defaultdict(lambda: characters))
    layers = range(1, size.L + 1)
    if made.examples < min(size.m, 8):
        assert any(width(made, layer, characters, made.examples + 2) > CLASSROOM_WIDTH for layer in layers)
    for scale in (1.1, 1.3, 1.5, 1.8):
        highest = max(height(made, layer, scale) for layer in layers)
        widest = max(width(made, layer, characters, made.examples) for layer in layers)
        for chosen, most in ((made.scale, NARROW_WIDTH), (made.wide_scale, CLASSROOM_WIDTH)):
            assert scale <= chosen or highest > CLASSROOM_HEIGHT or widest * scale > most
    assert made.scale <= made.wide_scale


def test_numbers_of_99_characters_leave_two_examples() -> None:
    made = fit(Sizes((5, 5), 6), defaultdict(lambda: 99))
    assert (made.examples, made.characters) == (2, MAX_CHARACTERS)
    assert made.inputs[1] < 5


@given(class_scenes())
def test_the_window_contains_the_chosen_cell_and_the_current_example(scene: Scene) -> None:
    window, layer = scene.window, scene.layer
    assert scene.example - 1 in window.examples
    chosen = scene.chosen
    if chosen and chosen.matrix.layer == layer:
        assert chosen.row - 1 in window.rows[names_of(layer).Z]
    names_input = scene.state.rows is not None and scene.state.rows <= scene.sizes.n[layer - 1]
    if chosen and chosen.matrix in (names_of(layer).W, inputs_of(layer)) and not names_input:
        assert (chosen.column if chosen.matrix.kind == "W" else chosen.row) - 1 in window.rows[inputs_of(layer)]


def test_the_first_row_of_a_wide_layer_does_not_move_the_window_of_a_narrow_one() -> None:
    assert at("preset=digits&present=1&step=1&rows=61").window.rows[INPUTS].stop == 64
    assert at("preset=digits&present=1&step=3&rows=61").window.rows[Name("A1")] == range(4)


def test_another_window_of_inputs_is_shown_although_a_cell_is_chosen() -> None:
    for cell in ("X.20.1", "W1.3.20", "Z1.1.1"):
        for rows in (11, 21, 26):
            shown = at(f"preset=digits&present=1&step=1&cell={cell}&rows={rows}").window.rows[INPUTS]
            assert rows - 1 in shown, (cell, rows)


def test_the_windows_cover_all_rows_and_columns_once() -> None:
    size = Sizes((7, 9), 11)
    made = fit(size, defaultdict(lambda: 4))
    for count, last, part in (
        (made.examples, 11, 0),
        (made.inputs[1], 7, 1),
        (made.neurons[1], 9, 2),
    ):
        seen = []
        for number in range(1, last + 1):
            asked = [1, 1, 1]
            asked[part] = number
            window = classroom_window(size, made, 1, *asked)
            shown = (window.examples, window.rows[INPUTS], window.rows[Name("Z1")])[part]
            assert number - 1 in shown
            assert len(shown) <= count
            if shown not in seen:
                seen.append(shown)
        assert [number for shown in seen for number in shown] == list(range(last))


def test_only_the_current_layer_is_cut() -> None:
    window = at("preset=digits&present=1&step=3").window
    assert window.rows[Name("A1")] == window.columns[Name("W2")] == range(4)
    assert window.rows[Name("W2")] == window.rows[Name("b2")] == window.rows[Name("Z2")]
    assert window.rows[INPUTS] == range(64)
    for name, column in product((INPUTS, Name("Z1"), Name("A2")), (0, 1)):
        assert column in window.columns[name]
