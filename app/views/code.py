"""The program of the current view as NumPy code that runs."""

from dataclasses import dataclass

from app.engine.forward import Trace
from app.engine.ops import Array
from app.engine.program import operation
from app.state import format_state
from app.views.kept import kept
from app.views.place import Place

LIMIT = 150
"""Entries of a matrix that the code writes out at most; a larger one is read from the page's own data."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of code with its comment, the shape of what it makes."""

    text: str
    comment: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """``before`` imports, defines and gives the numbers; ``lines`` is the program."""

    before: str
    lines: tuple[CodeLine, ...]

    @property
    def text(self) -> str:
        """The whole of it, to run."""
        program = (f"{line.text}  # {line.comment}" if line.comment else line.text for line in self.lines)
        return "\n".join((self.before, *program)) + "\n"


def code(place: Place) -> Code:
    """The program of this view for these numbers, the current line marked."""
    lines = _loop(place) if place.state.view == "loop" else _vectorized(place)
    return Code(_before(place), tuple(lines))


def _loop(place: Place) -> list[CodeLine]:
    sizes, step = place.sizes, place.step
    last = f"A{sizes.L}"
    now = f"now i = {step.example}, from 0" if step and step.example is not None else ""
    lines = [
        CodeLine(f"{last} = np.empty(({sizes.n[-1]}, m))", ""),
        CodeLine("for i in range(m):", now),
        CodeLine("    x = X[:, i:i+1]", _shape(sizes.n[0], 1)),
    ]
    for name in _computed(place):
        text = f"    {name.lower()} = {_right(place, name).replace('X', 'x').replace('A', 'a').replace('Z', 'z')}"
        lines.append(CodeLine(text, _shape(sizes.shape(name)[0], 1), _is_current(place, name)))
    return [*lines, CodeLine(f"    {last}[:, i:i+1] = {last.lower()}", "")]


def _vectorized(place: Place) -> list[CodeLine]:
    return [
        CodeLine(f"{name} = {_right(place, name)}", _shape(*place.sizes.shape(name)), _is_current(place, name))
        for name in _computed(place)
    ]


def _computed(place: Place) -> list[str]:
    return [f"{kind}{layer}" for layer in range(1, place.sizes.L + 1) for kind in "ZA"]


def _right(place: Place, name: str) -> str:
    reads = operation(place.network, name).reads
    if len(reads) == 1:
        return f"{place.network.layers[int(name[1:]) - 1].activation.key}({reads[0]})"
    W, A, b = reads
    return f"{W} @ {A} + {b}"


def _is_current(place: Place, name: str) -> bool:
    return place.step is not None and place.step.writes == name


def _shape(rows: int, columns: int) -> str:
    return f"({rows}, {columns})"


def _before(place: Place) -> str:
    query = format_state(place.state.numbers)
    return kept(place.trace, ("code", query), lambda: _given_and_defined(place.trace, query))


def _given_and_defined(trace: Trace, query: str) -> str:
    """The lines before the program; the same for all steps."""
    activations = {layer.activation.key: layer.activation for layer in trace.network.layers}
    lines = ["import numpy as np", ""]
    for key, activation in activations.items():
        lines += [f"def {key}(Z):", f"    return {activation.code}", ""]
    matrices = {"X": trace.X}
    for number, layer in enumerate(trace.network.layers, start=1):
        matrices |= {f"W{number}": layer.W, f"b{number}": layer.b}
    if any(values.size > LIMIT for values in matrices.values()):
        lines += [
            "import json",
            f"# save /trace.json?{query} beside this file first",
            'with open("trace.json") as file:',
        ]
        lines += ["    given = json.load(file)"]
    lines += [f"{name} = np.array({_numbers(name, values)})" for name, values in matrices.items()]
    return "\n".join([*lines, "m = X.shape[1]", ""])


def _numbers(name: str, values: Array) -> str:
    """The numbers written out, or where they are in the page's own data."""
    if values.size <= LIMIT:
        return _literal(values)
    return 'given["X"]' if name == "X" else f'given["layers"][{int(name[1:]) - 1}]["{name[0]}"]'


def _literal(values: Array) -> str:
    rows = ", ".join(f"[{', '.join(repr(float(value)) for value in row)}]" for row in values)
    return f"[{rows}]"
