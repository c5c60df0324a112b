"""The shapes of an operation: which sizes are m, and which must agree."""

from dataclasses import dataclass

from app.engine.names import INPUTS, Name, names_of
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol


@dataclass(frozen=True, slots=True)
class Size:
    """One number of a shape. ``has_m`` if it is m, the number of examples."""

    text: str
    has_m: bool = False


@dataclass(frozen=True, slots=True)
class ShapeTag:
    """The shape of one matrix: rows and columns."""

    rows: Size
    columns: Size

    @property
    def has_m(self) -> bool:
        return self.columns.has_m


@dataclass(frozen=True, slots=True)
class NamedShape:
    """A shape under the name it belongs to. ``sign`` stands before it, ``tied`` means that its rows must agree with
    the columns of the shape before it."""

    symbol: Symbol
    shape: ShapeTag
    sign: str = ""
    tied: bool = False


@dataclass(frozen=True, slots=True)
class ShapeLine:
    """The shapes of the current operation, ``(4, 3) (3, 5) + (4, 1) → (4, 5)``, and a note on them."""

    parts: tuple[NamedShape, ...]
    note: str


def shape_tag(scene: Scene, name: Name) -> ShapeTag:
    """The shape of the matrix."""
    rows, columns = scene.sizes.shapes[name]
    return ShapeTag(Size(str(rows)), Size(str(columns), has_m=name.has_examples))


def shape_line(scene: Scene) -> ShapeLine:
    """The shapes of the current operation; before the first step, those of the inputs and the first weights."""
    if scene.operation is None:
        given = (_named(scene, INPUTS), _named(scene, names_of(1).W, ","), _named(scene, names_of(1).b, ","))
        return ShapeLine(given, f"Only X has m = {scene.sizes.m} in it. W and b are the same for any m.")
    reads, writes = scene.operation.reads, scene.operation.writes
    if writes.kind == "A":
        same = (_named(scene, reads[0]), _named(scene, writes, "→"))
        return ShapeLine(same, "An activation keeps the shape.")
    W, A, b = reads
    parts = (_named(scene, W), _named(scene, A, tied=True), _named(scene, b, "+"), _named(scene, writes, "→"))
    return ShapeLine(parts, _note(scene))


def _named(scene: Scene, name: Name, sign: str = "", tied: bool = False) -> NamedShape:
    tag = shape_tag(scene, name)
    if scene.step is not None and scene.step.example is not None and tag.has_m:
        tag = ShapeTag(tag.rows, Size("1"))
    return NamedShape(scene.symbol(name), tag, sign, tied)


def _note(scene: Scene) -> str:
    assert scene.step is not None
    layer, m = scene.step.writes.layer, scene.sizes.m
    if scene.step.example is None and m > 1:
        return f"b[{layer}] is one real column, added to {'both' if m == 2 else f'all {m}'}. No copy is stored."
    return f"b[{layer}] has one number for each neuron."
