"""The network diagram: an edge for every weight, lit where the step and the chosen cell say so."""

import math
import re
from itertools import pairwise

import pytest
from hypothesis import given

from app.engine.names import INPUTS, names_of
from app.views.base.scene import Scene
from app.views.base.symbols import colour_of
from app.views.board.board import board
from app.views.board.diagram import Diagram, Edge, Input, Neuron, diagram
from tests.support.scenes import at, far_scenes, scenes, wide_scenes

DRAWN_WHOLE = scenes().filter(lambda scene: not scene.is_heat)
ANY = scenes() | wide_scenes()
CAPITAL = 0.711
"""Height of a digit, for a size of 1."""


def middle(unit: Input | Neuron) -> float:
    return round(unit.y + unit.height / 2, 1)


def nodes(scene: Scene, made: Diagram) -> list[list[tuple[float, float, float]]]:
    """The left edge, the right edge and the middle of the units of each layer, the inputs first."""
    found, left = [made.inputs], list(made.neurons)
    for n in scene.sizes.n[1:]:
        found.append(tuple(left[:n]))
        left = left[n:]
    assert not left
    return [[(unit.x, round(unit.x + unit.width, 1), middle(unit)) for unit in layer] for layer in found]


def edges(made: Diagram) -> list[tuple[str, Edge]]:
    """Every edge with its state."""
    states = {"plain": made.plain, "lit": made.lit, "chosen": made.chosen}
    return [(state, edge) for state, found in states.items() for edge in found]


def weights(scene: Scene, made: Diagram) -> dict[tuple[int, int, int], str]:
    """The state of each weight's edge: layer, neuron and input, from 0."""
    by_ends = {
        tuple(round(end, 1) for end in (edge.x1, edge.y1, edge.x2, edge.y2)): state for state, edge in edges(made)
    }
    units = nodes(scene, made)
    return {
        (layer, j, k): by_ends[(*units[layer - 1][k][1:], units[layer][j][0], units[layer][j][2])]
        for layer in range(1, scene.sizes.L + 1)
        for j in range(scene.sizes.n[layer])
        for k in range(scene.sizes.n[layer - 1])
    }


def layers(scene: Scene, made: Diagram) -> list[tuple[int, int, Neuron]]:
    """Every neuron that is drawn with its layer and its number from 0."""
    columns = sorted({neuron.x for neuron in made.neurons})
    found, counts = [], dict.fromkeys(columns, 0)
    for neuron in made.neurons:
        number = int(neuron.index) - 1 if neuron.index else counts[neuron.x]
        found.append((columns.index(neuron.x) + 1, number, neuron))
        counts[neuron.x] += 1
    assert len(columns) == scene.sizes.L
    return found


def width(text: str, size: float) -> float:
    """The width of a figure in the narrow face, whose point is 0.278 and whose digits and minus are 0.5 wide."""
    return size * sum(0.278 if character in ".·" else 0.5 for character in text)


@given(DRAWN_WHOLE)
def test_there_is_exactly_one_edge_for_every_weight(scene: Scene) -> None:
    made = diagram(scene)
    assert len(weights(scene, made)) == len(edges(made))


@given(DRAWN_WHOLE)
def test_the_chosen_edges_are_the_weights_that_feed_the_chosen_cell(scene: Scene) -> None:
    for (layer, j, k), state in weights(scene, diagram(scene)).items():
        cell = scene.chosen
        feeds = cell is not None and cell.matrix == names_of(layer).Z and cell.row == j + 1
        assert (state == "chosen") == feeds
        assert ((j, k) in scene.feeds.get(names_of(layer).W, ())) == feeds


@given(DRAWN_WHOLE)
def test_the_lit_edges_are_the_weights_that_the_step_reads(scene: Scene) -> None:
    for (layer, *_), state in weights(scene, diagram(scene)).items():
        if state != "chosen":
            assert (state == "lit") == (names_of(layer).W in scene.read)


@given(DRAWN_WHOLE)
def test_all_edges_of_the_chosen_neuron_have_their_numbers_in_the_middle_or_none(scene: Scene) -> None:
    made, cell = diagram(scene), scene.chosen
    assert len(made.weights) in (0, len(made.chosen))
    for weight, edge in zip(made.weights, made.chosen, strict=False):
        assert weight.x == pytest.approx((edge.x1 + edge.x2) / 2, abs=0.1)
        assert weight.y - CAPITAL / 2 * made.size == pytest.approx((edge.y1 + edge.y2) / 2, abs=0.2)
        assert edge.x2 - edge.x1 >= width(weight.text, made.size) + 3.9
    if made.weights:
        assert cell
        W, j = names_of(cell.matrix.layer).W, cell.row - 1
        assert [weight.text for weight in made.weights] == [
            scene.text(W, j, k) for k in range(scene.sizes.n[cell.matrix.layer - 1])
        ]


