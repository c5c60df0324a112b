"""The default preset: 3–4–2, five examples, numbers that a pocket calculator can follow.

All numbers have one decimal, so that Z[1] is exact in two. They are chosen so that signs and sizes vary, none is 0, A
ranges from 0.1 to 0.9, and a computation from the page's rounded numbers gives the page's next numbers.
"""

from app.engine.activations import ACTIVATIONS
from app.engine.network import inputs, network
from app.presets.preset import Preset

X = [
    [-1.8, 1.6, -0.1, -0.6, -0.9],
    [2.0, -0.6, -1.3, 1.7, 0.2],
    [1.0, -0.1, 0.7, -1.5, -1.2],
]
W1 = [
    [-1.2, 0.3, -0.6],
    [-1.4, -1.0, 0.9],
    [0.2, 0.5, -0.7],
    [-0.2, -1.3, 0.1],
]
B1 = [[-0.2], [-0.1], [0.5], [0.4]]
W2 = [
    [0.2, -1.0, 1.2, -1.5],
    [0.7, -1.4, 0.9, -0.8],
]
B2 = [[-0.3], [0.7]]


def course() -> Preset:
    """3 features, 4 sigmoid neurons, 2 sigmoid outputs; X is (3, 5)."""
    net = network([(W1, B1, ACTIVATIONS["sigmoid"]), (W2, B2, ACTIVATIONS["sigmoid"])])
    return Preset(
        key="course",
        title="Course example",
        line="Small numbers to check by hand.",
        network=net,
        X=inputs(X, net),
    )
