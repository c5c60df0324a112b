"""The one-neuron preset: logistic regression, six students, numbers that a pocket calculator can follow.

One layer of one neuron: W is a single row, Z and A are (1, m). All numbers have one decimal, so that Z is exact in two.
The numbers are invented; Z has both signs and A ranges from 0.2 to 0.9.
"""

from app.engine.activations import ACTIVATIONS
from app.engine.network import inputs, network
from app.presets.drawn import Range
from app.presets.preset import Preset

X = [
    [1.5, 4.2, 2.6, 5.4, 3.3, 6.1],
    [7.5, 6.2, 8.1, 4.7, 5.8, 7.4],
]
W1 = [[0.9, 0.4]]
B1 = [[-5.8]]


def one_neuron() -> Preset:
    """2 features, 1 sigmoid neuron; X is (2, 6)."""
    net = network([(W1, B1, ACTIVATIONS["sigmoid"])])
    return Preset(
        key="one-neuron",
        title="One neuron",
        line="Logistic regression: the smallest network there is. How likely is each student to pass?",
        network=net,
        X=inputs(X, net),
        example="student",
        features=("hours studied", "hours slept"),
        ranges=(Range(0.5, 7.0), Range(4.0, 9.0)),
        outputs=("pass",),
    )
