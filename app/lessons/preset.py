"""What a preset is."""

from dataclasses import dataclass

from app.engine.network import Network, Sizes
from app.engine.ops import Array


@dataclass(frozen=True, slots=True)
class Classes:
    """What the predictions mean: row j of A[L] stands for ``names[j]``; ``answers[i]`` is the true row of example i."""

    names: tuple[str, ...]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Preset:
    """A network, the examples that pass through it (X, one a column) and what its rows and columns are called."""

    key: str
    title: str
    line: str
    network: Network
    X: Array
    example: str = "example"
    """What one column is, in the singular: example, flower."""
    features: tuple[str, ...] = ()
    """Names of the rows of X, or nothing if they have none."""
    classes: Classes | None = None

    @property
    def sizes(self) -> Sizes:
        return self.network.sizes(self.X.shape[1])
