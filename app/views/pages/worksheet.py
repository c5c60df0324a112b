"""The worksheet, to be filled in by hand, and the answer key."""

from dataclasses import dataclass
from math import prod

from app.engine.activations import Activation
from app.engine.activations import Formula as Tree
from app.engine.names import INPUTS, Name, inputs_of, names_of
from app.state import Cell
from app.state.sheet import BLANKS, Blank, SheetOptions
from app.views.base.qr import Footer, footer
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, matrix_symbol
from app.views.base.urls import BOARD_PATH, HANDOUT_PATH, url, worksheet_url
from app.views.board.diagram import Diagram, diagram
from app.views.paper import sheet_words
from app.views.paper.difficulty import default_blank, estimate
from app.views.paper.fit import Excerpt, drift, excerpt, has_powers, rounded_decimals
from app.views.paper.single_neuron import OneNeuron, one_neuron
from app.views.paper.staircase import Formula, PaperCell, Staircase, asked, blanks, formula, staircase
from app.views.paper.tables import FunctionTable, function_table

PAGE_HEIGHT = 245
"""Millimetres of a Letter page inside its margins; A4 has more."""


@dataclass(frozen=True, slots=True)
class ShapeQuestion:
    """The shape of one matrix, and whether it contains m; both are blank on the worksheet."""

    symbol: Symbol
    rows: PaperCell
    columns: PaperCell
    has_m: bool


@dataclass(frozen=True, slots=True)
class DifficultyChoice:
    """A difficulty: its description, estimated duration and URL."""

    text: str
    time: str
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The sheet. ``staircase`` is None if the network is too large; then ``neuron`` is set.

    ``spaces`` are the millimetres of squared paper on the first and on the second page; ``turns`` if there is a second.
    ``rules`` are the activations as formulas of z; ``counts`` are questions whose answer is one number.
    """

    title: str
    heading: str
    sizes: str
    is_key: bool
    choices: tuple[DifficultyChoice, ...]
    other_url: str
    board_url: str
    handout_url: str
    diagram: Diagram
    task: str
    notes: tuple[str, ...]
    shapes: tuple[ShapeQuestion, ...]
    formulas: tuple[tuple[Formula, Formula], ...]
    rules: tuple[tuple[str, Tree], ...]
    tables: tuple[FunctionTable, ...]
    spaces: tuple[int, int]
    turns: bool
    staircase: Staircase | None
    counts: tuple[tuple[str, PaperCell], ...]
    neuron: OneNeuron | None
    footer: Footer


def worksheet(scene: Scene, options: SheetOptions, root: str) -> Worksheet:
    """The sheet of the scene; ``root`` is the server's URL."""
    state = scene.state
    paper = excerpt(scene)
    blank = options.blank or (default_blank(scene, paper) if paper else "column")
    layers = paper.layers if paper else scene.layers
    is_whole = len(layers) == scene.sizes.L
    names = tuple(scene.sizes.shapes) if is_whole else (inputs_of(layers[0]), *names_of(layers[0]))
    activations = tuple(dict.fromkeys(scene.activation(layer) for layer in layers))
    tables = _tables(activations) if paper else ()
    notes = _notes(scene, paper) if paper else ()
    foot = footer(state, root)
    written = _written(len(notes), len(names), len(layers), len(activations), tables)
    all_written = written + 9 + (paper.height if paper else 150) + foot.height  # 9 mm: the heading
    turns, second = all_written > PAGE_HEIGHT, PAGE_HEIGHT - (all_written - written)
    return Worksheet(
        title=f"{'Answers' if options.key else 'Worksheet'}: {scene.preset.title}",
        heading=scene.preset.title,
        sizes=sheet_words.sizes(scene),
        is_key=options.key,
        choices=_choices(scene, paper, blank, options.key) if paper else (),
        other_url=worksheet_url(state, SheetOptions(options.blank, not options.key)),
        board_url=url(BOARD_PATH, state),
        handout_url=url(HANDOUT_PATH, state),
        diagram=plain_diagram(scene),
        task=sheet_words.task(scene, blank, layers, scene.layer) if paper else sheet_words.too_large(scene),
        notes=notes,
        shapes=tuple(_shape(scene, name, options.key) for name in names),
        formulas=tuple((formula(scene, names_of(layer).Z), formula(scene, names_of(layer).A)) for layer in layers),
        rules=tuple((each.symbol, _in_letters(each.formula)) for each in activations),
        tables=tables,
        spaces=(0, 0)
        if options.key
        else (_space(PAGE_HEIGHT - (written if turns else all_written)), _space(second) * turns),
        turns=turns,
        staircase=staircase(scene, paper, blanks(scene, paper, blank), options.key) if paper else None,
        counts=() if paper else _counts(scene, options.key),
        neuron=None if paper else one_neuron(scene, options.key),
        footer=foot,
    )


