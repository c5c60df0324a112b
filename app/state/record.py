"""A race as a value: its measurements, machine and network; its JSON text, which holds one race or several.

Times are in seconds, memory in bytes, peaks in floating-point operations a second.
"""

from datetime import UTC, datetime
from itertools import pairwise
from typing import Annotated, Literal, Self, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError, model_validator

from app.engine.activations import ACTIVATIONS

Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[^\x00-\x1f\x7f]+$")]
ProgramName: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9 -]{0,23}$")]
Seconds: TypeAlias = Annotated[float, Field(ge=1e-9, le=3600)]
Examples: TypeAlias = Annotated[int, Field(ge=1, le=10_000_000)]
Bytes: TypeAlias = Annotated[int, Field(ge=1, le=2**60)]


def _in_utc(date: datetime) -> datetime:
    try:
        return date.astimezone(UTC)
    except OverflowError:
        raise ValueError("a date must lie between the years 1 and 9999") from None


Moment: TypeAlias = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A date in UTC; a text may have any time zone."""
Why: TypeAlias = Literal["time", "memory"]


class Value(BaseModel):
    """The base of all parts of a race: frozen, without unknown keys, finite."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Machine(Value):
    """The machine and the libraries. Unknown keys are ignored: older files also hold its memory and caches."""

    model_config = ConfigDict(extra="ignore")

    name: Line
    system: Line
    cores: Annotated[int, Field(ge=1, le=65_536)]
    python: Line
    numpy: Line
    blas: Line


class RacedNetwork(Value):
    """Features and units of every layer, and the activations. ``name`` tells the source of its numbers."""

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
        """The times at that m, None if there are none."""
        return self._point(self.m.index(m)) if m in self.m else None

    def points(self) -> list[Point]:
        """The times at every m, in ascending order."""
        return [self._point(at) for at in range(len(self.m))]

    def _point(self, at: int) -> Point:
        return Point(m=self.m[at], median=self.median[at], q1=self.q1[at], q3=self.q3[at], rounds=self.rounds[at])


class Cutoff(Value):
    """The first m at which a program was not measured, and what it would have exceeded there."""

    m: Examples
    why: Why


class Trip(Value):
    """Seconds of one iteration of the loop: in the raced network (``whole``), and in one with two neurons in each of as
    many layers, where it is almost only calls (``calls``). Both are measured alternately."""

    whole: Seconds
    calls: Seconds


class Race(Value):
    """One race. ``series`` and ``stopped`` are by program.

    ``differences`` has for each program the largest |entry − the vectorized program's| over every Z and A of every m,
    ``agree`` for each program in double precision whether rounding explains them; older files lack it.
    ``peak`` is the speed of a large matrix product, in operations a second, by precision. ``memory`` is the peak of
    the process. ``is_whole`` is False for a race that was stopped before its end.
    """

    machine: Machine
    date: Moment
    network: RacedNetwork
    threads: Annotated[int, Field(ge=1, le=65_536)]
    series: Annotated[dict[ProgramName, Series], Field(max_length=6)] = {}
    stopped: Annotated[dict[ProgramName, Cutoff], Field(max_length=6)] = {}
    differences: Annotated[dict[ProgramName, Annotated[float, Field(ge=0)]], Field(max_length=6)] = {}
    agree: Annotated[dict[ProgramName, bool], Field(max_length=6)] = {}
    peak: Annotated[dict[ProgramName, Annotated[float, Field(ge=1, le=1e18)]], Field(max_length=6)] = {}
    trip: Trip | None = None
    memory: Bytes | None = None
    is_whole: bool = False

    def __hash__(self) -> int:
        """Makes a race the key of a cache, although dictionaries have no hash."""
        return hash((self.date, self.network, self.is_whole, *map(len, (series.m for series in self.series.values()))))

    def at(self, program: str, m: int) -> Point | None:
        """The times of that program at that m, None if there are none."""
        series = self.series.get(program)
        return series.at(m) if series else None


class Progress(Value):
    """An unfinished race: ``done`` samples are measured, and the next one has m examples."""

    race: Race
    done: int
    m: Examples | None = None


class Saved(Value):
    """The saved text as a value."""

    columnwise: Literal["race"]
    version: Literal[1]
    races: Annotated[tuple[Race, ...], Field(min_length=1, max_length=4)]


class BadRecord(ValueError):
    """A text that is no saved race; the message gives the first error."""


def saved_text(*races: Race) -> str:
    """The text of these races, without defaults, so that it fits an address."""
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
    """A measurement to four significant digits."""
    return float(f"{value:.4g}")