def test_the_edges_of_the_course_example_have_their_weights() -> None:
    made = diagram(at("step=5"))
    assert [weight.text for weight in made.weights] == ["−1.2", "0.3", "−0.6"]
    assert diagram(at("step=6")).weights == ()


@given(ANY)
def test_the_computed_layer_with_its_half_and_the_layer_it_reads_are_lit(scene: Scene) -> None:
    made = diagram(scene)
    for layer, j, neuron in layers(scene, made):
        _, _, Z, A = names_of(layer)
        computed = scene.step is not None and scene.step.writes.layer == layer
        assert neuron.lit == (computed or A in scene.read)
        assert [half.letter for half in neuron.halves if half.state == "now"] == (
            [scene.step.writes.kind.lower()] if scene.step and computed else []
        )
        assert neuron.chosen == (
            scene.chosen is not None and scene.chosen.matrix in (Z, A) and scene.chosen.row == j + 1
        )
    assert {box.lit for box in made.inputs} <= {INPUTS in scene.read}


@given(ANY)
def test_halves_show_what_is_computed_for_the_example_and_nothing_else(scene: Scene) -> None:
    i = scene.example - 1
    for layer, j, neuron in layers(scene, diagram(scene)):
        for name, half in zip(names_of(layer)[2:], neuron.halves, strict=True):
            is_computed = scene.is_computed(name, i)
            assert (half.state == "todo") != is_computed
            assert half.text in ({"", scene.text(name, j, i)} if is_computed else {""})
        assert neuron.is_known == scene.is_computed(names_of(layer).Z, i)


@given(DRAWN_WHOLE)
def test_from_the_first_step_on_the_inputs_show_the_examples_figures(scene: Scene) -> None:
    made = diagram(scene)
    for k, box in enumerate(made.inputs):
        text = scene.text(INPUTS, k, scene.example - 1)
        assert box.is_known == (scene.step is not None)
        assert box.text in ({text, ""} if scene.step else {""})
        assert not scene.step or box.text or len(text) > 4
    assert made.hue == (colour_of(scene.example) if scene.step else None)


def test_the_drawing_shows_the_boards_figures() -> None:
    scene = at("step=6")
    made, bands = diagram(scene), {band.matrix.name: band.matrix for band in board(scene).bands}
    assert [box.text for box in made.inputs] == [row.cells[1].text for row in bands["X"].rows]
    for half, name in enumerate(("Z1", "A1")):
        shown = [neuron.halves[half].text for neuron in made.neurons[:4]]
        assert shown == [row.cells[1].text for row in bands[name].rows]
    assert {half.text for neuron in made.neurons[4:] for half in neuron.halves} == {""}


def test_the_matrix_form_shows_the_chosen_cells_example() -> None:
    for cell, example in (("", 1), ("Z1.2.3", 3)):
        scene = at(f"view=vectorized&step=2&cell={cell}")
        made = diagram(scene)
        assert made.hue == example - 1
        assert made.neurons[0].halves[1].text == scene.text(names_of(1).A, 0, example - 1)


def test_with_many_layers_only_the_half_that_was_computed_last_has_a_figure() -> None:
    query = "layers=3-3-3-3-3&seed=1&step="
    before, z, a = (diagram(at(f"{query}{step}")).neurons[0] for step in (0, 1, 2))
    assert [half.text for half in before.halves] == ["", ""]
    assert [bool(half.text) for half in z.halves] == [True, False]
    assert [bool(half.text) for half in a.halves] == [False, True]
    assert a.split < before.split < z.split


@given(DRAWN_WHOLE)
def test_only_the_vectorized_network_is_drawn_with_copies(scene: Scene) -> None:
    made, m = diagram(scene), scene.sizes.m
    is_deep = scene.state.view == "vectorized"
    assert len(made.copies) == (min(m - 1, 4) if is_deep else 0)
    colours = [colour_of((scene.example - 1 + at) % m + 1) for at in range(1, len(made.copies) + 1)]
    assert [copy.colour for copy in reversed(made.copies)] == colours
    assert len({(copy.right, copy.up) for copy in made.copies}) == len(made.copies)


