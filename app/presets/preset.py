"""What a preset is."""

from dataclasses import dataclass
from functools import cached_property

from app.engine.network import Network, Plan, Sizes
from app.engine.ops import Array, Shape
from app.presets.drawn import Range

BY_HAND = "To compute by hand"
STORY = "With a story"


@dataclass(frozen=True, slots=True)
class Classes:
    """What the predictions mean: row j of A[L] stands for ``names[j]``; ``answers[i]`` is the true row of example i."""

    names: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class Preset:
    """A network, the examples that pass through it (X, one a column) and what its rows and columns are called."""

    key: str
    title: str
    line: str
    """What it is for, in a sentence or two."""
    network: Network
    X: Array
    group: str = BY_HAND
    """The heading in the menu under which it stands."""
    example: str = "example"
    """What one column is, in the singular: example, flower."""
    features: tuple[str, ...] = ()
    """Names of the rows of X, or nothing if they have none."""
    ranges: tuple[Range, ...] = ()
    """Where further examples come from, feature by feature, if somebody asks for more than there are."""
    outputs: tuple[str, ...] = ()
    """Names of the rows of A[L], or nothing if they have none or ``classes`` names them."""
    classes: Classes | None = None
    picture: Shape | None = None
    """Rows and columns of the picture that a column of X unrolls row by row, or None if it is no picture."""

    @cached_property
    def sizes(self) -> Sizes:
        return self.network.sizes(self.X.shape[1])

    @cached_property
    def plan(self) -> Plan:
        return Plan(self.sizes, tuple(layer.activation.key for layer in self.network.layers))

    @cached_property
    def row_names(self) -> tuple[str, ...]:
        """Names of the rows of A[L], or nothing if they have none."""
        return self.classes.names if self.classes else self.outputs
