"""The house preset: the prices of six houses. Houses, weights and prices are invented for teaching.

Each hidden neuron has a meaning: the value of size and bedrooms, the cost of repairs of an old house, and too many
bedrooms for the size. ReLU turns off the last two for houses without that problem. Every weight is a multiple of ½ and
every feature is whole, so that all results are exact.
"""

from app.engine.activations import ACTIVATIONS
from app.engine.network import inputs, network
from app.presets.drawn import Range
from app.presets.preset import STORY, Preset

X = [
    [75, 110, 140, 60, 95, 160],
    [3, 4, 5, 2, 5, 4],
    [12, 35, 60, 48, 4, 24],
]
W1 = [
    [2.5, 10.0, -0.5],
    [0.5, 2.0, 1.5],
    [-1.0, 30.0, 1.0],
]
B1 = [[20], [-110], [-40]]
W2 = [[1.0, -1.0, -0.5]]
B2 = [[30]]


def house() -> Preset:
    """3 features in plain units, 3 ReLU neurons, 1 linear output in 1,000 €; X is (3, 6)."""
    net = network([(W1, B1, ACTIVATIONS["relu"]), (W2, B2, ACTIVATIONS["linear"])])
    return Preset(
        key="house",
        title="House prices",
        line="Six houses: size, bedrooms, age. The network estimates what each one costs.",
        network=net,
        X=inputs(X, net),
        group=STORY,
        example="house",
        features=("size in m²", "bedrooms", "age in years"),
        ranges=(Range(50, 180, 0), Range(1, 5, 0), Range(0, 80, 0)),
        outputs=("price in 1,000 €",),
    )