@given(DRAWN_WHOLE)
def test_copies_have_the_shapes_and_states_of_the_network_before_them(scene: Scene) -> None:
    made = diagram(scene)
    drawn = [("known" if box.is_known else "todo", box.path) for box in made.inputs] + [
        (half.state, half.path) for neuron in made.neurons for half in neuron.halves
    ]
    if made.copies:
        assert {state for state, _ in made.shapes} == {state for state, _ in drawn}
        for state, path in made.shapes:
            assert path == "".join(part for its, part in drawn if its == state)
    else:
        assert made.shapes == ()


@given(DRAWN_WHOLE)
def test_the_caption_explains_a_neuron_then_says_which_networks_are_drawn(scene: Scene) -> None:
    made, step, m = diagram(scene), scene.step, scene.sizes.m
    if step is None:
        a = scene.activation(1).symbol
        assert made.caption == f"z is the sum of a neuron, a = {a}(z) what it passes on"
    elif step.example is None:
        assert made.caption == ("one network, once" if m == 1 else f"{m:,} copies of one network")
    else:
        assert made.caption == f"{scene.preset.example} {step.example + 1}"
    assert made.colour == (made.hue if step and step.example is not None else None)


@given(ANY)
def test_everything_lies_inside_the_view_box(scene: Scene) -> None:
    made = diagram(scene)
    right, up = made.copies[0].right if made.copies else 0, made.copies[0].up if made.copies else 0
    for unit in (*made.inputs, *made.neurons):
        assert unit.height >= 16
        assert unit.x >= 1 and unit.x + unit.width + right <= made.width - 1
        assert unit.y - up >= 1 and unit.y + unit.height <= made.height - 1
    for _, edge in edges(made):
        assert 0 <= edge.x1 < edge.x2 <= made.width
        assert 0 <= min(edge.y1, edge.y2) <= max(edge.y1, edge.y2) <= made.height
    for x, y in made.gaps:
        assert 0 < x < made.width and 0 < y < made.height


@given(ANY)
def test_units_do_not_overlap(scene: Scene) -> None:
    made = diagram(scene)
    for one, other in pairwise(made.inputs):
        assert other.y - one.y >= one.height + 2
    for one, other in pairwise(made.neurons):
        if one.x == other.x:
            assert other.y - one.y >= one.height + 2
        else:
            assert other.x - one.x >= one.width + 8 + (made.copies[0].right if made.copies else 0)


@given(ANY | far_scenes())
def test_figures_and_letters_keep_two_units_from_the_outline(scene: Scene) -> None:
    """A letter in the face for maths is at most 0.55 of its size wide."""
    made = diagram(scene)
    half_height = CAPITAL / 2 * made.size
    for box in made.inputs:
        assert width(box.text or "0", made.size) + 4 <= box.width
        assert box.y + 2 <= box.base - 2 * half_height and box.base <= box.y + box.height - 2
    for neuron in made.neurons:
        for half, is_left in zip(neuron.halves, (True, False), strict=True):
            wide = width(half.text, made.size) if half.text else 0.55 * made.size
            high = half_height if half.text else 0.6 * half_height
            inset = neuron.radius - math.sqrt(neuron.radius**2 - min(high, neuron.radius) ** 2)
            left = neuron.x + inset if is_left else neuron.split
            right = neuron.split if is_left else neuron.x + neuron.width - inset
            assert half.center - wide / 2 >= left + 2 and half.center + wide / 2 <= right - 2
        assert neuron.y + 2 <= neuron.base - 2 * half_height and neuron.base <= neuron.y + neuron.height - 2


@pytest.mark.parametrize("query", ["step=5", "view=vectorized&step=4", "preset=iris&view=vectorized&step=4"])
def test_numbers_of_usual_length_are_all_shown(query: str) -> None:
    made = diagram(at(query))
    texts = [(half.state, half.text) for neuron in made.neurons for half in neuron.halves]
    assert all(box.text for box in made.inputs)
    assert all(text for state, text in texts if state != "todo")


