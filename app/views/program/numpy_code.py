"""The two programs and their numbers as NumPy code: for the panel on the page and for exports."""

from dataclasses import dataclass

from app.engine.activations import Activation
from app.engine.forward import Trace
from app.engine.names import Name, computed_names
from app.engine.network import Network, Sizes
from app.engine.ops import Array, Shape
from app.engine.program import operation

LOOP_HEADER = "for i in range(m):"
"""The first line of the loop."""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """One line of a program: the shapes it computes from with their operators, the shape of its result."""

    text: str
    source: str = ""
    shape: str = ""
    makes: Name | None = None
    """The matrix that the line computes, whole or a column of it."""

    @property
    def comment(self) -> str:
        """The shapes: (4, 3) @ (3, 5) + (4, 1) -> (4, 5)."""
        return f"{self.source} -> {self.shape}" if self.source else self.shape


def loop(network: Network, sizes: Sizes, result: str) -> list[SourceLine]:
    """One example after the other, each a column. ``result`` is the name of the predictions, (n[L], m)."""
    last = f"a{sizes.L}"
    return [
        SourceLine(f"{result} = np.empty(({sizes.n[-1]}, m))"),
        SourceLine(LOOP_HEADER),
        SourceLine("    x = X[:, i:i+1]", shape=shape_text((sizes.n[0], 1))),
        *(_line(network, sizes, name, is_column=True) for name in computed(sizes)),
        SourceLine(f"    {result}[:, i:i+1] = {last}"),
    ]


def vectorized(network: Network, sizes: Sizes) -> list[SourceLine]:
    """All examples at once."""
    return [_line(network, sizes, name, is_column=False) for name in computed(sizes)]


def computed(sizes: Sizes) -> tuple[Name, ...]:
    """The matrices that a program computes, in order: Z1, A1, Z2, …"""
    return computed_names(range(1, sizes.L + 1))


def column(name: Name) -> str:
    """The name of one column: x, z1, a1. W1 and b1 have no column for an example and keep their names."""
    return name.lower() if name.has_examples else name


def shape_text(shape: Shape) -> str:
    """(4, 5)."""
    return f"({shape[0]}, {shape[1]})"


def definitions(trace: Trace) -> list[str]:
    """The code of a function for each activation of the network, each followed by an empty line."""
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
    """The given matrices by name: X, W1, b1, W2, …"""
    return {name: trace.matrix(name, "vectorized") for name in trace.sizes.shapes if name.is_given}


def rows(values: Array) -> list[str]:
    """The rows of a matrix as Python lists with all digits."""
    return [str(row) for row in values.tolist()]


def _overflows(trace: Trace) -> bool:
    """Whether an activation computes an exp(-Z) that overflows, so that NumPy would warn."""
    return any(
        "exp(-Z)" in line and Z.min() < -700  # exp(710) overflows
        for layer, Z in zip(trace.network.layers, trace.vectorized.Z, strict=True)
        for line in layer.activation.code
    )


def _line(network: Network, sizes: Sizes, name: Name, is_column: bool) -> SourceLine:
    """The line of one operation; in the loop on one column, and indented."""
    spelled, indent = (column, "    ") if is_column else (str, "")
    reads = operation(network, name).reads
    made, *texts = (spelled(each) for each in (name, *reads))
    shape, *shapes = (shape_text(_shape(sizes, each, is_column)) for each in (name, *reads))
    if name.kind == "A":
        right, source = f"{network.layers[name.layer - 1].activation.key}({texts[0]})", shapes[0]
    else:
        right, source = "{} @ {} + {}".format(*texts), "{} @ {} + {}".format(*shapes)
    return SourceLine(f"{indent}{made} = {right}", source, shape, name)


def _shape(sizes: Sizes, name: Name, is_column: bool) -> Shape:
    """The shape of the matrix, or of one column if its columns are examples."""
    rows, columns = sizes.shapes[name]
    return (rows, 1) if is_column and name.has_examples else (rows, columns)
