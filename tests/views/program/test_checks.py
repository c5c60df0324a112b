"""The checks at the end of an exported program fail if any line of the computation is wrong, and hold if none is."""

import ast
import contextlib
import copy
import re
from collections.abc import Callable, Iterator
from typing import Any
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings

from app.engine.activations import ACTIVATIONS
from app.speed.contestants import PROGRAMS
from app.views.base.scene import Scene
from app.views.pages.notebook import notebook
from app.views.pages.script import script
from app.views.pages.torch_script import torch_script
from app.views.program import script_words as words
from app.views.program.checks import MAX_WRITTEN
from tests.support import torch_stand_in
from tests.support.exported import NETWORKS, ROOT, own_scenes, run
from tests.support.scenes import at

COMPUTING = (words.ACTIVATIONS_TITLE, words.LAYERS_TITLE, words.LOOP_TITLE, words.MATRIX_TITLE)
"""The parts of a program that compute."""


def cells(here: Scene, root: str) -> str:
    """The notebook as one program: what is Markdown there is a comment here."""
    parts = notebook(here, root)["cells"]
    texts = (
        re.sub("^(?:#+ )?", "# ", each["source"], flags=re.MULTILINE)
        if each["cell_type"] == "markdown"
        else each["source"]
        for each in parts
    )
    return "\n\n".join(texts)


EXPORTS: dict[str, Callable[[Scene, str], str]] = {"numpy": script, "notebook": cells, "torch": torch_script}
every_export = pytest.mark.parametrize("export", EXPORTS.values(), ids=EXPORTS)


@pytest.fixture(autouse=True)
def torch(monkeypatch: pytest.MonkeyPatch) -> None:
    torch_stand_in.install(monkeypatch)


# A wrong line


def computing(program: str) -> range:
    """The numbers of the lines that compute, from 1."""
    lines = program.splitlines()
    starts = [lines.index(f"# {title}") for title in COMPUTING if f"# {title}" in lines]
    return range(min(starts) + 1, lines.index(f"# {words.TOLERANCE_TITLE}") + 1)


def wrong_expressions(value: ast.expr) -> Iterator[ast.expr]:
    """The expression with one thing wrong: its sign, its size, one operator, number, index or call."""
    yield ast.UnaryOp(ast.USub(), value)
    for factor in (0.0, 1.001):
        yield ast.BinOp(value, ast.Mult(), ast.Constant(factor))
    yield ast.BinOp(value, ast.Add(), ast.Constant(1.0))
    for place, node in enumerate(ast.walk(value)):
        for change in _changes(node):
            whole = copy.deepcopy(value)
            change([*ast.walk(whole)][place])
            yield whole


def _changes(node: ast.AST) -> Iterator[Callable[[Any], None]]:
    match node:
        case ast.BinOp(op=ast.Add()):
            yield lambda node: setattr(node, "op", ast.Sub())
            yield lambda node: setattr(node, "right", ast.Constant(0.0))
        case ast.BinOp(op=ast.Sub()):
            yield lambda node: setattr(node, "op", ast.Add())
        case ast.BinOp(op=ast.Div()):
            yield lambda node: setattr(node, "op", ast.Mult())
        case ast.BinOp(op=ast.MatMult()):
            yield lambda node: setattr(node, "left", ast.UnaryOp(ast.USub(), node.left))
        case ast.UnaryOp(op=ast.USub()):
            yield lambda node: setattr(node, "op", ast.UAdd())
        case ast.Constant(value=int() | float()):
            yield lambda node: setattr(node, "value", node.value + 1)
        case ast.Slice(lower=ast.Name()):
            yield lambda node: (setattr(node, "lower", ast.Constant(0)), setattr(node, "upper", ast.Constant(1)))
        case ast.Attribute(value=ast.Name(id="nn"), attr=known) if known != "Linear":
            for other in {"Sigmoid", "Tanh", "ReLU", "Identity"} - {known}:
                yield lambda node, other=other: setattr(node, "attr", other)
        case ast.Call(func=ast.Name() | ast.Attribute(), args=[first, *_]) if not isinstance(first, ast.Constant):
            yield lambda node: (setattr(node, "func", ast.Name("abs")), setattr(node, "args", node.args[-1:]))
            yield lambda node: (setattr(node, "func", ast.Name("float")), setattr(node, "args", [ast.Constant(0.5)]))


