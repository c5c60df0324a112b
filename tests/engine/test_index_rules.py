"""The index rule of every operation, checked by perturbing arrays."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.engine.activations import ACTIVATIONS
from app.engine.ops import AFFINE, Array, Op, bind, cells_read, cells_written

OPS = {op.name: op for op in (AFFINE, *(activation.op for activation in ACTIVATIONS.values()))}
EVERYTHING, COLUMN, ROW, CELL = "", "i", "j", "ji"


class Case(NamedTuple):
    """An operation on real arrays, and the index letters that are fixed."""

    op: Op
    arrays: tuple[Array, ...]
    bound: Mapping[str, int]

    def shown(self, arrays: tuple[Array, ...]) -> Array:
        """The selected part of the result."""
        result = self.op(*arrays)
        region = cells_written(self.op, self.bound, result.shape)
        return result[np.ix_(region.rows, region.columns)]

    def changes(self) -> Iterator[tuple[bool, Array]]:
        """For each cell of each input: whether it is lit, and the selected result after adding 1 to it."""
        lit = cells_read(self.op, self.bound, tuple(array.shape for array in self.arrays))
        for which, array in enumerate(self.arrays):
            for cell in np.ndindex(array.shape):
                other = array.copy()
                other[cell] += 1.0
                yield cell in lit[which], self.shown((*self.arrays[:which], other, *self.arrays[which + 1 :]))


@st.composite
def cases(draw: st.DrawFn, op: Op) -> Case:
    """Entries from 0.5 to 2: no factor is 0, and every activation is strictly monotonic there.

    Columns have at least two entries: the softmax of a single entry is always 1.
    """
    sizes = {letter: draw(st.integers(2, 4)) for letter in "jki"} | {"0": 1}
    sizes["i"] = draw(st.integers(1, 4))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    arrays = tuple(rng.uniform(0.5, 2.0, [sizes[letter] for letter in rule]) for rule in op.inputs)
    fixed = draw(st.sampled_from([EVERYTHING, COLUMN, ROW, CELL]))
    shape = dict(zip(op.output, op(*arrays).shape, strict=True))
    return Case(op, arrays, {letter: draw(st.integers(0, shape[letter] - 1)) for letter in fixed})


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
@given(data=st.data())
def test_a_cell_ignores_every_unlit_cell(op: Op, data: st.DataObject) -> None:
    case = data.draw(cases(op))
    before = case.shown(case.arrays)
    assert all(np.array_equal(after, before) for lit, after in case.changes() if not lit)


@pytest.mark.parametrize("op", OPS.values(), ids=OPS)
@given(data=st.data())
def test_a_cell_depends_on_every_lit_cell(op: Op, data: st.DataObject) -> None:
    case = data.draw(cases(op))
    before = case.shown(case.arrays)
    changed = [not np.array_equal(after, before) for lit, after in case.changes() if lit]
    assert changed and all(changed)


def test_rule_is_in_einsum_notation() -> None:
    assert {name: op.rule for name, op in OPS.items() if name in ("affine", "sigmoid", "softmax")} == {
        "affine": "jk,ki,j0->ji",
        "sigmoid": "ji->ji",
        "softmax": "ki->ji",
    }


def test_affine_equals_einsum_of_its_rule_plus_bias() -> None:
    W, A, b = np.arange(1.0, 7.0).reshape(2, 3), np.arange(12.0).reshape(3, 4), np.array([[10.0], [20.0]])
    assert np.array_equal(AFFINE(W, A, b), np.einsum("jk,ki->ji", W, A) + b)


def test_summed_letter_is_k_for_affine_and_softmax_only() -> None:
    assert {name: op.summed for name, op in OPS.items() if op.summed} == {"affine": "k", "softmax": "k"}


def test_cell_of_Z_reads_a_row_of_W_a_column_of_X_and_an_entry_of_b() -> None:
    W, X, b = cells_read(AFFINE, bind(AFFINE, 2, 1), ((4, 3), (3, 5), (4, 1)))
    assert list(W) == [(2, 0), (2, 1), (2, 2)]
    assert list(X) == [(0, 1), (1, 1), (2, 1)]
    assert list(b) == [(2, 0)]


def test_loop_step_reads_all_of_W_and_b_and_one_column_of_X() -> None:
    shapes = ((4, 3), (3, 5), (4, 1))
    W, X, b = cells_read(AFFINE, {"i": 1}, shapes)
    assert W.covers(shapes[0]) and b.covers(shapes[2])
    assert list(X) == [(0, 1), (1, 1), (2, 1)]


@pytest.mark.parametrize("fixed", [letters for size in range(3) for letters in combinations("ji", size)])
def test_cells_written_are_the_bound_ones(fixed: tuple[str, ...]) -> None:
    bound = {letter: index for letter, index in {"j": 3, "i": 1}.items() if letter in fixed}
    region = cells_written(AFFINE, bound, (4, 5))
    assert region.rows == (range(3, 4) if "j" in fixed else range(4))
    assert region.columns == (range(1, 2) if "i" in fixed else range(5))
