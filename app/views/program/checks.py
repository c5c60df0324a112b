"""The checks at the end of an exported program: both programs agree, and their results are those of the page.

Every Z and A is compared cell by cell, first layer first, with the bound on rounding of app/engine/rounding.py, which
the program computes itself from matrices that are already compared.
"""

from collections.abc import Iterator

import numpy as np

from app.engine.names import Name, names_of
from app.engine.ops import Array
from app.engine.program import operation
from app.engine.rounding import SHARE, TINY
from app.views.base.scene import Scene
from app.views.program import script_words as words
from app.views.program.numpy_code import computed
from app.views.program.parts import Library, Part, matrix

MAX_WRITTEN = 2_000
"""Numbers of all Z and A that a program writes out; of larger results it has the first columns and means."""
FIRST_COLUMNS = 8
"""Columns of larger results that it writes out."""


def tolerance(scene: Scene, library: Library) -> Part:
    """How far two computers may be apart in each cell of each Z and A."""
    code = (
        "def same(one, other, off):",
        "    return one.shape == other.shape and bool((abs(one - other) < off).all())",
        "",
        "def off_sum(W, A, b, off_A):",
        f"    return abs(W) @ ({SHARE} * abs(A) + off_A) + {SHARE} * abs(b) + {TINY}",
        "",
        *_off_activation(scene, library),
        "",
        *(_off(scene, library, name) for name in computed(scene.sizes)),
    )
    return Part(words.TOLERANCE_TITLE, words.TOLERANCE, code)


def both_agree(scene: Scene, library: Library) -> Part:
    """An assertion that every Z and A of the loop equals that of the matrix form."""
    names = computed(scene.sizes)
    code = (
        "largest = 0.0",
        "for name, one, other, off in (",
        *(f'    ("{name}", {_looped(name, library)}, {_made(scene, library, name)}, off_{name}),' for name in names),
        "):",
        '    assert same(one, other, off), f"the two programs do not agree in {name}"',
        "    largest = max(largest, float(abs(one - other).max()))",
        'print("The loop and the matrix form agree. Largest difference:", largest)',
    )
    return Part(words.AGREE_TITLE, (words.AGREE,), code)


def page_result(scene: Scene, library: Library) -> Part:
    """Assertions that every Z and A equals the page's: all of it, or first columns and means if they are many."""
    names = computed(scene.sizes)
    is_whole = sum(scene.matrix(name).size for name in names) <= MAX_WRITTEN
    prose = words.page(scene) if is_whole else words.page_in_part(scene, FIRST_COLUMNS)
    code = [] if is_whole else [f"i = {library.counting}"]
    for name in names:
        A, made = scene.trace.matrix(name, "vectorized"), _made(scene, library, name)
        code += _whole(A, name, made, library) if is_whole else _in_part(A, name, made, library)
    how_far = "" if is_whole else ", as far as compared"
    return Part(words.PAGE_TITLE, (prose,), (*code, f'print("Every Z and A is what the page shows{how_far}.")'))


def _off_activation(scene: Scene, library: Library) -> Iterator[str]:
    """The function for the activations of this network."""
    yield "def off_activation(activation, Z, A, off_Z):"
    rounded = f"{SHARE} * abs(A) + {TINY}"
    if all(layer.activation.elementwise for layer in scene.network.layers):
        yield f"    return abs(activation(Z + off_Z) - activation(Z - off_Z)) + {rounded}"
        return
    up, down = (library.activated.format(moved) for moved in ("Z + up", "Z - up"))
    yield "    moved = 0 * Z"
    yield f"    for j in range(len(Z)):  # {words.OFF_SOFTMAX}"
    yield "        up = -off_Z"
    yield "        up[j] = off_Z[j]"
    yield f"        moved[j] = abs({up} - {down})[j]"
    yield f"    return moved + {rounded}"


def _off(scene: Scene, library: Library, name: Name) -> str:
    """The line that bounds the rounding of one matrix."""
    if name.kind == "A":
        Z, key = names_of(name.layer).Z, scene.activation(name.layer).key
        of = f"{_made(scene, library, Z)}, {_made(scene, library, name)}"
        return f"off_{name} = off_activation({key}, {of}, off_{Z})"
    W, A, b = operation(scene.network, name).reads
    off_A = "0" if A.is_given else f"off_{A}"
    return f"off_{name} = off_sum({W}, {_made(scene, library, A)}, {b}, {off_A})"


def _made(scene: Scene, library: Library, name: Name) -> str:
    """The matrix of the matrix form, with examples as columns."""
    return name if name.is_given or name == scene.outputs else f"{name}{library.turned}"


def _looped(name: Name, library: Library) -> str:
    """The matrix of the loop, with examples as columns."""
    return f"{name}_loop{library.turned}"


def _whole(A: Array, name: Name, made: str, library: Library) -> list[str]:
    return [*matrix(f"page_{name}", A, library), _check(made, f"page_{name}", f"off_{name}", name)]


def _in_part(A: Array, name: Name, made: str, library: Library) -> list[str]:
    """Assertions on the first columns, the mean of each row, and the mean weighted with the column's number."""
    i = np.arange(1, A.shape[1] + 1)
    first, mean, counted = f"[:, :{FIRST_COLUMNS}]", f".mean({library.axis}=1)", " @ i / i.sum()"
    return [
        *matrix(f"first_{name}", A[:, :FIRST_COLUMNS], library),
        *matrix(f"means_{name}", A.mean(axis=1), library),
        *matrix(f"counted_{name}", A @ i / i.sum(), library),
        f"assert {made}.shape == {A.shape}",
        *(
            _check(f"{made}{part}", f"{kind}_{name}", f"off_{name}{part}", f"{name}{part}")
            for kind, part in (("first", first), ("means", mean), ("counted", counted))
        ),
    ]


def _check(made: str, expected: str, off: str, what: str) -> str:
    return f'assert same({made}, {expected}, {off}), "{what} is not what the page has"'