def wrong_programs(program: str) -> Iterator[tuple[str, int]]:
    """The program with one computing line wrong, for every line and each way, and the number of that line."""
    lines, places = program.splitlines(), computing(program)
    for node in ast.walk(ast.parse(program)):
        if getattr(node, "lineno", 0) not in places:
            continue
        match node:
            case ast.Assign(value=value) if "empty(" not in ast.unparse(value):
                pass
            case ast.Return(value=ast.expr() as value):
                pass
            case ast.Expr(value=ast.Call(args=[value])) if "seterr" not in ast.unparse(value):
                pass  # layer1.weight.copy_(W1)
            case ast.For(iter=ast.Call(args=[value])):
                pass  # range(m)
            case _:
                continue
        at_line, start, end = node.lineno - 1, value.col_offset, value.end_col_offset
        assert value.lineno == value.end_lineno == node.lineno
        line = lines[at_line]
        is_loop = isinstance(node, ast.For)
        for wrong in ("m - 1", "1, m") if is_loop else map(ast.unparse, wrong_expressions(value)):
            changed = f"{line[:start]}{wrong}{line[end:]}"
            yield "\n".join([*lines[:at_line], changed, *lines[at_line + 1 :]]), node.lineno


def unset(shape: tuple[int, int], dtype: object = float) -> np.ndarray:
    """np.empty, with nothing in it that was once a right result."""
    return np.full(shape, np.nan)


def outcome(program: str) -> tuple[dict[str, Any], bool]:
    """The names after the program has run, and whether it ended well. A warning is no error to its user."""
    names: dict[str, Any] = {"__builtins__": __builtins__}
    with np.errstate(all="ignore"), contextlib.redirect_stdout(None), patch("numpy.empty", unset):
        try:
            exec(compile(program, "export", "exec"), names)
        except Exception:
            return names, False
    return names, True


def results(names: dict[str, Any]) -> list[np.ndarray]:
    """Every Z and A that a program has made, of both ways."""
    return [np.asarray(each) for name, each in sorted(names.items()) if re.fullmatch(r"[ZA]\d(_loop)?(_T)?", name)]


