"""The close-up: computing with its figures gives the figure on the board."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, localcontext
from math import prod

import numpy as np
import pytest
from hypothesis import assume, given

from app.engine.activations import Formula
from app.engine.names import Name, inputs_of, names_of
from app.engine.ops import bind, terms
from app.engine.program import operation
from app.state import Cell
from app.views.base.numbers import figure, number
from app.views.base.scene import Scene
from app.views.board.board import board
from app.views.board.closeup import CloseUp, Sum, close_up
from app.views.board.powers import Powers
from tests.support.scenes import VIEWS, at, every_step, far_scenes, other, preset_scenes, scenes, wide_scenes


def computed(scene: Scene, every: int = 1) -> Iterator[Scene]:
    """The same step with each computed cell chosen, for one of ``every`` examples."""
    for name in scene.sizes.shapes:
        rows, columns = scene.sizes.shapes[name]
        for column in range(1, columns + 1, every):
            if not name.is_given and scene.is_computed(name, column - 1):
                yield from (other(scene, cell=Cell(name, row, column), window=column) for row in range(1, rows + 1))


def course() -> Iterator[Scene]:
    """Every computed cell of the course example at every step of both views."""
    return (target for scene in every_step("course") for target in computed(scene))


def iris() -> Iterator[Scene]:
    """The cells of every fifteenth flower in both views."""
    return (
        target
        for query in ("preset=iris&step=600", "preset=iris&view=vectorized&step=4")
        for target in computed(at(query), every=15)
    )


def exact_entry(scene: Scene, name: Name, row: int, column: int) -> Decimal:
    """The number itself, as it is written with all of its digits."""
    return Decimal(repr(float(scene.exact(name)[row, column])))


def on_the_board(scene: Scene) -> str:
    """The figure of the chosen cell on the board."""
    (text,) = [
        cell.text for band in board(scene).bands for row in band.matrix.rows for cell in row.cells if cell.chosen
    ]
    return text


def total(made: Sum) -> Decimal:
    """The sum of the figures shown: the terms, the rest of a long sum, the bias."""
    shown = sum((prod(number(text) for text, _ in term.factors) for term in (*made.terms, made.bias)), Decimal(0))
    return shown + (number(made.rest) if made.rest else 0)


def rounded(value: Decimal, like: str) -> Decimal:
    """The value with as many decimals as that figure."""
    return value.quantize(Decimal(1).scaleb(number(like).as_tuple().exponent), ROUND_HALF_UP)


def printed(made: Sum) -> list[tuple[Decimal, str, str]]:
    """The lines of the column: what its figures come to, the sign, and the figure for that."""
    lines = [
        (prod((number(text) for text, _ in term.factors), start=Decimal(1)), term.relation, term.product)
        for term in (*made.terms, made.bias)
    ]
    rest = [(number(made.rest), made.rest_relation, made.rest_product)] if made.rest else []
    return lines + rest


def check_column(made: Sum, result: str, decimals: int) -> None:
    """Every line of the column is true, and its figures add up to the result."""
    for value, sign, text in printed(made):
        assert (sign == "=") == (number(text) == value)
        assert (number(text) == 0) == (value == 0)
        unit = Decimal(1).scaleb(number(text).as_tuple().exponent)
        assert abs(number(text) - value) <= unit / 2
    shown = [text for *_, text in printed(made)]
    assert len({len(text.partition(".")[2]) for text in shown if "·" not in text}) <= 1
    added = sum(map(number, shown), start=Decimal(0))
    assert figure(float(added), decimals) == result
    if made.total == "=":
        assert {sign for _, sign, _ in printed(made)} == {"="} and made.leads == "=" and added == number(result)


def evaluate(formula: Formula) -> Decimal:
    """The value of a formula with figures in it."""
    if isinstance(formula, str):
        return number(formula)
    head, *parts = formula
    values = [evaluate(part) for part in parts]
    match head:
        case "frac":
            return values[0] / values[1]
        case "+":
            return sum(values, Decimal(0))
        case "-":
            return values[0] - values[1]
        case "neg":
            return -values[0]
        case "times":
            return values[0] * values[1]
        case "exp":
            return values[0].exp()
        case "max":
            return max(values)
        case "brackets":
            return values[0]
    raise AssertionError(f"{head} is no head of a formula")


def shown(scene: Scene) -> CloseUp:
    """The close-up of a computed cell; its result is the board's figure."""
    made = close_up(scene)
    assert made.result == on_the_board(scene) != ""
    return made


