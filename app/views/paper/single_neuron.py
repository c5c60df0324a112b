"""One neuron, product by product: for networks whose matrices are too large for a sheet."""

from dataclasses import dataclass
from decimal import Decimal

from app.engine.names import inputs_of, names_of
from app.views.base.numbers import decimal_text, number
from app.views.base.scene import Scene
from app.views.base.symbols import Symbol, column_symbol, entry_symbol, matrix_symbol
from app.views.paper import sheet_words
from app.views.paper.fit import GIVEN_WIDTHS, paper_text, row_names
from app.views.paper.staircase import PaperCell, asked

MOST_PRODUCTS = 16


@dataclass(frozen=True, slots=True)
class Product:
    """Input k: its weight, its value, and their product, which is blank on the worksheet."""

    input: str
    weight: str
    value: str
    product: PaperCell


@dataclass(frozen=True, slots=True)
class OneNeuron:
    """The products, the bias and the sum. ``rest`` is a sentence about the products left out; ``line``, on the sheet
    with the answers, compares the sum with the number on the board."""

    task: str
    unit: int
    weights: Symbol
    inputs: Symbol
    products: tuple[Product, ...]
    rest: str
    bias_symbol: Symbol
    bias: str
    result_symbol: Symbol
    result: PaperCell
    line: str


def one_neuron(scene: Scene, key: bool) -> OneNeuron:
    """The chosen neuron of the last layer, else its first, for the current example."""
    layer, i = scene.sizes.L, scene.example - 1
    j, enters, (W, b, Z, A) = _unit(scene), inputs_of(layer), names_of(layer)
    most = GIVEN_WIDTHS[0]
    pairs = [
        (paper_text(scene, W, j, k, most), paper_text(scene, enters, k, i, most))
        for k in range(scene.sizes.shapes[enters][0])
    ]
    products = [number(weight) * number(value) for weight, value in pairs]
    shown = sorted(sorted(range(len(pairs)), key=lambda k: -abs(products[k]))[:MOST_PRODUCTS])
    rest = sum((products[k] for k in range(len(pairs)) if k not in shown), start=Decimal(0))
    bias, result = paper_text(scene, b, j, 0, most), scene.text(Z, j, i)
    total = sum(products, start=number(bias))
    return OneNeuron(
        task=sheet_words.neuron(scene, layer, j + 1, row_names(scene, A)[j]),
        unit=j + 1,
        weights=matrix_symbol(W),
        inputs=column_symbol(enters, str(i + 1)),
        products=tuple(Product(str(k + 1), *pairs[k], product=asked(decimal_text(products[k]), key)) for k in shown),
        rest=sheet_words.other_products(len(pairs) - len(shown), decimal_text(rest)) if len(shown) < len(pairs) else "",
        bias_symbol=entry_symbol(b, j + 1, 1),
        bias=bias,
        result_symbol=entry_symbol(Z, j + 1, i + 1),
        result=asked(result, key),
        line=_line(total, result) if key else "",
    )


def _unit(scene: Scene) -> int:
    cell, layer = scene.chosen, scene.sizes.L
    return cell.row - 1 if cell is not None and cell.matrix in names_of(layer)[2:] else 0


def _line(total: Decimal, result: str) -> str:
    if total == number(result):
        return sheet_words.board_agrees(result)
    return sheet_words.board_says(decimal_text(total), result)
