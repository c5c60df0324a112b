"""A race as a table: one row for every m, one column for every program; and the same as CSV, for a spreadsheet."""

from csv import writer
from dataclasses import dataclass
from io import StringIO
from itertools import chain

from app.state.record import Point, Race
from app.views.base.numbers import between, duration, times_as
from app.views.race.race_words import LOOP, VECTORIZED, name_of, raced

LEFT_OUT = {"time": "too long", "memory": "too much memory"}
"""Why a program was not measured at an m: what it would have taken."""
NOT_YET, NOT_MEASURED = "not yet", "not measured"
COLUMNS = ("program", "network", "m", "median_seconds", "q1_seconds", "q3_seconds", "rounds")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet takes text that begins so for a formula and runs it."""


@dataclass(frozen=True, slots=True)
class Cell:
    """A figure and below it its quartiles, which may be empty; or the reason why there is none."""

    figure: str = ""
    quartiles: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    head: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` stand over the cells; the heads of the rows are m. Without rows nothing is measured yet."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def table(race: Race) -> Table:
    """The figures of the race; the last column is how many times as long the loop takes as the matrix form."""
    programs = raced(race)
    has_ratio = LOOP in programs and VECTORIZED in programs
    heads = [name_of(program) for program in programs]
    return Table(
        caption=f"Time of one forward pass: the median, below it the quartiles. {_where(race)}",
        heads=(*heads, f"{name_of(LOOP)} / {name_of(VECTORIZED)}") if has_ratio else tuple(heads),
        rows=tuple(_row(race, m, programs, has_ratio) for m in _counts(race)),
    )


def csv(race: Race) -> str:
    """Every measured point as a line, under the names of the columns. Times are in seconds."""
    text = StringIO()
    lines = writer(text)
    lines.writerow(COLUMNS)
    network = _as_text(_network(race))
    for program in raced(race):
        points = race.series[program].points() if program in race.series else []
        lines.writerows((_as_text(program), network, p.m, p.median, p.q1, p.q3, p.rounds) for p in points)
    return text.getvalue()


def _network(race: Race) -> str:
    """The network with its sizes: the network on the board, 3–4–2."""
    return f"{race.network.name}, {'–'.join(str(size) for size in race.network.sizes)}"


def _where(race: Race) -> str:
    name = _network(race)
    return f"{name[0].upper()}{name[1:]}, on {race.machine.name}."


def _counts(race: Race) -> list[int]:
    """Every m at which anything was measured."""
    return sorted(set(chain.from_iterable(series.m for series in race.series.values())))


def _row(race: Race, m: int, programs: tuple[str, ...], has_ratio: bool) -> Row:
    cells = [_cell(race, program, m) for program in programs]
    return Row(f"{m:,}", (*cells, _ratio(race, m)) if has_ratio else tuple(cells))


def _cell(race: Race, program: str, m: int) -> Cell:
    point = race.at(program, m)
    return _measured(point) if point else Cell(why=_why(race, program, m))


def _measured(point: Point) -> Cell:
    return Cell(duration(point.median), between(point.q1, point.q3, point.median))


def _why(race: Race, program: str, m: int) -> str:
    stop = race.stopped.get(program)
    if stop and m >= stop.m:
        return LEFT_OUT[stop.why]
    return NOT_MEASURED if race.is_whole else NOT_YET


def _ratio(race: Race, m: int) -> Cell:
    """The ratio, or why the first of both programs has no figure."""
    loop, vectorized = race.at(LOOP, m), race.at(VECTORIZED, m)
    if loop and vectorized:
        return Cell(times_as(loop.median / vectorized.median))
    return Cell(why=_why(race, VECTORIZED if loop else LOOP, m))


def _as_text(text: str) -> str:
    """The text so that a spreadsheet shows it and does not run it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
