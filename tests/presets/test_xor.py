"""The XOR preset, computed by hand."""

from app.engine.forward import forward_loop, forward_vectorized
from app.presets.xor import xor


def test_xor_inputs_are_00_01_10_11() -> None:
    assert xor().X.T.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_xor_output_is_exact_in_both_programs() -> None:
    made = xor()
    for forward in (forward_loop, forward_vectorized):
        assert forward(made.network, made.X).A[-1].tolist() == [[0, 1, 1, 0]]


def test_xor_hidden_neurons_count_ones_and_detect_both() -> None:
    made = xor()
    done = forward_vectorized(made.network, made.X)
    assert done.Z[0].tolist() == [[0, 1, 1, 2], [-1, 0, 0, 1]]
    assert done.A[0].tolist() == [[0, 1, 1, 2], [0, 0, 0, 1]]


def test_xor_is_not_linearly_separable() -> None:
    """For a weighted sum, f(00) + f(11) = f(01) + f(10); not for exclusive or."""
    x00, x01, x10, x11 = forward_vectorized(xor().network, xor().X).A[-1][0]
    assert x00 + x11 != x01 + x10
