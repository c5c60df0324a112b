"""The types of a preset."""

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from app.engine.activations import ACTIVATIONS
from app.engine.network import Network, Plan, Sizes, network
from app.engine.ops import Array, Shape
from app.presets.drawn import Range

STORY = "With a story"
"""The group of presets with real or realistic data."""
DATA = Path(__file__).parent / "data"


@dataclass(frozen=True, slots=True)
class Classes:
    """Classes of a classifier: row j of A[L] is class ``names[j]``; ``answers[i]`` is the true row of example i."""

    names: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Preset:
    """A network, its examples (X, one per column) and the names of rows and columns."""

    key: str
    title: str
    line: str
    """Its description in one or two sentences."""
    network: Network
    X: Array
    group: str = "To compute by hand"
    """Its heading in the menu."""
    example: str = "example"
    """The noun for one column, such as example or flower."""
    features: tuple[str, ...] = ()
    """Names of the rows of X, or empty."""
    ranges: tuple[Range, ...] = ()
    """The range of each feature for examples beyond those of X."""
    outputs: tuple[str, ...] = ()
    """Names of the rows of A[L]; empty if they have none, or if ``classes`` names them."""
    classes: Classes | None = None
    picture: Shape | None = None
    """Rows and columns of the picture that a column of X holds row by row; None if columns are no pictures."""

    @cached_property
    def sizes(self) -> Sizes:
        return self.network.sizes(self.X.shape[1])

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.sizes, tuple(layer.activation.key for layer in self.network.layers))

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """Names of the rows of A[L], or empty."""
        return self.classes.names if self.classes else self.outputs


def trained(data: str, *activations: str) -> Network:
    """The network with the trained weights of that data set and these activations."""
    weights = json.loads((DATA / f"{data}-weights.json").read_text(encoding="utf-8"))
    layers = enumerate(activations, start=1)
    return network((weights[f"W{layer}"], weights[f"b{layer}"], ACTIVATIONS[key]) for layer, key in layers)
