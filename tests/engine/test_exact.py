"""Which results are exact decimals, recomputed with decimals; and results that are known to be exact or not."""

from decimal import Decimal, localcontext

import numpy as np
import pytest
from hypothesis import given

from app.engine.exact import Exact, exact_matrices
from app.engine.names import Name, inputs_of, names_of
from app.views.base.scene import Scene
from tests.support.scenes import at, far_scenes

PIECEWISE = ("relu", "leaky_relu", "linear")


def decimal(value: float) -> Decimal:
    return Decimal(repr(float(value)))


@given(far_scenes())
def test_an_exact_entry_is_the_one_that_decimals_give(scene: Scene) -> None:
    found = exact_matrices(scene.trace, "vectorized")
    for layer in scene.layers:
        W, b, Z, A = (found[name] for name in names_of(layer))
        before = found[inputs_of(layer)]
        for j, i in np.ndindex(Z.values.shape):
            if Z.is_known(range(j, j + 1), i):
                assert before.is_known(range(len(before.values)), i)
                with localcontext(prec=99):
                    products = (decimal(w) * decimal(a) for w, a in zip(W.values[j], before.values[:, i], strict=True))
                    assert sum(products, start=decimal(b.values[j, 0])) == decimal(Z.values[j, i])
            key = scene.activation(layer).key
            if key in PIECEWISE and A.is_known(range(j, j + 1), i):
                z = decimal(Z.values[j, i])
                below = {"relu": Decimal(0), "leaky_relu": z * Decimal("0.01"), "linear": z}[key]
                assert decimal(A.values[j, i]) == (z if z > 0 else below)


@given(far_scenes())
def test_an_entry_is_changed_by_rounding_errors_at_most(scene: Scene) -> None:
    found = exact_matrices(scene.trace, "loop")
    for name, made in found.items():
        computed = scene.trace.matrix(name, "loop")
        assert np.allclose(made.values, computed, rtol=1e-9, atol=1e-12 * max(1.0, float(np.abs(scene.trace.max_abs))))


@pytest.mark.parametrize(
    ("query", "name", "value", "is_known"),
    [
        ("layers=2-1&act=linear&X=0.1;0.2&W1=1,1&b1=0", "Z1", 0.3, True),
        ("layers=2-1&act=linear&X=0.1;0.2&W1=1,1&b1=-0.3", "A1", 0.0, True),
        ("layers=1-1&act=linear&X=100.1&W1=1&b1=-100", "Z1", 0.1, True),
        ("layers=1-1&act=leaky_relu&X=-0.3&W1=1&b1=0", "A1", -0.003, True),
        ("layers=1-1-1&act=sigmoid-relu&X=1&W1=1&b1=0&W2=-1&b2=0", "A2", 0.0, True),
        ("layers=1-1&act=sigmoid&X=0.3&W1=1&b1=-0.3", "A1", 0.5, True),
        ("layers=1-1&act=tanh&X=0&W1=1&b1=0", "A1", 0.0, True),
        ("layers=1-4&act=softmax&X=2&W1=1;1;1;1&b1=0;0;0;0", "A1", 0.25, True),
        ("layers=1-1&act=softmax&X=0.123456789&W1=0.123456789&b1=0", "A1", 1.0, True),
        ("layers=1-3&act=softmax&X=2&W1=1;1;1&b1=0;0;0", "A1", 1 / 3, False),
        ("layers=1-1&act=sigmoid&X=40&W1=1&b1=0", "A1", 1.0, False),
        ("layers=1-2&act=softmax&X=3000&W1=0;1&b1=0;0", "A1", 0.0, False),
        ("layers=1-1-1&act=linear-linear&X=999999&W1=999999&b1=0&W2=999999&b2=0", "Z2", 999997000002999936.0, False),
    ],
)
def test_results_by_hand(query: str, name: str, value: float, is_known: bool) -> None:
    made: Exact = exact_matrices(at(f"{query}&m=1").trace, "vectorized")[Name(name)]
    assert made.values[0, 0] == value
    assert made.is_known(range(1), 0) == is_known
