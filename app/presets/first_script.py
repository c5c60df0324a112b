"""The script preset: 3–4–2, five examples, every number random between 0 and 1, as in a course's first script.

Such a script calls ``np.random.rand(3, 5)``. NumPy does not guarantee that stream across versions, so these were drawn
once from ``rng = random.Random(7)``, in the order X, W1, b1, W2, b2, row by row, by ``int(100 * rng.random()) / 100``:
two decimals, 0.00 to 0.99. Without negative numbers every Z is positive and every A above ½.
"""

from app.engine.activations import ACTIVATIONS
from app.engine.network import inputs, network
from app.presets.drawn import Range
from app.presets.preset import Preset

X = [
    [0.32, 0.15, 0.65, 0.07, 0.53],
    [0.36, 0.05, 0.5, 0.03, 0.43],
    [0.06, 0.09, 0.42, 0.82, 0.12],
]
W1 = [
    [0.22, 0.62, 0.94],
    [0.57, 0.39, 0.97],
    [0.04, 0.85, 0.28],
    [0.14, 0.11, 0.3],
]
B1 = [[0.81], [0.18], [0.58], [0.63]]
W2 = [
    [0.37, 0.54, 0.06, 0.05],
    [0.2, 0.68, 0.42, 0.31],
]
B2 = [[0.58], [0.45]]


def script() -> Preset:
    """3 features, 4 sigmoid neurons, 2 sigmoid outputs; X is (3, 5)."""
    net = network([(W1, B1, ACTIVATIONS["sigmoid"]), (W2, B2, ACTIVATIONS["sigmoid"])])
    return Preset(
        key="script",
        title="Course script",
        line="Random numbers from 0 to 1, as a course's first script draws them with np.random.rand.",
        network=net,
        X=inputs(X, net),
        ranges=(Range(0.0, 0.99, 2),) * 3,
    )