def is_different(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether any result differs by more than a billionth of itself."""
    pairs = zip(results(one), results(other), strict=True)
    return any(a.shape != b.shape or not np.allclose(a, b, rtol=1e-9, atol=0) for a, b in pairs)


KEYS = tuple(ACTIVATIONS)
WRONG = (
    "",
    *(f"layers=2-3-2&m=3&seed=1&act={key}-{other}" for key, other in zip(KEYS, KEYS[1:] + KEYS[:1], strict=True)),
    *(f"layers=2-2&m=3&seed=2&act={key}&X=1000000,-3,7;9,200000,-5&b1=300;-2000" for key in KEYS),
    *(
        f"layers=2-2&act={key}&X=0.000000001,0.000000003;0.000000002,-0.000000007&b1=0.000000001;-0.000000002"
        for key in KEYS
    ),
    "layers=1-1-1&act=linear-sigmoid&X=1000000&W1=1000000&b1=0&W2=1000&b2=0",
    "layers=1-1-1&act=linear-sigmoid&X=1000000,7&W1=1000000&b1=1000&W2=1000&b2=50000",
    "layers=2-2-1&act=relu-linear&X=1,2;3,4&W1=-1,-2;-3,-4&b1=-1;-2&W2=2,3&b2=0.5",
    "layers=1-2-2&act=sigmoid-softmax&X=50,60&W1=1;-1&b1=3;-2&W2=1,2;3,4&b2=1;2",
    "layers=1-2&act=sigmoid&X=-50,-60&W1=1;0.5&b1=-3;-2",
    "layers=2-2&act=softmax&X=1000000,7;-999999,2&W1=1000000,2;3,-500000&b1=1000;-2000",
)
"""Small, large and mixed numbers, nothing but zeros after ReLU, saturated sigmoids, every activation."""


@every_export
@pytest.mark.parametrize("query", WRONG)
def test_every_wrong_line_fails_a_check(export: Callable[[Scene, str], str], query: str) -> None:
    program = export(at(query), ROOT)
    right, is_well = outcome(program)
    assert is_well
    tried = 0
    for wrong, number in wrong_programs(program):
        made, passed = outcome(wrong)
        assert not passed or not is_different(right, made), wrong.splitlines()[number - 1]
        tried += not passed
    assert tried >= 20


@pytest.mark.parametrize("query", ["act=sigmoid-softmax", "act=relu-leaky_relu"])
@every_export
def test_every_line_that_computes_is_made_wrong(export: Callable[[Scene, str], str], query: str) -> None:
    program = export(at(query), ROOT)
    rest = re.compile(r"#|def |.*\bempty\(|$")
    lines = {number: line for number, line in enumerate(program.splitlines(), 1) if number in computing(program)}
    assert {number for _, number in wrong_programs(program)} == {
        number for number, line in lines.items() if not rest.match(line)
    }


@every_export
@pytest.mark.parametrize("change", ["{}[:, -1:] += 1e-3", "{}[-1, :] *= 1 + 1e-6", "{}[:] = {}[:, ::-1]"])
def test_a_wrong_part_of_a_large_result_fails_a_check(export: Callable[[Scene, str], str], change: str) -> None:
    """Both ways alike, so that they agree."""
    scene = at("preset=digits")
    assert 2 * sum(scene.sizes.n[1:]) * scene.sizes.m > MAX_WRITTEN
    program = export(scene, ROOT)
    ending = "_T.T" if export is torch_script else ""
    for name in ("Z1", "A1", "Z2", "A2"):
        lines = [change.format(*(f"{name}{way}{ending}",) * 2) for way in ("", "_loop")]
        with pytest.raises(AssertionError, match=f"{name}.* is not what the page has"):
            run(program.replace(f"# {words.TOLERANCE_TITLE}", "\n".join(lines)))


# Another computer


def elsewhere(program: str) -> str:
    """The program on a computer that adds in reverse, and whose activations are one rounding off."""
    before, activations, rest = re.split(f"(?s)(# {words.ACTIVATIONS_TITLE}.*?)(?=# {words.LOOP_TITLE})", program)
    activations = re.sub(r"return (.*)", r"return (\1) * (1 + 2**-52)", activations)
    rest = re.sub(r"(W\d) @ (\w+)(\[:, i:i\+1\])?", r"\1[:, ::-1] @ \2\3[::-1]", rest)
    return before + activations + rest


@given(scene=own_scenes())
def test_the_checks_hold_on_a_computer_that_adds_in_another_order(scene: Scene) -> None:
    run(elsewhere(script(scene, ROOT)))


@pytest.mark.parametrize("query", NETWORKS + WRONG)
def test_the_checks_of_a_network_hold_on_a_computer_that_adds_in_another_order(query: str) -> None:
    program = script(at(query), ROOT)
    assert elsewhere(program) != program
    run(elsewhere(program))


# The same program everywhere


def printed_difference(program: str) -> float:
    _, printed = run(program)
    (found,) = re.findall("Largest difference: (.*)", printed)
    return float(found)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(scene=own_scenes())
def test_board_export_and_race_measure_the_same_difference_to_the_last_bit(scene: Scene) -> None:
    made = scene.trace
    assert printed_difference(script(scene, ROOT)) == made.max_abs_difference
    raced = {key: PROGRAMS[key].prepare(made.network, made.X).run() for key in ("loop", "vectorized")}
    for way, on_board in (("loop", made.loop), ("vectorized", made.vectorized)):
        for one, other in zip(raced[way].Z + raced[way].A, on_board.Z + on_board.A, strict=True):
            assert np.array_equal(one, other)
