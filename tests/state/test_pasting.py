"""The orientation of a pasted matrix."""

import pytest

from app.engine.names import Name
from app.engine.network import Plan, Sizes
from app.state import State
from app.state.pasting import pasted


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
