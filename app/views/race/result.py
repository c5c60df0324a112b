"""The result of a race: the answer to the guess, the plots, the table, and where the time goes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.engine.network import Sizes
from app.speed.model import bytes_held
from app.state.record import Race
from app.views.base.numbers import amount
from app.views.race import race_words as words
from app.views.race.log_plot import Plot
from app.views.race.plot import ratio_plot, time_plot
from app.views.race.table import Table, table


@dataclass(frozen=True, slots=True)
class Calls:
    """A row of the table of operations and memory."""

    m: str
    loop: str
    vectorized: str
    held: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Another race that is compared with this one."""

    title: str
    headline: str
    table: Table


@dataclass(frozen=True, slots=True)
class Explained:
    """Where the time of a finished race goes: ``thoughts`` are headings with paragraphs."""

    thoughts: tuple[tuple[str, tuple[str, ...]], ...]
    agreement: str
    calls: tuple[Calls, ...]
    how: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Result:
    """The result of a race so far; texts without content yet are empty."""

    title: str
    guess: str
    headline: str
    cut_short: str
    time_plot: Plot
    ratio_plot: Plot | None
    table: Table
    explained: Explained | None
    opened: tuple[Opened, ...]
    csv_url: str
    save_url: str


def result(
    race: Race,
    *,
    title: str,
    is_over: bool,
    guess: float | None,
    beside: Sequence[Race],
    csv_url: str,
    save_url: str,
) -> Result:
    """The result of a race; only a finished one has sentences."""
    is_cut_short = is_over and not race.is_whole
    if is_over:
        race = race.model_copy(update={"is_whole": True})  # nothing more will be measured
    time, ratio, rows = _plots_and_table(race, tuple(beside))
    return Result(
        title=title,
        guess=words.guess(race, guess) if is_over and guess is not None else "",
        headline=words.headline(race) if is_over else "",
        cut_short="This race was stopped before its end. Here is what was measured until then." if is_cut_short else "",
        time_plot=time,
        ratio_plot=ratio,
        table=rows,
        explained=_explained(race) if is_over else None,
        opened=tuple(_opened(each) for each in beside),
        csv_url=csv_url,
        save_url=save_url,
    )


@lru_cache(maxsize=32)
def _plots_and_table(race: Race, beside: tuple[Race, ...]) -> tuple[Plot, Plot | None, Table]:
    """The plots and the table, cached: all watchers of a race get the same."""
    return time_plot(race, beside), ratio_plot(race, beside), table(race)


def when(race: Race) -> str:
    """The start of the race."""
    return f"{race.date:%Y-%m-%d %H:%M} UTC"


def _opened(race: Race) -> Opened:
    return Opened(f"{race.machine.name}, {when(race)}", words.headline(race), table(race))


def _explained(race: Race) -> Explained:
    return Explained(
        thoughts=(
            ("Why", tuple(words.why(race))),
            ("From which m on is it faster?", tuple(filter(None, [words.overtaking(race)]))),
        ),
        agreement=words.agreement(race),
        calls=tuple(_calls(race, m) for m in (1, 1_000, 100_000)),
        how=tuple(words.how(race)),
    )


def _calls(race: Race, m: int) -> Calls:
    """The calls of both programs, a product and an activation in each layer, and the bytes of X, Z and A."""
    L = len(race.network.sizes) - 1
    return Calls(f"{m:,}", f"{2 * L * m:,}", f"{2 * L:,}", amount(bytes_held(Sizes(race.network.sizes, m))))
