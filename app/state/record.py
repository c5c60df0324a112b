"""A race as a value: what was measured, on which machine, of which network; its text, to save and to open again.

All times are seconds, all sizes bytes, all peaks floating-point operations a second. The text is JSON and holds one
race or several, of one machine or of several.
"""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from app.engine.activations import ACTIVATIONS

MOST_RACES = 4
"""Races that one text may hold."""

Line: TypeAlias = Annotated[str, StringConstraints(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
ProgramName: TypeAlias = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9 -]{0,23}$")]
Seconds: TypeAlias = Annotated[float, Field(ge=1e-9, le=3600)]
Examples: TypeAlias = Annotated[int, Field(ge=1, le=10_000_000)]
Bytes: TypeAlias = Annotated[int, Field(ge=1, le=2**60)]


def _in_utc(date: datetime) -> datetime:
    try:
        return date.astimezone(UTC)
    except OverflowError:
        raise ValueError("a date must lie between the years 1 and 9999") from None


Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A date, in UTC wherever it was written."""
Why: TypeAlias = Literal["time", "memory"]


class Value(BaseModel):
    """What all parts of a race have in common: frozen, nothing unknown, no infinity."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Machine(Value):
    """Where it was measured, and with what. ``caches`` has the data caches by name: L1, L2, L3."""

    name: Line
    system: Line
    cores: Annotated[int, Field(ge=1, le=65_536)]
    memory: Bytes | None = None
    caches: Annotated[dict[Line, Bytes], Field(max_length=6)] = {}
    python: Line
    numpy: Line
    blas: Line


class Network(Value):
    """Features and units of every layer, and the activations. ``name`` says where its numbers are from."""

    name: Line
    sizes: Annotated[tuple[Annotated[int, Field(ge=1, le=65_536)], ...], Field(min_length=2, max_length=9)]
    activations: tuple[Line, ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if len(self.activations) != len(self.sizes) - 1:
            raise ValueError("each layer needs one activation")
        if unknown := [each for each in self.activations if each not in ACTIVATIONS]:
            raise ValueError(f"there is no activation {unknown[0]}")
        return self


class Point(Value):
    """One program at one m: seconds of a forward pass of all m examples."""

    m: Examples
    median: Seconds
    q1: Seconds
    q3: Seconds
    rounds: int


class Series(Value):
    """The times of one program: for each m the median of the rounds, their quartiles, and how many there were."""

    m: Annotated[tuple[Examples, ...], Field(min_length=1, max_length=24)]
    median: tuple[Seconds, ...]
    q1: tuple[Seconds, ...]
    q3: tuple[Seconds, ...]
    rounds: tuple[Annotated[int, Field(ge=1, le=100_000)], ...]

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if {len(self.median), len(self.q1), len(self.q3), len(self.rounds)} != {len(self.m)}:
            raise ValueError("each m needs a median, two quartiles and its rounds")
        if any(after <= before for before, after in pairwise(self.m)):
            raise ValueError("m must grow")
        if any(not q1 <= middle <= q3 for q1, middle, q3 in zip(self.q1, self.median, self.q3, strict=True)):
            raise ValueError("a median must lie between its quartiles")
        return self

    def at(self, m: int) -> Point | None:
        """What was measured at that m."""
        if m not in self.m:
            return None
        place = self.m.index(m)
        return Point(m=m, median=self.median[place], q1=self.q1[place], q3=self.q3[place], rounds=self.rounds[place])

    def points(self) -> list[Point]:
        """What was measured, from the smallest m."""
        return [
            Point(m=m, median=median, q1=q1, q3=q3, rounds=rounds)
            for m, median, q1, q3, rounds in zip(self.m, self.median, self.q1, self.q3, self.rounds, strict=True)
        ]


class Stop(Value):
    """Where a program dropped out: the first m that was not measured, and what it would have taken too much of."""

    m: Examples
    why: Why


class Trip(Value):
    """Seconds of one trip through the loop: in the network that races, and in one of the same layers with two neurons
    each, where a trip is next to nothing but calls. Both were measured in turn."""

    whole: Seconds
    calls: Seconds


class Race(Value):
    """One race. ``series`` and ``stopped`` are by program.

    ``differences`` has for each program the largest |entry − the vectorized program's| over every Z and A of every m.
    ``peak`` is the machine's own matrix product, in operations a second, by precision. ``memory`` is the
    most that the process held. ``is_whole`` is False for a race that was stopped before its end.
    """

    machine: Machine
    date: Moment
    network: Network
    threads: Annotated[int, Field(ge=1, le=65_536)]
    series: Annotated[dict[ProgramName, Series], Field(max_length=6)] = {}
    stopped: Annotated[dict[ProgramName, Stop], Field(max_length=6)] = {}
    differences: Annotated[dict[ProgramName, Annotated[float, Field(ge=0)]], Field(max_length=6)] = {}
    peak: Annotated[dict[ProgramName, Annotated[float, Field(ge=1, le=1e18)]], Field(max_length=6)] = {}
    trip: Trip | None = None
    memory: Bytes | None = None
    is_whole: bool = False

    def __hash__(self) -> int:
        """A race can be the key of a cache, though its dictionaries cannot."""
        return hash((self.date, self.network, self.is_whole, *map(len, (series.m for series in self.series.values()))))

    def at(self, program: str, m: int) -> Point | None:
        """What was measured of that program at that m."""
        series = self.series.get(program)
        return series.at(m) if series else None


class Progress(Value):
    """A race so far: ``done`` of its samples are taken, and the next one has m examples."""

    race: Race
    done: int
    m: Examples | None = None


class Saved(Value):
    """What a saved text holds."""

    columnwise: Literal["race"]
    version: Literal[1]
    races: Annotated[tuple[Race, ...], Field(min_length=1, max_length=MOST_RACES)]


class BadRecord(ValueError):
    """A text that is no saved race; the message says what is wrong with it."""


def saved_text(*races: Race) -> str:
    """The text of these races, short enough to travel in an address: without what is the default anyway."""
    return Saved(columnwise="race", version=1, races=races).model_dump_json(exclude_defaults=True)


def read_saved(text: str) -> tuple[Race, ...]:
    """The races of a saved text. BadRecord for any other text."""
    try:
        return Saved.model_validate_json(text).races
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False, include_context=False)[0]
        where = " → ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        where = where if len(where) <= 60 else where[:60] + "…"
        at = f"at “{where}”: " if where else ""
        raise BadRecord(f"This is not the text of a saved race: {at}{first['msg']}.") from error


def rounded(value: float) -> float:
    """A measured figure with the digits that mean something: four."""
    return float(f"{value:.4g}")
