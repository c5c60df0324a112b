"""A pasted matrix on a network: its orientation, and sentences that demand a shape."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.names import INPUTS, Name, names_of
from app.engine.network import Plan, Sizes
from app.state import State
from app.state.edits import with_matrix
from app.state.matrix_text import as_numpy
from app.state.pasting import BadPaste, pasted
from app.state.state import plan_of

DEMANDS = re.compile(r"it must be \((\d+), (\d+)\)|X must have (\d+) rows?")


@pytest.mark.parametrize(
    ("n", "name", "text", "rows"),
    [
        ((1, 3), "W1", "[1, 2, 3]", ((1,), (2,), (3,))),  # one feature: three neurons with a weight each
        ((3, 1), "W1", "[1, 2, 3]", ((1, 2, 3),)),  # three features: one neuron
        ((2, 3), "b1", "[1, 2, 3]", ((1,), (2,), (3,))),
        ((2, 3), "b1", "[[1, 2, 3]]", ((1,), (2,), (3,))),  # a bias is a column, whatever is pasted
    ],
)
def test_flat_list_is_a_column_where_only_a_column_fits(
    n: tuple[int, int], name: str, text: str, rows: tuple[tuple[float, ...], ...]
) -> None:
    base = Plan(Sizes(n, 4), ("tanh",))
    made, _ = pasted(State(), Name(name), {"text": text}, base)
    assert getattr(made, name) == rows


def ones(rows: int, columns: int) -> tuple[tuple[float, ...], ...]:
    return ((1.0,) * columns,) * rows


@st.composite
def networks(draw: st.DrawFn) -> tuple[State, Plan]:
    """A network of up to three layers, and own numbers for some of its matrices."""
    n = tuple(draw(st.lists(st.integers(1, 5), min_size=2, max_size=4)))
    base = Plan(Sizes(n, draw(st.integers(1, 5))), ("tanh",) * (len(n) - 1))
    state = State()
    for name, shape in base.sizes.shapes.items():
        if (name == INPUTS or name.kind in "Wb") and draw(st.booleans()):
            state = with_matrix(state, name, ones(*shape), base)
    return state, base


def refusal(state: State, name: Name, shape: tuple[int, int], base: Plan) -> str:
    """The sentence with which a matrix of that shape is refused; empty if it is taken or asked about."""
    try:
        pasted(state, name, {"text": as_numpy(ones(*shape))}, base)
    except BadPaste as error:
        return error.problem
    return ""


@given(networks(), st.integers(1, 7), st.integers(1, 7), st.data())
def test_matrix_of_the_demanded_shape_is_accepted(
    network: tuple[State, Plan], rows: int, columns: int, data: st.DataObject
) -> None:
    state, base = network
    layers = [names_of(layer) for layer in range(1, plan_of(state, base).sizes.L + 1)]
    for name in (INPUTS, *(name for each in layers for name in (each.W, each.b))):
        if problem := refusal(state, name, (rows, columns), base):
            demanded = DEMANDS.search(problem)
            assert demanded or "from 1 to" in problem or "There are 1 to" in problem or "has 1 to" in problem, problem
            if demanded:
                high, wide, most = demanded.groups()
                shape = (int(most), data.draw(st.integers(1, 7))) if most else (int(high), int(wide))
                assert refusal(state, name, shape, base) == "", problem


SQUARE = "[[1., 2.],\n       [3., 4.]]"


@pytest.mark.parametrize(
    ("turned", "text", "is_asked"),
    [
        (0, SQUARE, False),  # nothing speaks for (inputs, neurons)
        (1, SQUARE, True),  # the weights before were turned
        (0, f"<tf.Variable 'dense/kernel:0' shape=(2, 2) dtype=float32, numpy=\narray({SQUARE}, dtype=float32)>", True),
        (0, "<Variable path=sequential/dense/kernel, shape=(2, 2), dtype=float32, value=[[1. 2.]\n [3. 4.]]>", True),
        (0, f"clf.coefs_[0] = array({SQUARE})", True),
        (0, f"np.array({SQUARE})", False),
    ],
)
def test_square_weights_are_asked_about_where_they_may_be_turned(turned: int, text: str, is_asked: bool) -> None:
    base = Plan(Sizes((2, 2, 1), 4), ("tanh", "tanh"))
    try:
        made, report = pasted(State(turned=turned), Name("W1"), {"text": text}, base)
    except BadPaste as bad:
        assert is_asked
        assert [(each.turn, each.rows) for each in bad.choices] == [
            ("turned", ((1, 3), (2, 4))),
            ("", ((1, 2), (3, 4))),
        ]
    else:
        assert not is_asked and made.W1 == ((1, 2), (3, 4)) and not report.turn


@pytest.mark.parametrize(
    ("n", "name", "text", "turns"),
    [
        ((2, 3, 1), "W1", "[[1,2,3],[4,5,6]]", ["turned", ""]),  # its transpose fits; as it is, it changes the network
        ((3, 4, 2), "W1", "1 2 3 4\n5 6 7 8\n9 1 2 3", ["turned", ""]),
        ((3, 4, 2), "W1", "1 2 3 4 5\n6 7 8 9 1", ["", "turned"]),  # neither fits: both change the network
        ((3, 4, 2), "X", "1,2,3,0\n4,5,6,1", ["without-last", "without-first", "", "turned"]),  # a column too many
        ((3, 4, 2), "X", "1,2,3\n4,5,6\n7,8,9", ["", "turned"]),
    ],
)
def test_matrix_of_two_orientations_is_asked_about(n: tuple[int, ...], name: str, text: str, turns: list[str]) -> None:
    base = Plan(Sizes(n, 4), ("tanh",) * (len(n) - 1))
    with pytest.raises(BadPaste) as caught:
        pasted(State(), Name(name), {"text": text}, base)
    assert [each.turn for each in caught.value.choices] == turns
    for choice in caught.value.choices:
        made, report = pasted(State(), Name(name), {"text": text, "meant": choice.key}, base)
        assert (getattr(made, name), report.turn) == (choice.rows, choice.turn)


def test_array_with_the_name_of_the_matrix_is_taken_among_several() -> None:
    base = Plan(Sizes((2, 2, 1), 4), ("tanh", "tanh"))
    text = "{'W1': array([[1., 2.],\n       [3., 4.]]), 'b1': array([[5.],\n       [6.]])}"
    assert pasted(State(), Name("b1"), {"text": text}, base)[0].b1 == ((5,), (6,))
    with pytest.raises(BadPaste) as caught:
        pasted(State(), Name("W2"), {"text": text}, base)
    assert {each.reading.name for each in caught.value.choices} <= {"W1", "b1"}
