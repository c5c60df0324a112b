"""A race as a table: one row for every m, one column for every program; and the same as CSV, for a spreadsheet."""

from csv import writer
from dataclasses import dataclass
from io import StringIO
from itertools import chain

from app.state.record import Point, Race
from app.views.base.numbers import between, duration, times_as
from app.views.race.race_words import LOOP, VECTORIZED, name_of, programs_of

COLUMNS = ("program", "network", "m", "median_seconds", "q1_seconds", "q3_seconds", "rounds")
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""A spreadsheet runs text that begins with one of these as a formula."""


@dataclass(frozen=True, slots=True)
class TableCell:
    """A number with its quartiles below, which may be empty; or ``why`` there is none."""

    value: str = ""
    quartiles: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class TableRow:
    head: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """``heads`` are those of the columns of cells; the head of a row is m. Without rows nothing is measured yet."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[TableRow, ...]


def table(race: Race) -> Table:
    """The times of the race. The last column is the time of the loop divided by that of the matrix form."""
    programs = programs_of(race)
    has_ratio = LOOP in programs and VECTORIZED in programs
    heads = [name_of(program) for program in programs]
    return Table(
        caption=f"Time of one forward pass: the median, below it the quartiles. {_where(race)}",
        heads=(*heads, f"{name_of(LOOP)} / {name_of(VECTORIZED)}") if has_ratio else tuple(heads),
        rows=tuple(_row(race, m, programs, has_ratio) for m in _counts(race)),
    )


def csv(race: Race) -> str:
    """A line for every measured point, below the names of the columns. Times are in seconds."""
    text = StringIO()
    lines = writer(text)
    lines.writerow(COLUMNS)
    network = _as_text(_network(race))
    for program in programs_of(race):
        points = race.series[program].points() if program in race.series else []
        lines.writerows((_as_text(program), network, p.m, p.median, p.q1, p.q3, p.rounds) for p in points)
    return text.getvalue()


def _network(race: Race) -> str:
    """The name and the sizes: the network on the board, 3–4–2."""
    return f"{race.network.name}, {'–'.join(str(size) for size in race.network.sizes)}"


def _where(race: Race) -> str:
    name = _network(race)
    return f"{name[0].upper()}{name[1:]}, on {race.machine.name}."


def _counts(race: Race) -> list[int]:
    """Every m at which anything was measured."""
    return sorted(set(chain.from_iterable(series.m for series in race.series.values())))


def _row(race: Race, m: int, programs: tuple[str, ...], has_ratio: bool) -> TableRow:
    cells = [_cell(race, program, m) for program in programs]
    return TableRow(f"{m:,}", (*cells, _ratio(race, m)) if has_ratio else tuple(cells))


def _cell(race: Race, program: str, m: int) -> TableCell:
    point = race.at(program, m)
    return _measured(point) if point else TableCell(why=_why(race, program, m))


def _measured(point: Point) -> TableCell:
    return TableCell(duration(point.median), between(point.q1, point.q3, point.median))


def _why(race: Race, program: str, m: int) -> str:
    stop = race.stopped.get(program)
    if stop and m >= stop.m:
        return {"time": "too long", "memory": "too much memory"}[stop.why]
    return "not measured" if race.is_whole else "not yet"


def _ratio(race: Race, m: int) -> TableCell:
    """The ratio, or why one of the programs has no time."""
    loop, vectorized = race.at(LOOP, m), race.at(VECTORIZED, m)
    if loop and vectorized:
        return TableCell(times_as(loop.median / vectorized.median))
    return TableCell(why=_why(race, VECTORIZED if loop else LOOP, m))


def _as_text(text: str) -> str:
    """The text, quoted if a spreadsheet would run it."""
    return f"'{text}" if text.lstrip().startswith(FORMULA) else text