@pytest.mark.parametrize("cell", ["", "Z1.1.2", "Z1.11.2", "A1.16.3", "Z2.10.1"])
def test_of_a_large_layer_the_first_the_chosen_and_the_last_neuron_are_drawn(cell: str) -> None:
    scene = at(f"preset=digits&view=vectorized&step=4&cell={cell}")
    made = diagram(scene)
    hidden = [neuron for neuron in made.neurons if neuron.x == made.neurons[0].x]
    places = len(hidden) + len(made.gaps)
    assert places == 8
    numbers = [int(neuron.index) for neuron in hidden]
    assert (numbers[0], numbers[-1]) == (1, 16) and numbers == sorted(set(numbers))
    assert [int(neuron.index) for neuron in hidden if neuron.chosen] == (
        [scene.chosen.row] if scene.chosen and scene.chosen.matrix.layer == 1 else []
    )
    assert sum(neuron.chosen for neuron in made.neurons) == (scene.chosen is not None)
    assert len(made.neurons) - len(hidden) == 10
    assert len(made.gaps) == (2 if cell == "Z1.11.2" else 1)
    assert len(edges(made)) == len(hidden) * (1 + 10)


def test_a_picture_is_unrolled_row_by_row_into_the_column_of_its_example() -> None:
    scene = at("preset=digits&step=9")  # the third picture
    made = diagram(scene).unrolled
    assert made and not diagram(scene).inputs
    column = scene.matrix(INPUTS)[:, 2]
    picture, entries = made.picture, made.column
    pixels = [(box, ink) for ink, boxes in made.shades for box in boxes]
    unrolled = {round((box.y - entries.y) / entries.height * 64): ink for box, ink in pixels if box.x == entries.x}
    assert unrolled == {k: pytest.approx(value / 16, abs=0.0051) for k, value in enumerate(column) if value}
    in_the_picture = {
        round((box.y - picture.y) / picture.height * 8) * 8 + round((box.x - picture.x) / picture.width * 8): ink
        for box, ink in pixels
        if box.x != entries.x
    }
    assert in_the_picture == unrolled
    assert len(made.wedges) == 8


def test_each_wedge_joins_a_row_of_the_picture_to_its_eight_entries() -> None:
    made = diagram(at("preset=digits")).unrolled
    assert made
    for row, wedge in enumerate(made.wedges):
        top, begin, end, bottom = _ends(wedge)
        assert (top - made.picture.y) / made.picture.height * 8 == pytest.approx(row, abs=0.01)
        assert (bottom - made.picture.y) / made.picture.height * 8 == pytest.approx(row + 1, abs=0.01)
        assert (begin - made.column.y) / made.column.height * 64 == pytest.approx(8 * row, abs=0.02)
        assert (end - made.column.y) / made.column.height * 64 == pytest.approx(8 * row + 8, abs=0.02)


def _ends(wedge: str) -> list[float]:
    """The heights in a wedge's path: on the picture, at the column's entries, on the picture again."""
    found = re.fullmatch(r"M\S+ (\S+)L\S+ ([\d.]+)V([\d.]+)L\S+ ([\d.]+)Z", wedge)
    assert found
    return [float(height) for height in found.groups()]


def test_the_label_says_which_picture_is_unrolled() -> None:
    assert diagram(at("preset=digits&step=9")).label.endswith(
        "The input is picture 3, 8 by 8 pixels, unrolled row by row into one column of 64"
    )
    assert "pixels" not in diagram(at("step=9")).label


@given(wide_scenes())
def test_a_wide_layer_has_at_most_eight_slots_and_edges_join_drawn_units(scene: Scene) -> None:
    made = diagram(scene)
    columns: dict[float, list[tuple[float, int]]] = {}
    for neuron in made.neurons:
        columns.setdefault(neuron.x, []).append((neuron.y, int(neuron.index or 0)))
    gaps = [sum(x < gap < x + made.neurons[0].width for gap, _ in made.gaps) for x in columns]
    for n, units, left_out in zip(scene.sizes.n[1:], columns.values(), gaps, strict=True):
        numbers = [number for _, number in sorted(units)]
        if n <= 10:
            assert (len(units), set(numbers), left_out) == (n, {0}, 0)
        else:
            assert len(units) + left_out <= 8
            assert numbers == sorted(set(numbers)) and numbers[-1] == n
            assert left_out == sum(below > above + 1 for above, below in pairwise(numbers))
    starts = {(round(unit.x + unit.width, 1), middle(unit)) for unit in (*made.inputs, *made.neurons)}
    ends = {(neuron.x, middle(neuron)) for neuron in made.neurons}
    for _, edge in edges(made):
        assert (edge.x1, edge.y1) in starts and (edge.x2, edge.y2) in ends
    assert len(edges(made)) <= 8 * 10 + 10 * 10
