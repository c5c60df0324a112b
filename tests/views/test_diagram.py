"""The network diagram: an edge for every weight, lit where the step and the chosen cell say so."""

from itertools import pairwise

from hypothesis import given

from app.views.board import board
from app.views.diagram import Diagram, Edge, diagram
from app.views.place import Place
from tests.views.places import at, places


def nodes(here: Place, made: Diagram) -> list[list[tuple[float, float]]]:
    """Where the units of each layer lie, the inputs first."""
    found = [[(box.center, box.y + box.height / 2) for box in made.inputs]]
    left = list(made.neurons)
    for n in here.sizes.n[1:]:
        found.append([(neuron.x, neuron.y) for neuron in left[:n]])
        left = left[n:]
    assert not left
    return found


def weights(here: Place, made: Diagram) -> dict[tuple[int, int, int], Edge]:
    """The edge of each weight: layer, neuron and input, from 0."""
    by_ends = {tuple(round(end, 3) for end in (edge.x1, edge.y1, edge.x2, edge.y2)): edge for edge in made.edges}
    units = nodes(here, made)
    return {
        (layer, j, k): by_ends[tuple(round(end, 3) for end in (*units[layer - 1][k], *units[layer][j]))]
        for layer in range(1, here.sizes.L + 1)
        for j in range(here.sizes.n[layer])
        for k in range(here.sizes.n[layer - 1])
    }


@given(places())
def test_there_is_exactly_one_edge_for_every_weight_from_unit_to_unit(here: Place) -> None:
    made = diagram(here)
    assert len(weights(here, made)) == len(made.edges)


@given(places())
def test_the_chosen_edges_are_the_weights_that_feed_the_chosen_cell(here: Place) -> None:
    for (layer, j, k), edge in weights(here, diagram(here)).items():
        cell = here.chosen
        feeds = cell is not None and cell.matrix == f"Z{layer}" and cell.row == j + 1
        assert (edge.state == "chosen") == feeds
        assert ((j, k) in here.feeds.get(f"W{layer}", ())) == feeds


@given(places())
def test_the_lit_edges_are_the_weights_that_the_step_reads(here: Place) -> None:
    for (layer, *_), edge in weights(here, diagram(here)).items():
        if edge.state != "chosen":
            assert (edge.state == "lit") == (f"W{layer}" in here.read)


@given(places())
def test_the_layer_being_computed_is_lit_in_its_half_and_so_is_the_layer_it_reads(here: Place) -> None:
    made, seen = diagram(here), 0
    for layer, n in enumerate(here.sizes.n[1:], start=1):
        for j, neuron in enumerate(made.neurons[seen : seen + n]):
            computed = here.step is not None and here.step.layer == layer
            assert neuron.lit == (computed or f"A{layer}" in here.read)
            assert neuron.half == (here.step.kind.lower() if here.step and computed else "")
            cell = here.chosen
            assert neuron.chosen == (
                cell is not None and cell.matrix in (f"Z{layer}", f"A{layer}") and cell.row == j + 1
            )
        seen += n
    assert {box.lit for box in made.inputs} == {"X" in here.read}


@given(places())
def test_in_the_loop_the_inputs_carry_the_figures_of_the_current_column(here: Place) -> None:
    texts = [box.text for box in diagram(here).inputs]
    if here.step and here.step.example is not None:
        assert texts == [row[here.step.example] for row in here.texts("X").rows]
    else:
        assert set(texts) == {""}


def test_the_inputs_carry_what_the_board_shows() -> None:
    here = at("step=6")
    X = board(here).bands[0].matrix
    assert [box.text for box in diagram(here).inputs] == [row.cells[1].text for row in X.rows]


@given(places())
def test_only_the_vectorized_network_is_several_copies_deep(here: Place) -> None:
    made, m = diagram(here), here.sizes.m
    if here.state.view == "vectorized":
        assert made.depth == m
        assert len(made.copies) == min(m - 1, 4) == len(set(made.copies))
    else:
        assert (made.depth, made.copies) == (0, ())


@given(places())
def test_everything_lies_inside_the_picture(here: Place) -> None:
    made = diagram(here)
    deep = max(made.copies, default=0)
    for box in made.inputs:
        assert box.x >= 0 and box.x + box.width + deep <= made.width
        assert box.y - deep >= 0 and box.y + box.height <= made.height
    for neuron in made.neurons:
        assert neuron.radius > 0
        assert neuron.x + neuron.radius + deep <= made.width
        assert neuron.y - neuron.radius - deep >= 0 and neuron.y + neuron.radius <= made.height


@given(places())
def test_no_two_units_of_a_layer_touch(here: Place) -> None:
    made = diagram(here)
    boxes = sorted(box.y for box in made.inputs)
    assert all(below - above > made.inputs[0].height for above, below in pairwise(boxes))
    for one, other in pairwise(made.neurons):
        assert one.x != other.x or other.y - one.y >= one.radius + other.radius
