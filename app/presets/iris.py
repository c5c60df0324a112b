"""The Iris preset: Fisher's 150 flowers through a trained 4–5–3 network. Source and licence: data/README.md."""

import csv

from app.engine.network import inputs
from app.presets.preset import DATA, STORY, Classes, Preset, trained

FEATURES = ("sepal length", "sepal width", "petal length", "petal width")
SPECIES = ("setosa", "versicolor", "virginica")


def iris() -> Preset:
    """4 standardized features, 5 tanh neurons, 3 softmax outputs, one per species; X is (4, 150)."""
    with (DATA / "iris.csv").open(encoding="utf-8", newline="") as file:
        flowers = list(csv.DictReader(file))
    net = trained("iris", "tanh", "softmax")
    X = [[float(flower[f"z_{feature.replace(' ', '_')}"]) for flower in flowers] for feature in FEATURES]
    return Preset(
        key="iris",
        title="Iris flowers",
        line="150 flowers, 4 measurements each. The network names the species.",
        network=net,
        X=inputs(X, net),
        group=STORY,
        example="flower",
        features=FEATURES,
        classes=Classes(SPECIES, tuple(SPECIES.index(flower["species"]) for flower in flowers)),
    )
