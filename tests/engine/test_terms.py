"""The terms of a cell add up to it and use each cell read once."""

from math import prod

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.ops import AFFINE, Op, bind, cells_read, terms
from tests.support.strategies import UNITS, matrices

OPS = {op.name: op for op in (AFFINE, *(activation.op for activation in ACTIVATIONS.values()))}


def test_terms_of_Z_are_the_products_of_the_row_then_the_bias() -> None:
    W, X, b = 0, 1, 2
    assert terms(AFFINE, bind(AFFINE, 1, 3), ((2, 3), (3, 4), (2, 1))) == [
        ((W, 1, 0), (X, 0, 3)),
        ((W, 1, 1), (X, 1, 3)),
        ((W, 1, 2), (X, 2, 3)),
        ((b, 1, 0),),
    ]


def test_sigmoid_has_one_term() -> None:
    op = ACTIVATIONS["sigmoid"].op
    assert terms(op, bind(op, 1, 3), ((2, 4),)) == [((0, 1, 3),)]


def test_softmax_has_one_term_per_entry_of_its_column() -> None:
    op = ACTIVATIONS["softmax"].op
    assert terms(op, bind(op, 1, 3), ((3, 4),)) == [((0, 0, 3),), ((0, 1, 3),), ((0, 2, 3),)]


@given(st.data(), UNITS, UNITS, UNITS)
def test_products_of_the_terms_add_up_to_the_cell_of_Z(data: st.DataObject, n: int, n_prev: int, m: int) -> None:
    arrays = [data.draw(matrices(*shape, 10.0)) for shape in ((n, n_prev), (n_prev, m), (n, 1))]
    Z = AFFINE(*arrays)
    for row, column in np.ndindex(Z.shape):
        parts = terms(AFFINE, bind(AFFINE, row, column), tuple(array.shape for array in arrays))
        total = sum(prod(arrays[which][j, k] for which, j, k in part) for part in parts)
        assert total == pytest.approx(Z[row, column], rel=1e-12, abs=1e-12)


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
@given(data=st.data())
def test_terms_use_every_cell_read_once(op: Op, data: st.DataObject) -> None:
    size = {letter: data.draw(UNITS) for letter in "jki"} | {"0": 1}
    shapes = tuple((size[rule[0]], size[rule[1]]) for rule in op.inputs)
    row = data.draw(st.integers(0, size["k" if op.inputs == ("ki",) else "j"] - 1))
    bound = bind(op, row, data.draw(st.integers(0, size["i"] - 1)))
    used = sorted(factor for part in terms(op, bound, shapes) for factor in part)
    lit = [(which, *cell) for which, region in enumerate(cells_read(op, bound, shapes)) for cell in region]
    assert used == sorted(lit)
