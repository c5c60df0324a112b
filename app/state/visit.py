"""What the address of a race says besides the state: which network races, on how many threads, the visitor's guess."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast, get_args
from urllib.parse import urlencode

from app.engine.network import Plan
from app.state.limits import MAX_VISIT
from app.state.query import BadAddress, format_state, known, parse
from app.state.record import BadRecord, Race, read_saved
from app.state.state import State

NetworkChoice: TypeAlias = Literal["board", "digits", "own"]
"""The network on the board, that of a digit classifier, or one of the visitor's sizes."""
NETWORKS: tuple[NetworkChoice, ...] = get_args(NetworkChoice)
Threads: TypeAlias = Literal["1", "all"]
THREADS: tuple[Threads, ...] = get_args(Threads)

DIGIT_CLASSIFIER = (784, 128, 10)
"""Pictures of 28 × 28 pixels, 128 units, 10 classes."""
MOST_RACED_LAYERS = 4
MOST_RACED_UNITS = 1_000
LARGEST_GUESS = 1_000_000
LAST = "last"
"""In place of a ticket: the last race of this kind."""
RACE_KEYS = ("network", "sizes", "threads", "guess", "race")
BESIDE = "beside"

SIZES = re.compile(r"[0-9]{1,5}(?:[-,; x×]+[0-9]{1,5}){1,8}")
GUESS = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,6})?")
TICKET = re.compile(r"[0-9a-f]{16}")
"""How sizes, a guess and a ticket are written."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Who races: ``sizes`` are the visitor's own, for ``own`` alone."""

    network: NetworkChoice = "board"
    sizes: tuple[int, ...] = ()
    threads: Threads = "1"


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the page of the race: who races, how many times faster the visitor thinks the matrix form is at
    m = 1,000, the ticket of a started race or LAST, and the races opened beside it with their text."""

    entry: Entry = Entry()
    guess: float | None = None
    race: str = ""
    beside: tuple[Race, ...] = ()
    beside_text: str = ""


@dataclass(eq=False)  # not frozen, like BadAddress
class BadVisit(Exception):
    """A visit whose state is fine: what was typed, and for each key that is wrong a sentence to stand beside it."""

    state: State
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    visit: Visit


def parse_visit(pairs: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> tuple[State, Visit]:
    """Read the pairs of a race's query. BadAddress if the state is wrong, else BadVisit if the rest is."""
    pairs = list(pairs)
    typed, problems = known((pair for pair in pairs if pair[0] != BESIDE), RACE_KEYS)
    beside_text = next((text for key, text in pairs if key == BESIDE), "").strip()
    beside: tuple[Race, ...] = ()
    try:
        beside = _read_beside(beside_text)
    except BadRecord as bad:
        problems[BESIDE] = str(bad)
    problems = {**_parse_errors(typed), **problems}
    try:
        state = parse(pairs, plans)
    except BadAddress as bad:
        raise BadAddress({**bad.typed, **typed}, {**bad.problems, **problems}) from bad
    right = {key: text for key, text in typed.items() if key not in problems}
    if right.get("network") == "own" and "sizes" not in right:
        right.pop("network")
    visit = Visit(
        _entry(right),
        float(right["guess"].replace(",", ".")) if "guess" in right else None,
        right.get("race", ""),
        beside,
        beside_text if beside else "",
    )
    if beside and (longer := len(format_visit(state, replace(visit, race="0" * 16))) - MAX_VISIT) > 0:
        problems[BESIDE] = f"The address has no room for this text: it is {longer:,} characters too long."
        visit = replace(visit, beside=(), beside_text="")
    if problems:
        raise BadVisit(state, {**typed, BESIDE: beside_text}, problems, visit)
    return state, visit


def format_entry(state: State, entry: Entry) -> str:
    """The query that decides what is raced, and nothing else: the same for two visitors who want the same race."""
    numbers = format_state(state.numbers) if entry.network == "board" else ""
    return "&".join(part for part in (numbers, urlencode(_entry_pairs(entry))) if part)


def format_visit(state: State, visit: Visit) -> str:
    """The query of that visit: the state, and what is not the default anyway."""
    pairs = _entry_pairs(visit.entry)
    if visit.guess is not None:
        pairs.append(("guess", f"{visit.guess:.12g}"))
    if visit.race:
        pairs.append(("race", visit.race))
    if visit.beside_text:
        pairs.append((BESIDE, visit.beside_text))
    return "&".join(part for part in (format_state(state), urlencode(pairs)) if part)


def _entry_pairs(entry: Entry) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    if entry.network != "board":
        pairs.append(("network", entry.network))
    if entry.network == "own":
        pairs.append(("sizes", "-".join(map(str, entry.sizes))))
    if entry.threads != "1":
        pairs.append(("threads", entry.threads))
    return pairs


def _entry(typed: Mapping[str, str]) -> Entry:
    network = cast(NetworkChoice, typed.get("network", "board"))
    sizes = _sizes(typed["sizes"]) if network == "own" else ()
    return Entry(network, sizes, cast(Threads, typed.get("threads", "1")))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"[0-9]+", text))


def _read_beside(text: str) -> tuple[Race, ...]:
    if not text:
        return ()
    return read_saved(text)


def _parse_errors(typed: Mapping[str, str]) -> dict[str, str]:
    """A sentence for each invalid value."""
    problems = {}
    if (network := typed.get("network", "board")) not in NETWORKS:
        problems["network"] = f"What races is {', '.join(NETWORKS[:-1])} or {NETWORKS[-1]}, not “{network}”."
    if (threads := typed.get("threads", "1")) not in THREADS:
        problems["threads"] = f"The threads are 1 or all, not “{threads}”."
    if network == "own" and (problem := _sizes_problem(typed.get("sizes", ""))):
        problems["sizes"] = problem
    guess = typed.get("guess", "1")
    if not GUESS.fullmatch(guess) or not 0 < float(guess.replace(",", ".")) <= LARGEST_GUESS:
        problems["guess"] = f"A guess is a number above 0 and up to {LARGEST_GUESS:,}, such as 40, not “{guess}”."
    race = typed.get("race", LAST)
    if race != LAST and not TICKET.fullmatch(race):
        problems["race"] = f"“{race}” is not the ticket of a race."
    return problems


def _sizes_problem(text: str) -> str:
    rule = (
        f"Sizes are the features and the units of 1 to {MOST_RACED_LAYERS} layers, each from 1 to "
        f"{MOST_RACED_UNITS:,}, such as 64-32-10"
    )
    if not text:
        return f"{rule}."
    if not SIZES.fullmatch(text):
        return f"{rule}, not “{text}”."
    sizes = _sizes(text)
    if len(sizes) > MOST_RACED_LAYERS + 1:
        return f"{rule}. This has {len(sizes) - 1} layers."
    if wrong := [size for size in sizes if not 1 <= size <= MOST_RACED_UNITS]:
        return f"{rule}. {wrong[0]:,} is outside."
    return ""