def check(scene: Scene) -> None:
    """Recompute the result from the figures of the close-up."""
    made = shown(scene)
    if scene.chosen and scene.chosen.matrix.kind == "Z":
        check_sum(scene, made)
    else:
        check_activation(scene, made)


def check_sum(scene: Scene, made: CloseUp) -> None:
    assert made.sum and not made.applied
    result = number(made.result)
    assert rounded(total(made.sum), made.result) == result
    assert (made.sum.leads == "=") == all(exact for exact in exact_factors(scene, made.sum))
    assert (made.sum.relation == "=") == (made.sum.leads == "=" and total(made.sum) == result)
    check_column(made.sum, made.result, scene.matrices.decimals[scene.chosen.matrix])  # type: ignore[union-attr]


def exact_factors(scene: Scene, made: Sum) -> Iterator[bool]:
    """For each figure whether it is exact; its position must be that of the index rule."""
    cell = scene.chosen
    assert cell
    its = operation(scene.network, cell.matrix)
    shapes = tuple(scene.sizes.shapes[name] for name in its.reads)
    found = terms(its.op, bind(its.op, cell.row - 1, cell.column - 1), shapes)
    for term, product in zip(found, (*made.terms, made.bias), strict=True):
        for (which, row, column), (text, source) in zip(term, product.factors, strict=True):
            assert source == its.reads[which].kind
            value = exact_entry(scene, its.reads[which], row, column)
            assert abs(number(text) - value) <= Decimal("0.0051")
            is_known = scene.is_exact(its.reads[which], range(row, row + 1), column)
            yield is_known and number(text) == value


def check_activation(scene: Scene, made: CloseUp) -> None:
    assert not made.sum and scene.chosen
    cell = scene.chosen
    if made.powers:
        check_powers(scene, made.powers)
        return
    assert made.applied
    z = float(scene.matrix(names_of(cell.matrix.layer).Z)[cell.row - 1, cell.column - 1])
    with localcontext(prec=40):
        assert rounded(evaluate(made.applied.formula), made.result) == number(made.result)
    if made.applied.leads == "=":
        assert abs(float(number(made.applied.argument)) - z) < 1e-9


def check_powers(scene: Scene, made: Powers) -> None:
    """Every figure of a softmax is rounded from NumPy's, and "=" stands only for what is exact."""
    assert scene.chosen
    layer, column = scene.chosen.matrix.layer, scene.chosen.column - 1
    z, a = (scene.exact(name)[:, column] for name in (names_of(layer).Z, names_of(layer).A))
    e = np.exp(z - z.max() if made.is_shifted else z)
    (chosen,) = [row for row in made.rows if row.is_chosen]
    assert chosen.share == scene.text(scene.chosen.matrix, scene.chosen.row - 1, column)
    for row in made.rows if len(made.rows) == len(z) else ():
        k = made.rows.index(row)
        assert row.z == scene.text(names_of(layer).Z, k, column)
        assert float(number(row.power)) == pytest.approx(float(e[k]), abs=0.00501, rel=0.01)
        if row.relation == "=":
            assert number(row.share) == Decimal(repr(float(a[k])))
    assert float(number(made.sum)) == pytest.approx(float(e.sum()), abs=0.00501, rel=0.01)
    shown = [*(row.power for row in made.rows), *([made.rest] if made.rest else [])]
    if made.sum_relation == "=":
        assert sum(map(number, shown), start=Decimal(0)) == number(made.sum)


@pytest.mark.slow
def test_the_figures_of_every_course_cell_give_its_result() -> None:
    looked_at = list(course())
    for scene in looked_at:
        check(scene)
    # the loop knows 12 cells more after every 4 steps: 4, 8, 10, 12, …; the matrix form 20, 40, 50 and 60
    assert len(looked_at) == sum(12 * i + done for i in range(5) for done in (4, 8, 10, 12)) + 170


@pytest.mark.slow
def test_the_figures_of_every_fifteenth_flower_give_its_results() -> None:
    for scene in iris():
        check(scene)


@given(preset_scenes())
def test_a_cell_not_yet_computed_shows_no_figure_and_links_to_its_step(scene: Scene) -> None:
    made = close_up(scene)
    cell = scene.chosen
    if cell and not scene.is_computed(cell.matrix, cell.column - 1):
        assert (made.result, made.sum, made.applied, made.line) == ("", None, None, "Not computed yet.")
        target = at(made.url)
        assert (target.chosen, target.step and target.step.writes) == (cell, cell.matrix)
        assert target.is_computed(cell.matrix, cell.column - 1)
    else:
        assert made.url == ""


