"""The XOR preset: a 2–2–1 network that says whether exactly one of its two inputs is 1.

The textbook weights. Every number of the pass is a small integer. The first neuron counts the ones, the second is 1
only if both inputs are 1, and the output subtracts twice the second from the first.
"""

from app.engine.activations import ACTIVATIONS
from app.engine.network import inputs, network
from app.presets.drawn import Range
from app.presets.preset import Preset

X = [
    [0, 0, 1, 1],
    [0, 1, 0, 1],
]
W1 = [
    [1, 1],
    [1, 1],
]
B1 = [[0], [-1]]
W2 = [[1, -2]]
B2 = [[0]]


def xor() -> Preset:
    """2 inputs, 2 ReLU neurons, 1 linear output; X is (2, 4), every possible input once."""
    net = network([(W1, B1, ACTIVATIONS["relu"]), (W2, B2, ACTIVATIONS["linear"])])
    return Preset(
        key="xor",
        title="XOR",
        line="Whole numbers to check in your head. The output is 1 when exactly one input is 1.",
        network=net,
        X=inputs(X, net),
        ranges=(Range(0, 1, 0),) * 2,
        outputs=("XOR",),
    )
