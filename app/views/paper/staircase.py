"""The staircase on paper: column i is example i, row j of W is next to row j of Z, and some entries are blank."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from app.engine.names import Name, names_of
from app.engine.program import operation
from app.state.sheet import Blank
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, column_symbol, matrix_symbol
from app.views.base.words import in_words
from app.views.paper.fit import Excerpt, paper_text, row_names

Blankness = Literal["", "blank", "answer"]
IsBlank = Callable[[Name, int], bool]
"""Whether a column (from 0) of a matrix is left blank."""


@dataclass(frozen=True, slots=True)
class PaperCell:
    """One entry: the number on the board, an empty box, or the number as the answer in its box."""

    text: str
    kind: Blankness = ""


def asked(text: str, key: bool) -> PaperCell:
    """A box to fill in; with ``key``, the answer in it."""
    return PaperCell(text, "answer") if key else PaperCell("", "blank")


@dataclass(frozen=True, slots=True)
class PaperRow:
    head: str
    cells: tuple[PaperCell, ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """A matrix and what it is computed from; empty if it is given."""

    left: Symbol
    inputs: tuple[Symbol, ...] = ()
    activation: str = ""


@dataclass(frozen=True, slots=True)
class PaperMatrix:
    """One matrix. ``heads`` are the names of columns that are examples; ``first`` is the first column, from 1."""

    name: str
    formula: Formula
    caption: str
    first: int
    heads: tuple[Symbol, ...]
    rows: tuple[PaperRow, ...]


@dataclass(frozen=True, slots=True)
class PaperBand:
    """One row of the staircase; W and b are left of their Z. ``has_blank``: there is something to fill in."""

    matrix: PaperMatrix
    has_blank: bool
    W: PaperMatrix | None = None
    b: PaperMatrix | None = None


@dataclass(frozen=True, slots=True)
class Staircase:
    """All bands. The other fields are those of `Excerpt`."""

    row: str
    cell: int
    weight: int
    name: int
    bands: tuple[PaperBand, ...]


def staircase(scene: Scene, excerpt: Excerpt, is_blank: IsBlank, key: bool) -> Staircase:
    """The staircase of an excerpt; with ``key``, the answers are in the blank cells."""
    bands = tuple(_band(scene, excerpt, name, is_blank, key) for name in excerpt.names)
    return Staircase(excerpt.row, excerpt.cell, excerpt.weight, excerpt.name, bands)


def blanks(scene: Scene, excerpt: Excerpt, blank: Blank) -> IsBlank:
    """The blank columns of the excerpt at that difficulty."""
    made, layer, looked_at = set(excerpt.names) - {excerpt.given}, scene.layer, scene.example - 1
    match blank:
        case "column":
            return lambda name, i: name in made and i == looked_at
        case "layer":
            return lambda name, i: name in names_of(layer)
        case "results":
            return lambda name, i: name in made


def nothing_blank(name: Name, i: int) -> bool:
    """`IsBlank` without blanks."""
    return False


def formula(scene: Scene, name: Name, symbol: Callable[[Name], Symbol] = matrix_symbol) -> Formula:
    """The formula of a matrix, or of a column if ``symbol`` returns those of columns."""
    if name.is_given:
        return Formula(symbol(name))
    activation = scene.activation(name.layer).symbol if name.kind == "A" else ""
    return Formula(symbol(name), tuple(map(symbol, operation(scene.network, name).reads)), activation)


def _band(scene: Scene, excerpt: Excerpt, name: Name, is_blank: IsBlank, key: bool) -> PaperBand:
    is_first = name == excerpt.given
    matrix = _matrix(scene, name, excerpt.examples, is_blank, key, is_first, excerpt.all_digits)
    has_blank = not key and any(is_blank(name, i) for i in excerpt.examples)
    if name.kind != "Z":
        return PaperBand(matrix, has_blank)
    W, b = (
        _matrix(scene, each, range(scene.sizes.shapes[each][1]), nothing_blank, key, True, excerpt.all_digits)
        for each in names_of(name.layer)
        if each.is_given
    )
    return PaperBand(matrix, has_blank, W, b)


def _matrix(
    scene: Scene, name: Name, columns: range, is_blank: IsBlank, key: bool, is_given: bool, all_digits: int
) -> PaperMatrix:
    def cell(row: int, i: int) -> PaperCell:
        text = paper_text(scene, name, row, i, all_digits)
        return asked(text, key) if name.has_examples and is_blank(name, i) else PaperCell(text)

    return PaperMatrix(
        name=name,
        formula=Formula(matrix_symbol(name)) if is_given else formula(scene, name),
        caption=in_words(name),
        first=columns.start + 1,
        heads=tuple(column_symbol(name, str(i + 1)) for i in columns) if name.has_examples else (),
        rows=tuple(
            PaperRow(head, tuple(cell(row, i) for i in columns)) for row, head in enumerate(row_names(scene, name))
        ),
    )