@given(scenes())
def test_the_figures_of_any_computed_cell_give_its_result(scene: Scene) -> None:
    cell = scene.chosen
    if cell and not cell.matrix.is_given and scene.is_computed(cell.matrix, cell.column - 1):
        made = close_up(scene)
        value = float(scene.exact(cell.matrix)[cell.row - 1, cell.column - 1])
        assert made.result == figure(value, scene.matrices.decimals[cell.matrix])
        if made.sum:
            assert rounded(total(made.sum), made.result) == number(made.result)
        else:
            check_activation(scene, made)


@given(wide_scenes() | scenes() | far_scenes())
def test_every_line_of_a_sum_is_true_and_they_add_up_to_its_result(scene: Scene) -> None:
    made = close_up(scene)
    assume(made.sum is not None)
    assert made.sum and scene.chosen
    check_column(made.sum, made.result, scene.matrices.decimals[scene.chosen.matrix])


@given(wide_scenes() | scenes())
def test_the_lines_of_any_close_up_fit_in_the_height_of_its_network(scene: Scene) -> None:
    made = close_up(scene)
    assert 5 <= made.lines <= 9
    if made.sum:
        lines = len(made.sum.terms) + 2 + bool(made.sum.rest)
        assert lines * (0.9 if lines > 7 else 1) <= made.lines
    if made.powers:
        lines = len(made.powers.rows) + 2 + bool(made.powers.rest)
        assert lines * (0.62 if made.powers.is_small else 1) <= made.lines


@given(wide_scenes())
def test_shown_terms_and_rest_give_the_result_in_a_wide_network(scene: Scene) -> None:
    made = close_up(scene)
    if made.sum:
        assert rounded(total(made.sum), made.result) == number(made.result)
        products = scene.sizes.n[scene.chosen.matrix.layer - 1]  # type: ignore[union-attr]
        assert (len(made.sum.terms), made.sum.rest != "") == (5 if products > 6 else products, products > 6)


def check_equal_sides(made: Sum, result: str) -> None:
    """What stands on both sides of "=" is equal, recomputed from the text."""
    assert (made.relation == "=") <= (total(made) == number(result) and made.leads == "=")


@given(far_scenes() | scenes() | wide_scenes())
def test_an_equals_sign_stands_between_printed_sides_that_are_equal(scene: Scene) -> None:
    made, cell = close_up(scene), scene.chosen
    if made.sum:
        assert cell
        check_equal_sides(made.sum, made.result)
        if made.sum.leads == "=":
            factors = operation(scene.network, cell.matrix).reads[1]
            assert scene.is_exact(factors, range(scene.sizes.shapes[factors][0]), cell.column - 1)
    for row in made.readings.column if made.readings else ():
        check_equal_sides(row.sum, row.result)
    if made.applied and made.applied.relation == "=":
        with localcontext(prec=60):
            formula = made.applied.argument if made.applied.formula == "z" else made.applied.formula
            assert abs(evaluate(formula) - number(made.result)) < Decimal("1e-50")
    if cell and cell.matrix.is_given:
        assert number(made.result) == exact_entry(scene, cell.matrix, cell.row - 1, cell.column - 1)


@given(far_scenes())
def test_no_figure_up_close_is_0_for_a_number_that_is_not_0_or_too_long(scene: Scene) -> None:
    made, cell = close_up(scene), scene.chosen
    assert cell
    texts = [made.result]
    if made.sum:
        for term, factors in zip((*made.sum.terms, made.sum.bias), entries(scene, cell), strict=True):
            assert [number(text) == 0 for text, _ in term.factors] == [value == 0 for value in factors]
        texts += [text for term in made.sum.terms for text, _ in term.factors]
        texts += [text for *_, text in printed(made.sum)]
    if made.applied:
        texts.append(made.applied.argument)
        z = exact_entry(scene, names_of(cell.matrix.layer).Z, cell.row - 1, cell.column - 1)
        assert (number(made.applied.argument) == 0) == (z == 0)
    assert max(map(len, texts)) <= 27


