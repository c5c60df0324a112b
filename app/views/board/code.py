"""The program of the current view as executable NumPy code."""

from dataclasses import dataclass

from app.engine.forward import Trace
from app.engine.names import INPUTS, Name
from app.engine.ops import Array
from app.state import format_state
from app.views.base.scene import Scene
from app.views.base.urls import TRACE_PATH
from app.views.program.numpy_code import LOOP_HEADER, SourceLine, definitions, given, loop, rows, vectorized

MOST_LITERAL = 150
"""Entries of a matrix that the program writes out; a larger matrix is read from /trace.json."""


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One line of code; ``comment`` is usually the shape of its result."""

    text: str
    comment: str
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """``before`` holds imports, functions and the given numbers; ``lines`` is the program."""

    before: str
    lines: tuple[CodeLine, ...]


def code(scene: Scene) -> Code:
    """The program of this view for these numbers, its current line marked."""
    lines = scene.matrices.cached("program", lambda: _program(scene))
    return Code(_before(scene), tuple([_marked(scene, line) for line in lines]))


def _program(scene: Scene) -> list[SourceLine]:
    if scene.state.view == "loop":
        return loop(scene.network, scene.sizes)
    return vectorized(scene.network, scene.sizes)


def _marked(scene: Scene, line: SourceLine) -> CodeLine:
    step = scene.step
    is_now = line.text == LOOP_HEADER and step is not None and step.example is not None
    comment = f"now i = {step.example}, from 0" if is_now and step else line.shape
    return CodeLine(line.text, comment, step is not None and step.writes == line.makes)


def _before(scene: Scene) -> str:
    """The lines before the program, cached for all steps."""
    query = format_state(scene.state.numbers)
    return scene.matrices.cached(("code", query), lambda: _definitions(scene.trace, query))


def _definitions(trace: Trace, query: str) -> str:
    lines = ["import numpy as np", "", *definitions(trace)]
    matrices = given(trace)
    if any(values.size > MOST_LITERAL for values in matrices.values()):
        lines += [
            "import json",
            f"# save {TRACE_PATH}?{query} beside this file first",
            'with open("trace.json") as file:',
            "    given = json.load(file)",
        ]
    lines += [f"{name} = np.array({_numbers(name, values)})" for name, values in matrices.items()]
    return "\n".join([*lines, "m = X.shape[1]", ""])


def _numbers(name: Name, values: Array) -> str:
    """The numbers as a literal, or their path in trace.json."""
    if values.size <= MOST_LITERAL:
        return f"[{', '.join(rows(values))}]"
    return 'given["X"]' if name == INPUTS else f'given["layers"][{name.layer - 1}]["{name.kind}"]'
