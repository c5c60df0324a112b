"""The table of a race and its CSV: the record's figures, and a reason wherever there is none."""

from csv import DictReader
from io import StringIO

from hypothesis import given

from app.state.record import Cutoff, Race
from app.views.base.numbers import TIME_UNITS
from app.views.race.race_words import name_of, programs_of
from app.views.race.table import COLUMNS, FORMULA, csv, table
from tests.support.races import exactly, race, races

UNITS = {name: unit for unit, name in TIME_UNITS}
THREE = race(
    {"loop": exactly((1, 4.2e-6), (3, 9.6e-4)), "vectorized": exactly((1, 8.4e-6), (3, 1.2e-5), (10, 3.2e-5))},
    {"loop": Cutoff(m=10, why="time"), "lists": Cutoff(m=1, why="memory")},
)


def seconds(text: str) -> float:
    amount, unit = text.split(" ")
    return float(amount.replace(",", "")) * UNITS[unit]


def is_about(shown: float, true: float) -> bool:
    """Equal in two significant digits."""
    return abs(shown - true) <= 0.0501 * true


@given(races())
def test_every_time_is_that_of_the_record(one: Race) -> None:
    made = table(one)
    programs = programs_of(one)
    assert made.heads[: len(programs)] == tuple(name_of(key) for key in programs)
    for row in made.rows:
        assert len(row.cells) == len(made.heads)
        for key, cell in zip(programs, row.cells, strict=False):
            point = one.at(key, int(row.head.replace(",", "")))
            assert bool(point) == bool(cell.value) != bool(cell.why)
            if point:
                low, high = cell.quartiles.split("–")
                assert is_about(seconds(cell.value), point.median)
                assert is_about(seconds(high), point.q3)
                assert is_about(seconds(f"{low} {high.split()[1]}"), point.q1)


@given(races())
def test_every_measured_m_has_a_row(one: Race) -> None:
    rows = [int(row.head.replace(",", "")) for row in table(one).rows]
    assert rows == sorted({m for series in one.series.values() for m in series.m})


@given(races())
def test_the_ratio_is_that_of_the_medians(one: Race) -> None:
    made = table(one)
    assert (made.heads[-1:] == ("loop / vectorized",)) == ({"loop", "vectorized"} <= {*one.series, *one.stopped})
    for row in made.rows if made.heads[-1:] == ("loop / vectorized",) else ():
        m = int(row.head.replace(",", ""))
        loop, vectorized = one.at("loop", m), one.at("vectorized", m)
        if loop and vectorized:
            assert is_about(float(row.cells[-1].value.replace(",", "")), loop.median / vectorized.median)
        else:
            assert row.cells[-1].why


@given(races())
def test_csv_has_the_numbers_of_the_record(one: Race) -> None:
    lines = list(DictReader(StringIO(csv(one), newline="")))
    assert csv(one).splitlines()[0] == ",".join(COLUMNS)
    assert len(lines) == sum(len(series.m) for series in one.series.values())
    for line in lines:
        point = one.at(line["program"], int(line["m"]))
        assert point
        assert (point.median, point.q1, point.q3) == tuple(
            float(line[f"{name}_seconds"]) for name in ("median", "q1", "q3")
        )
        assert point.rounds == int(line["rounds"])


@given(races())
def test_csv_has_no_formula(one: Race) -> None:
    for line in DictReader(StringIO(csv(one), newline="")):
        assert not line["network"].lstrip().startswith(FORMULA)
        assert not line["program"].startswith(FORMULA)


def test_csv_quotes_a_name_that_is_a_formula() -> None:
    for name in ("=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", " =1", "＝1"):
        (line,) = DictReader(StringIO(csv(race({"loop": exactly((1, 1e-5))}, network=name)), newline=""))
        assert line["network"] == f"'{name}, 3–4–2"
    (line,) = DictReader(StringIO(csv(race({"loop": exactly((1, 1e-5))}, network='a "b", c')), newline=""))
    assert line["network"] == 'a "b", c, 3–4–2'


def test_a_table_by_hand() -> None:
    made = table(THREE)
    assert made.heads == ("Python lists", "loop", "vectorized", "loop / vectorized")
    assert [row.head for row in made.rows] == ["1", "3", "10"]
    lists, loop, vectorized, ratio = made.rows[0].cells
    assert (loop.value, loop.quartiles) == ("4.2 µs", "2.1–8.4 µs")
    assert (vectorized.value, ratio.value, ratio.quartiles) == ("8.4 µs", "0.50", "")
    assert lists.why == "too much memory"
    assert [cell.why for cell in made.rows[2].cells] == ["too much memory", "too long", "", "too long"]
    assert made.caption.endswith("The network on the board, 3–4–2, on a laptop.")


def test_a_cell_has_one_unit() -> None:
    cells = [row.cells[0] for row in table(race({"loop": exactly((1, 6e-4), (3, 1.2e-3))})).rows]
    assert [(cell.value, cell.quartiles) for cell in cells] == [
        ("600 µs", "300–1,200 µs"),
        ("1.2 ms", "0.60–2.4 ms"),
    ]


def test_cells_of_a_running_race_say_not_yet() -> None:
    series = {"loop": exactly((1, 1e-5)), "vectorized": exactly((1, 1e-5), (3, 1e-5))}
    running, stopped = (table(race(series, is_whole=is_whole)) for is_whole in (False, True))
    assert running.rows[1].cells[0].why == running.rows[1].cells[2].why == "not yet"
    assert stopped.rows[1].cells[0].why == "not measured"


def test_an_empty_race_has_no_rows() -> None:
    assert table(race({})).rows == ()
    assert csv(race({})).splitlines() == [",".join(COLUMNS)]
