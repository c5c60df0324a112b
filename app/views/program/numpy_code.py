"""The two programs and their numbers as NumPy code: for the panel on the page and for exports."""

from dataclasses import dataclass

from app.engine.activations import Activation
from app.engine.forward import Trace
from app.engine.names import Name, computed_names, names_of
from app.engine.network import Network, Sizes
from app.engine.ops import Array, Shape
from app.engine.program import operation
from app.engine.rounding import rounding

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


def loop(network: Network, sizes: Sizes, suffix: str = "") -> list[SourceLine]:
    """One example after the other: each line makes a column of a matrix. ``suffix`` ends the name of each result."""
    layers = [names_of(layer) for layer in range(1, sizes.L + 1)]
    return [
        *(_empty(f"{each.Z}{suffix}", f"{each.A}{suffix}", sizes.n[each.Z.layer]) for each in layers),
        SourceLine(LOOP_HEADER),
        *(_line(network, sizes, name, suffix, is_column=True) for name in computed(sizes)),
    ]


def vectorized(network: Network, sizes: Sizes) -> list[SourceLine]:
    """All examples at once."""
    return [_line(network, sizes, name, "", is_column=False) for name in computed(sizes)]


def computed(sizes: Sizes) -> tuple[Name, ...]:
    """The matrices that a program computes, in order: Z1, A1, Z2, …"""
    return computed_names(range(1, sizes.L + 1))


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
    """Whether an exp(-Z) overflows, so that NumPy would warn, for Z or for a Z as far off as rounding may go."""
    bounds = rounding(trace.network, trace.X, trace.vectorized)
    return any(
        "exp(-Z)" in line and (Z - off).min() < -700  # exp(710) overflows
        for layer, Z, off in zip(trace.network.layers, trace.vectorized.Z, bounds.Z, strict=True)
        for line in layer.activation.code
    )


def _empty(Z: str, A: str, n: int) -> SourceLine:
    """The line that makes room for Z and A of a layer, both (n, m)."""
    return SourceLine(f"{Z}, {A} = np.empty(({n}, m)), np.empty(({n}, m))")


def _line(network: Network, sizes: Sizes, name: Name, suffix: str, is_column: bool) -> SourceLine:
    """The line of one operation; in the loop on column i of each matrix with examples, and indented."""

    def spelled(each: Name) -> str:
        whole = each if each.is_given else f"{each}{suffix}"
        return f"{whole}[:, i:i+1]" if is_column and each.has_examples else whole

    reads, indent = operation(network, name).reads, "    " if is_column else ""
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
