"""The network diagram: an edge for every weight, lit where the step and the chosen cell say so."""

import re
from itertools import pairwise

import pytest
from hypothesis import given

from app.engine.names import INPUTS, names_of
from app.views.base.scene import Scene
from app.views.board.board import board
from app.views.board.diagram import Diagram, Edge, diagram
from tests.support.scenes import at, scenes, wide_scenes

DRAWN_WHOLE = scenes().filter(lambda scene: not scene.is_heat)


def nodes(scene: Scene, made: Diagram) -> list[list[tuple[float, float]]]:
    """Where the units of each layer lie, the inputs first."""
    found = [[(box.center, box.y + box.height / 2) for box in made.inputs]]
    left = list(made.neurons)
    for n in scene.sizes.n[1:]:
        found.append([(neuron.x, neuron.y) for neuron in left[:n]])
        left = left[n:]
    assert not left
    return found


def weights(scene: Scene, made: Diagram) -> dict[tuple[int, int, int], Edge]:
    """The edge of each weight: layer, neuron and input, from 0."""
    by_ends = {tuple(round(end, 3) for end in (edge.x1, edge.y1, edge.x2, edge.y2)): edge for edge in made.edges}
    units = nodes(scene, made)
    return {
        (layer, j, k): by_ends[tuple(round(end, 3) for end in (*units[layer - 1][k], *units[layer][j]))]
        for layer in range(1, scene.sizes.L + 1)
        for j in range(scene.sizes.n[layer])
        for k in range(scene.sizes.n[layer - 1])
    }


@given(DRAWN_WHOLE)
def test_there_is_exactly_one_edge_for_every_weight(scene: Scene) -> None:
    made = diagram(scene)
    assert len(weights(scene, made)) == len(made.edges)


@given(DRAWN_WHOLE)
def test_the_chosen_edges_are_the_weights_that_feed_the_chosen_cell(scene: Scene) -> None:
    for (layer, j, k), edge in weights(scene, diagram(scene)).items():
        cell = scene.chosen
        feeds = cell is not None and cell.matrix == names_of(layer).Z and cell.row == j + 1
        assert (edge.state == "chosen") == feeds
        assert ((j, k) in scene.feeds.get(names_of(layer).W, ())) == feeds


@given(DRAWN_WHOLE)
def test_the_lit_edges_are_the_weights_that_the_step_reads(scene: Scene) -> None:
    for (layer, *_), edge in weights(scene, diagram(scene)).items():
        if edge.state != "chosen":
            assert (edge.state == "lit") == (names_of(layer).W in scene.read)


@given(DRAWN_WHOLE)
def test_the_computed_layer_with_its_half_and_the_layer_it_reads_are_lit(scene: Scene) -> None:
    made, seen = diagram(scene), 0
    for layer, n in enumerate(scene.sizes.n[1:], start=1):
        for j, neuron in enumerate(made.neurons[seen : seen + n]):
            computed = scene.step is not None and scene.step.writes.layer == layer
            assert neuron.lit == (computed or names_of(layer).A in scene.read)
            assert neuron.half == (scene.step.writes.kind.lower() if scene.step and computed else "")
            cell = scene.chosen
            assert neuron.chosen == (
                cell is not None and cell.matrix in (names_of(layer).Z, names_of(layer).A) and cell.row == j + 1
            )
        seen += n
    assert {box.lit for box in made.inputs} == {INPUTS in scene.read}


@given(DRAWN_WHOLE)
def test_in_the_loop_the_inputs_show_the_current_examples_figures(scene: Scene) -> None:
    texts = [box.text for box in diagram(scene).inputs]
    if scene.step and scene.step.example is not None:
        assert texts == [scene.text(INPUTS, k, scene.step.example) for k in range(scene.sizes.n[0])]
    else:
        assert set(texts) == {""}


def test_the_inputs_show_the_boards_figures() -> None:
    scene = at("step=6")
    X = board(scene).bands[0].matrix
    assert [box.text for box in diagram(scene).inputs] == [row.cells[1].text for row in X.rows]


@given(DRAWN_WHOLE)
def test_only_the_vectorized_network_is_drawn_with_copies(scene: Scene) -> None:
    made, m = diagram(scene), scene.sizes.m
    if scene.state.view == "vectorized":
        assert made.depth == ("one network, once" if m == 1 else f"one network, {m} times at once")
        assert len(made.copies) == min(m - 1, 4) == len(set(made.copies))
    else:
        assert (made.depth, made.copies) == ("", ())


@given(DRAWN_WHOLE)
def test_boxes_and_circles_lie_inside_the_view_box(scene: Scene) -> None:
    made = diagram(scene)
    deep = max(made.copies, default=0)
    for box in made.inputs:
        assert box.x >= 0 and box.x + box.width + deep <= made.width
        assert box.y - deep >= 0 and box.y + box.height <= made.height
    for neuron in made.neurons:
        assert neuron.radius > 0
        assert neuron.x + neuron.radius + deep <= made.width
        assert neuron.y - neuron.radius - deep >= 0 and neuron.y + neuron.radius <= made.height


@given(DRAWN_WHOLE)
def test_units_of_a_layer_do_not_overlap(scene: Scene) -> None:
    made = diagram(scene)
    boxes = sorted(box.y for box in made.inputs)
    assert all(below - above > made.inputs[0].height for above, below in pairwise(boxes))
    for one, other in pairwise(made.neurons):
        assert one.x != other.x or other.y - one.y >= one.radius + other.radius


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
    assert len(made.edges) == len(hidden) * (1 + 10)


def test_a_picture_is_unrolled_row_by_row_into_the_column_of_its_example() -> None:
    scene = at("preset=digits&step=9")  # the third picture
    made = diagram(scene).unrolled
    assert made and not diagram(scene).inputs
    column = scene.matrix(INPUTS)[:, 2]
    picture, entries = made.picture, made.column
    unrolled = {round((box.y - entries.y) / entries.height * 64): ink for box, ink in made.pixels if box.x == entries.x}
    assert unrolled == {k: pytest.approx(value / 16, abs=0.0051) for k, value in enumerate(column) if value}
    in_the_picture = {
        round((box.y - picture.y) / picture.height * 8) * 8 + round((box.x - picture.x) / picture.width * 8): ink
        for box, ink in made.pixels
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
    gaps = [sum(gap == x for gap, _ in made.gaps) for x in columns]
    for n, units, left_out in zip(scene.sizes.n[1:], columns.values(), gaps, strict=True):
        numbers = [number for _, number in sorted(units)]
        if n <= 10:
            assert (len(units), set(numbers), left_out) == (n, {0}, 0)
        else:
            assert len(units) + left_out <= 8
            assert numbers == sorted(set(numbers)) and numbers[-1] == n
            assert left_out == sum(below > above + 1 for above, below in pairwise(numbers))
    drawn = {(neuron.x, neuron.y) for neuron in made.neurons} | {
        (box.center, box.y + box.height / 2) for box in made.inputs
    }
    ends = {(round(x, 2), round(y, 2)) for x, y in drawn}
    for edge in made.edges:
        assert {(round(edge.x1, 2), round(edge.y1, 2)), (round(edge.x2, 2), round(edge.y2, 2))} <= ends
    assert len(made.edges) <= 8 * 10 + 10 * 10
