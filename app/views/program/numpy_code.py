"""The two programs and their numbers in NumPy, as a course writes them: for the panel of the page and for exports."""

from dataclasses import dataclass

from app.engine.activations import Activation
from app.engine.forward import Trace
from app.engine.names import Name, computed_names
from app.engine.network import Network, Sizes
from app.engine.ops import Array, Shape
from app.engine.program import operation

FOR = "for i in range(m):"
"""The loop's first line."""
LARGEST_POWER = 700.0
"""Past this, e to the power of it is too large for a float."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a program: what it computes from (shapes and signs), the shape it makes, and of which matrix."""

    text: str
    source: str = ""
    shape: str = ""
    makes: Name | None = None
    """Z1, A1, … if the line computes it, or a column of it."""

    @property
    def comment(self) -> str:
        """The shapes: (4, 3) @ (3, 5) + (4, 1) -> (4, 5)."""
        return f"{self.source} -> {self.shape}" if self.source else self.shape


def loop(network: Network, sizes: Sizes, result: str) -> list[Line]:
    """One example after the other, each a column. The predictions are left in ``result``, (n[L], m)."""
    last = f"a{sizes.L}"
    return [
        Line(f"{result} = np.empty(({sizes.n[-1]}, m))"),
        Line(FOR),
        Line("    x = X[:, i:i+1]", shape=shape_text((sizes.n[0], 1))),
        *(_line(network, sizes, name, is_column=True) for name in computed(sizes)),
        Line(f"    {result}[:, i:i+1] = {last}"),
    ]


def vectorized(network: Network, sizes: Sizes) -> list[Line]:
    """Every example at once."""
    return [_line(network, sizes, name, is_column=False) for name in computed(sizes)]


def computed(sizes: Sizes) -> tuple[Name, ...]:
    """Z1, A1, Z2, …: what a program computes, in order."""
    return computed_names(range(1, sizes.L + 1))


def column(name: Name) -> str:
    """The name of one column: x, z1, a1. What has no examples keeps its name: W1, b1."""
    return name.lower() if name.has_examples else name


def shape_text(shape: Shape) -> str:
    """(4, 5)."""
    return f"({shape[0]}, {shape[1]})"


def definitions(trace: Trace) -> list[str]:
    """A function for each activation of the network, each followed by an empty line."""
    lines = []
    if _overflows(trace):
        lines += ['np.seterr(over="ignore")  # exp(800) is too large and becomes inf; 1 / (1 + inf) = 0 is right', ""]
    for key, activation in activations(trace.network).items():
        lines += [f"def {key}(Z):", *(f"    {line}" for line in activation.code), ""]
    return lines


def activations(network: Network) -> dict[str, Activation]:
    """The activations of the network by key, each once."""
    return {layer.activation.key: layer.activation for layer in network.layers}


def given(trace: Trace) -> dict[Name, Array]:
    """What is given, by name: X, W1, b1, W2, …"""
    return {name: trace.matrix(name, "vectorized") for name in trace.sizes.shapes if name.is_given}


def rows(values: Array) -> list[str]:
    """The rows of a matrix as Python writes them, every digit."""
    return [str(row) for row in values.tolist()]


def _overflows(trace: Trace) -> bool:
    """Whether an activation computes exp(-Z) of so large a -Z that NumPy would warn."""
    return any(
        "exp(-Z)" in line and Z.min() < -LARGEST_POWER
        for layer, Z in zip(trace.network.layers, trace.vectorized.Z, strict=True)
        for line in layer.activation.code
    )


def _line(network: Network, sizes: Sizes, name: Name, is_column: bool) -> Line:
    """One operation, in the loop on one column and indented."""
    spelled, indent = (column, "    ") if is_column else (str, "")
    reads = operation(network, name).reads
    made, *texts = (spelled(each) for each in (name, *reads))
    shape, *shapes = (shape_text(_shape(sizes, each, is_column)) for each in (name, *reads))
    if name.kind == "A":
        right, source = f"{network.layers[name.layer - 1].activation.key}({texts[0]})", shapes[0]
    else:
        right, source = "{} @ {} + {}".format(*texts), "{} @ {} + {}".format(*shapes)
    return Line(f"{indent}{made} = {right}", source, shape, name)


def _shape(sizes: Sizes, name: Name, is_column: bool) -> Shape:
    """The shape of the matrix, or of one column of what has examples."""
    rows, columns = sizes.shapes[name]
    return (rows, 1) if is_column and name.has_examples else (rows, columns)
