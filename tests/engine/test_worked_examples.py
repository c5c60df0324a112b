"""Forward passes computed by hand."""

from decimal import Decimal

import pytest

from app.engine.activations import ACTIVATIONS
from app.engine.forward import forward_loop, forward_vectorized
from app.engine.network import inputs, network
from app.presets import course

both_programs = pytest.mark.parametrize("forward", [forward_loop, forward_vectorized])


@both_programs
def test_worked_example_of_a_2_2_1_relu_network(forward) -> None:
    net = network(
        [
            ([[1, 2], [-1, 3]], [[1], [-2]], ACTIVATIONS["relu"]),
            ([[2, -1]], [[3]], ACTIVATIONS["linear"]),
        ]
    )
    X = inputs([[1, 0, -2], [2, -1, 1]], net)
    made = forward(net, X)
    # 1·1 + 2·2 + 1 = 6     1·0 + 2·(−1) + 1 = −1      1·(−2) + 2·1 + 1 = 1
    # −1·1 + 3·2 − 2 = 3    −1·0 + 3·(−1) − 2 = −5     −1·(−2) + 3·1 − 2 = 3
    assert made.Z[0].tolist() == [[6, -1, 1], [3, -5, 3]]
    assert made.A[0].tolist() == [[6, 0, 1], [3, 0, 3]]
    # 2·6 − 3 + 3 = 12      2·0 − 0 + 3 = 3            2·1 − 3 + 3 = 2
    assert made.Z[1].tolist() == [[12, 3, 2]]
    assert made.A[1].tolist() == [[12, 3, 2]]


@both_programs
def test_worked_first_column_of_the_course_example(forward) -> None:
    preset = course()
    made = forward(preset.network, preset.X)
    # x(1) = (−1.8, 2.0, 1.0)
    # −1.2·−1.8 + 0.3·2.0 − 0.6·1.0 − 0.2 = 2.16 + 0.60 − 0.60 − 0.20
    # −1.4·−1.8 − 1.0·2.0 + 0.9·1.0 − 0.1 = 2.52 − 2.00 + 0.90 − 0.10
    #  0.2·−1.8 + 0.5·2.0 − 0.7·1.0 + 0.5 = −0.36 + 1.00 − 0.70 + 0.50
    # −0.2·−1.8 − 1.3·2.0 + 0.1·1.0 + 0.4 = 0.36 − 2.60 + 0.10 + 0.40
    assert made.Z[0][:, 0].tolist() == pytest.approx([1.96, 1.32, 0.44, -1.74], abs=1e-14)
    # 1 / (1 + e^−1.96) …
    assert made.A[0][:, 0].tolist() == pytest.approx([0.8765, 0.7892, 0.6083, 0.1493], abs=5e-5)


@both_programs
def test_Z1_of_the_course_example_equals_the_exact_decimal_sum(forward) -> None:
    preset = course()
    Z1 = forward(preset.network, preset.X).Z[0]
    W, b, X = (
        [[Decimal(repr(entry)) for entry in row] for row in array.tolist()]
        for array in (preset.network.layers[0].W, preset.network.layers[0].b, preset.X)
    )
    for j, row in enumerate(W):
        for i in range(len(X[0])):
            exact = sum((w * X[k][i] for k, w in enumerate(row)), start=b[j][0])
            assert Z1[j, i] == pytest.approx(float(exact), abs=1e-14)