def entries(scene: Scene, cell: Cell) -> list[list[Decimal]]:
    """The factors of every term of a sum, and the bias."""
    W, b, *_ = names_of(cell.matrix.layer)
    A, j, i = inputs_of(cell.matrix.layer), cell.row - 1, cell.column - 1
    pairs = [[exact_entry(scene, W, j, k), exact_entry(scene, A, k, i)] for k in range(scene.sizes.shapes[A][0])]
    return [*pairs, [exact_entry(scene, b, j, 0)]]


@pytest.mark.parametrize(
    ("query", "leads", "relation", "result", "saturated"),
    [
        ("act=sigmoid&X=25", "=", "≈", "1.00", "Not exactly 1, but too close to 1 to see: here sigmoid is saturated."),
        ("act=sigmoid&X=0", "=", "=", "0.5", ""),
        ("act=sigmoid&X=-25", "=", "≈", "1·10⁻¹¹", ""),
        ("act=tanh&X=-12", "=", "≈", "−1.00", "Not exactly −1, but too close to −1 to see: here tanh is saturated."),
        ("act=tanh&X=0", "=", "=", "0", ""),
        ("act=leaky_relu&X=-0.3", "=", "=", "−0.003", ""),
        ("act=relu&X=-0.3", "=", "=", "0", ""),
        ("act=linear&X=0.125", "≈", "=", "0.13", ""),  # linear(0.13) = 0.13, and 0.13 is the rounded z
        (
            "layers=1-2&act=softmax&X=30&W1=1;0",
            "=",
            "≈",
            "1.00",
            "Not exactly 1, but too close to 1 to see: here softmax is saturated.",
        ),
        ("layers=1-2&act=softmax&X=30&W1=0;1", "=", "≈", "9·10⁻¹⁴", ""),
        (
            "layers=1-2&act=softmax&X=3000&W1=0;1",
            "=",
            "≈",
            "0",
            "Not exactly 0, but too close to 0 to see: here softmax is saturated.",
        ),
        ("layers=1-2&act=softmax&X=2&W1=1;1", "=", "=", "0.5", ""),
        ("layers=1-1&act=softmax&X=2", "=", "=", "1", ""),
    ],
)
def test_an_activation_is_equal_only_to_what_it_is_exactly(
    query: str, leads: str, relation: str, result: str, saturated: str
) -> None:
    numbers = query if "layers" in query else f"layers=1-1&{query}"
    numbers += "" if "W1" in numbers else "&W1=1"
    zeros = ";".join("0" for _ in range(2 if "1-2" in query else 1))
    made = close_up(at(f"{numbers}&b1={zeros}&m=1&step=2&cell=A1.1.1"))
    if made.applied:
        assert made.applied.leads == leads
        assert (made.applied.relation, made.result, made.applied.saturated) == (relation, result, saturated)
    else:
        assert made.powers
        assert (made.powers.rows[0].relation, made.result, made.powers.saturated) == (relation, result, saturated)


@pytest.mark.parametrize(
    ("query", "factors", "sign", "product", "relation", "result"),
    [
        ("X=1000000&W1=0.0000000001", ["1·10⁻¹⁰", "1000000"], "=", "0.0001", "=", "0.0001"),
        ("X=1000000&W1=0", ["0", "1000000"], "=", "0", "=", "0"),
        ("X=999999&W1=999999", ["999999", "999999"], "≈", "1·10¹²", "≈", "1.0·10¹²"),
        ("X=999999&W1=999999.5", ["999999.5", "999999"], "≈", "1.0·10¹²", "≈", "1.0·10¹²"),
        ("X=0.001&W1=0.001", ["0.001", "0.001"], "=", "1·10⁻⁶", "=", "1·10⁻⁶"),
        ("X=100.1&W1=1&b1=-100", ["1", "100.1"], "=", "100.1", "=", "0.1"),
    ],
)
def test_a_product_is_exact_up_close_whatever_its_size(
    query: str, factors: list[str], sign: str, product: str, relation: str, result: str
) -> None:
    bias = "" if "b1" in query else "&b1=0"
    made = close_up(at(f"layers=1-1&act=linear&m=1&{query}{bias}&step=1&cell=Z1.1.1"))
    assert made.sum
    (term,) = made.sum.terms
    assert ([text for text, _ in term.factors], term.relation, term.product) == (factors, sign, product)
    assert (made.sum.leads, made.sum.relation, made.result) == ("=", relation, result)


