"""The XOR preset, worked in the head."""

from app.engine.forward import forward_loop, forward_vectorized
from app.presets.xor import xor


def test_every_possible_input_comes_once_counting_up() -> None:
    assert xor().X.T.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1]]


def test_it_computes_exclusive_or_exactly_in_both_programs() -> None:
    made = xor()
    for forward in (forward_loop, forward_vectorized):
        assert forward(made.network, made.X).A[-1].tolist() == [[0, 1, 1, 0]]


def test_the_first_neuron_counts_the_ones_and_the_second_finds_both() -> None:
    made = xor()
    done = forward_vectorized(made.network, made.X)
    assert done.Z[0].tolist() == [[0, 1, 1, 2], [-1, 0, 0, 1]]
    assert done.A[0].tolist() == [[0, 1, 1, 2], [0, 0, 0, 1]]


def test_no_network_without_a_hidden_layer_could_do_it() -> None:
    """A weighted sum gives 00 and 11 together what it gives 01 and 10 together; exclusive or does not."""
    x00, x01, x10, x11 = forward_vectorized(xor().network, xor().X).A[-1][0]
    assert x00 + x11 != x01 + x10