def plain_diagram(scene: Scene) -> Diagram:
    """The network with nothing lit. A picture unrolled is the current example."""
    update = {"view": "loop", "step": 0, "cell": Cell(INPUTS, 1, scene.example), "window": None}
    return diagram(scene.at(scene.state.model_copy(update=update)))


def _tables(activations: tuple[Activation, ...]) -> tuple[FunctionTable, ...]:
    """The function tables of these activations, at most two: a page has no room for more."""
    found = (function_table(each.key) for each in activations)
    return tuple(table for table in found if table)[:2]


def _written(notes: int, shapes: int, layers: int, rules: int, tables: tuple[FunctionTable, ...]) -> int:
    """Millimetres of everything above the matrices, estimated from the number of notes, questions and so on."""
    lines = 44 + 10 * notes + 8 * -(-shapes // 3) + 8 * -(-layers // 2) + 11 * rules
    return lines + sum(24 + 6 * len(table.rows) for table in tables)


def _space(room: float) -> int:
    """Millimetres of squared paper that fit, with a heading of 10 mm, into ``room`` millimetres."""
    return next((height for height in (120, 100, 80, 60, 40, 20) if height + 10 <= room), 0)


def _choices(scene: Scene, paper: Excerpt, current: Blank, key: bool) -> tuple[DifficultyChoice, ...]:
    only_layer = len(paper.layers) == 1  # then "layer" and "results" have the same blanks

    def choice(blank: Blank) -> DifficultyChoice:
        cost = estimate(scene, paper, blanks(scene, paper, blank))
        return DifficultyChoice(
            sheet_words.difficulty(scene, blank, scene.layer),
            sheet_words.duration(cost.products, cost.activations, cost.minutes),
            worksheet_url(scene.state, SheetOptions(blank, key)),
            blank == current or (blank == "results" and only_layer and current == "layer"),
        )

    return tuple(choice(blank) for blank in BLANKS if blank != "layer" or not only_layer)


def _notes(scene: Scene, paper: Excerpt) -> tuple[str, ...]:
    notes = (
        sheet_words.shown(scene, paper.examples, paper.layers),
        sheet_words.where_to_look(),
        sheet_words.rounding(rounded_decimals(scene, paper), has_powers(scene, paper), drift(scene, paper)),
    )
    return tuple(note for note in notes if note)


def _shape(scene: Scene, name: Name, key: bool) -> ShapeQuestion:
    rows, columns = (asked(str(size), key) for size in scene.sizes.shapes[name])
    return ShapeQuestion(matrix_symbol(name), rows, columns, key and name.has_examples)


def _counts(scene: Scene, key: bool) -> tuple[tuple[str, PaperCell], ...]:
    shapes, m = scene.sizes.shapes, scene.sizes.m
    numbers = {name: prod(shapes[name]) for name in shapes if name.kind in "Wb"}
    products = sum(number for name, number in numbers.items() if name.kind == "W")
    return (
        *((sheet_words.count_of_numbers(name), asked(str(number), key)) for name, number in numbers.items()),
        (sheet_words.count_of_products(scene, 1), asked(str(products), key)),
        (sheet_words.count_of_products(scene, m), asked(str(products * m), key)),
    )


def _in_letters(tree: Tree) -> Tree:
    """The formula with letters for its variables; a sum over k is written as exp(z₁) + … + exp(zₙ)."""
    if isinstance(tree, str):
        return tree
    head, *parts = tree
    if head == "sum":
        return ("+", ("exp", "z₁"), "…", ("exp", "zₙ"))
    return (str(head), *map(_in_letters, parts))