@pytest.mark.parametrize("x", ["0.5000000001", "0.50000000000000011", "0.125"])
def test_a_figure_that_is_a_little_off_is_not_equal(x: str) -> None:
    made = close_up(at(f"layers=1-1&act=linear&m=1&X={x}&W1=1&b1=0&step=1&cell=Z1.1.1"))
    assert made.sum and (made.sum.leads, made.sum.relation) == ("≈", "≈")


def test_a_sum_computed_by_hand() -> None:
    made = close_up(at("view=vectorized&step=1&cell=Z1.3.2")).sum
    assert made
    texts = [[text for text, _ in term.factors] for term in (*made.terms, made.bias)]
    assert texts == [["0.2", "1.6"], ["0.5", "−0.6"], ["−0.7", "−0.1"], ["0.5"]]
    assert [term.product for term in (*made.terms, made.bias)] == ["0.32", "−0.30", "0.07", "0.50"]
    assert {term.relation for term in made.terms} == {"="}
    assert (made.leads, made.relation, made.total) == ("=", "=", "=")  # 0.59


def test_a_sum_of_rounded_figures_shows_exact_products_and_an_approximate_sign_before_the_result() -> None:
    made = close_up(at("step=3"))
    assert made.sum
    texts = [[text for text, _ in term.factors] for term in (*made.sum.terms, made.sum.bias)]
    assert texts == [["0.2", "0.88"], ["−1.0", "0.79"], ["1.2", "0.61"], ["−1.5", "0.15"], ["−0.3"]]
    assert [term.product for term in (*made.sum.terms, made.sum.bias)] == [
        "0.176",
        "−0.790",
        "0.732",
        "−0.225",
        "−0.300",
    ]  # −0.407
    assert {term.relation for term in made.sum.terms} == {"="}
    assert (made.sum.leads, made.sum.relation, made.sum.total, made.result) == ("≈", "≈", "≈", "−0.41")


def test_rounded_products_have_as_few_decimals_as_give_the_result() -> None:
    made = close_up(at("layers=2-1&act=linear&X=0.125;0.375&W1=0.25,0.5&b1=0&m=1&step=1")).sum
    assert made
    assert [(term.relation, term.product) for term in made.terms] == [("≈", "0.03"), ("=", "0.19")]
    assert made.total == "≈"  # 0.25 · 0.13 + 0.38 · 0.50 = 0.2225


@pytest.mark.parametrize(
    ("query", "size"),
    [
        ("layers=5-1&m=1", 0),
        ("layers=6-1&m=1", 1),  # more lines
        ("layers=1-1&m=1&X=12345.6&W1=12.3", 1),  # more digits
        ("layers=1-1&m=1&X=123456.789&W1=0.123456&b1=-15241.5", 2),
    ],
)
def test_figures_are_smaller_in_many_or_long_lines(query: str, size: int) -> None:
    made = close_up(at(f"{query}&act=linear&step=1&cell=Z1.1.1")).sum
    assert made and made.size == size


def test_a_sigmoid_computed_by_hand() -> None:
    made = close_up(at("step=2&cell=A1.4.1"))
    assert made.applied
    assert (made.applied.symbol, made.applied.argument) == ("σ", "−1.74")
    assert made.applied.formula == ("frac", "1", ("+", "1", ("exp", ("neg", ("brackets", "−1.74")))))
    assert (made.applied.leads, made.applied.relation, made.result) == ("=", "≈", "0.15")


def test_a_rounded_argument_has_an_approximate_sign() -> None:
    made = close_up(at("step=4"))
    assert made.applied
    assert (made.applied.leads, made.applied.relation) == ("≈", "≈")


def test_a_softmax_shows_its_column_with_the_names_of_the_classes() -> None:
    made = close_up(at("preset=iris&view=vectorized&step=4&cell=A2.1.1"))
    assert made.powers and made.kind == "softmax" and not made.applied
    assert [(row.head, row.z, row.power, row.share) for row in made.powers.rows] == [
        ("setosa", "4.27", "71.61", "0.98"),
        ("versicolor", "0.57", "1.76", "0.02"),
        ("virginica", "−4.85", "0.01", "1·10⁻⁴"),
    ]
    assert (made.powers.sum_relation, made.powers.sum, made.powers.rest) == ("=", "73.38", "")
    assert [row.is_chosen for row in made.powers.rows] == [True, False, False]


@pytest.mark.parametrize("cell", ["Z1.1.1", "Z1.16.700", "Z1.7.1797", "Z2.4.3", "Z2.10.60"])
def test_a_long_sum_shows_its_largest_terms_and_still_adds_up(cell: str) -> None:
    scene = at(f"preset=digits&view=vectorized&step=4&cell={cell}")
    made = close_up(scene).sum
    assert made and scene.chosen
    name, row, column = scene.chosen
    W, A = scene.matrix(names_of(name.layer).W)[row - 1], scene.matrix(inputs_of(name.layer))[:, column - 1]
    sizes = [abs(W[int(term.index) - 1] * A[int(term.index) - 1]) for term in made.terms]
    assert len(sizes) == 5
    assert sizes == sorted(sizes, reverse=True)
    others = sorted(set(range(len(W))) - {int(term.index) - 1 for term in made.terms})
    assert max(abs(W[others] * A[others])) <= sizes[-1] + 1e-3
    assert float(number(made.rest)) == pytest.approx(float(W[others] @ A[others]), abs=0.02)
    assert made.others == f"the other {len(W) - 5} together"
    assert rounded(total(made), close_up(scene).result) == number(close_up(scene).result)


@pytest.mark.parametrize("cell", ["A2.3.3", "A2.1.3", "A2.10.777"])
def test_ten_rows_of_a_softmax_are_all_shown(cell: str) -> None:
    scene = at(f"preset=digits&view=vectorized&step=4&cell={cell}")
    made = close_up(scene)
    assert made.powers and made.powers.is_small
    assert [row.head for row in made.powers.rows] == list("0123456789")
    check_powers(scene, made.powers)


def test_a_longer_softmax_shows_its_largest_powers_and_the_chosen_one() -> None:
    scene = at("preset=digits&act=softmax-softmax&view=vectorized&step=2&cell=A1.12.1")
    made = close_up(scene).powers
    assert made
    z = scene.matrix(Name("Z1"))[:, 0]
    largest = sorted(range(16), key=lambda k: -z[k])[:8]
    assert [int(row.head) - 1 for row in made.rows] == sorted({*largest, 11})
    assert made.others == f"the other {16 - len(made.rows)} together"
    shown = float(sum(number(row.power) for row in made.rows))
    assert shown + float(number(made.rest)) == pytest.approx(float(np.exp(z).sum()), rel=1e-2)


def test_powers_that_are_too_large_to_add_up_are_those_of_the_distance_to_the_largest() -> None:
    numbers = f"layers=1-8&act=softmax&m=1&X=1000000&W1={';'.join(str(1000 * k) for k in range(8))}"
    made = close_up(at(f"{numbers}&step=2&cell=A1.8.1"))
    assert made.powers and made.powers.is_shifted
    assert (made.result, made.powers.rows[7].power, made.powers.sum) == ("1", "1.00", "1.00")


@pytest.mark.parametrize("view", VIEWS)
def test_before_the_first_step_the_close_up_says_how_to_read_the_board(view: str) -> None:
    made = close_up(at(f"view={view}&preset=iris"))
    assert [hint.title for hint in made.hints] == [
        "A column is one flower",
        "A row of weights is one neuron",
        "Where they cross is one sum",
        "A neuron shows two numbers",
    ]
    assert made.hints[3].line == "z, its sum, and a = tanh(z), what it passes on"


@pytest.mark.parametrize(
    ("query", "source"),
    [
        ("step=5&reading=cell", "Row 1 of W[1] times column 2 of X, plus b[1]1"),
        ("step=7&reading=column", "W[2] times column 2 of A[1], plus b[2]: a sum for each neuron"),
        ("step=7&reading=combination", "Column 2 of A[1]: how much of each column of W[2]"),
        ("step=4", "Row 1, column 1 of Z[2], passed through σ"),
        ("preset=iris&step=4", "Column 1 of Z[2], passed through softmax"),
        ("step=5&cell=X.1.1", ""),
    ],
)
def test_the_close_up_says_where_its_number_comes_from(query: str, source: str) -> None:
    parts = close_up(at(query)).source
    assert "".join(part if isinstance(part, str) else part.text + part.unit for part in parts) == source


@pytest.mark.parametrize(("cell", "text"), [("X.1.2", "1.6"), ("W1.2.1", "−1.4"), ("b2.1.1", "−0.3")])
def test_a_given_cell_has_a_figure_and_no_computation(cell: str, text: str) -> None:
    made = close_up(at(f"step=1&cell={cell}"))
    assert (made.result, made.sum, made.applied) == (text, None, None)
    assert made.line.startswith("Given: ")
