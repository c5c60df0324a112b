"""The keys of a race's address besides the state: the network, the threads, the visitor's guess, races to compare."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias, cast, get_args
from urllib.parse import urlencode

from app.engine.network import Plan
from app.state.limits import MAX_VISIT
from app.state.query import BadAddress, format_state, parse, read_keys
from app.state.reading import ambiguous_comma
from app.state.record import BadRecord, Race, read_saved
from app.state.state import State

NetworkChoice: TypeAlias = Literal["board", "digits", "own"]
"""The network on the board, a digit classifier, or a network of the sizes in the address."""
NETWORKS: tuple[NetworkChoice, ...] = get_args(NetworkChoice)
Threads: TypeAlias = Literal["1", "all"]
THREADS: tuple[Threads, ...] = get_args(Threads)

DIGIT_CLASSIFIER = (784, 128, 10)
"""28 × 28 pixels, 128 units, 10 classes."""
MOST_RACED_LAYERS = 4
MOST_RACED_UNITS = 1_000
LARGEST_GUESS = 1_000_000
LAST = "last"
"""Stands for the ticket of the last finished race of the same setup."""
RACE_KEYS = ("network", "sizes", "threads", "guess", "race")
COMPARED_KEY = "beside"
"""The key of the text with saved races. Its length has its own limit."""

SIZES_PATTERN = re.compile(r"[0-9]{1,5}(?:[-,; x×]+[0-9]{1,5}){1,8}")
GUESS_PATTERN = re.compile(r"[0-9]{1,7}(?:[.,][0-9]{1,6})?")
TICKET_PATTERN = re.compile(r"[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Setup:
    """What is raced. ``sizes`` belong to the network ``own``, and are empty for the others."""

    network: NetworkChoice = "board"
    sizes: tuple[int, ...] = ()
    threads: Threads = "1"


@dataclass(frozen=True, slots=True)
class Visit:
    """The keys of a race's address as a value.

    ``guess``: how many times faster the matrix form is at m = 1,000, as the visitor guesses. ``race``: the ticket of a
    started race, LAST, or empty. ``compared``: the saved races to compare with, read from ``compared_text``.
    """

    setup: Setup = Setup()
    guess: float | None = None
    race: str = ""
    compared: tuple[Race, ...] = ()
    compared_text: str = ""


@dataclass(eq=False)  # not frozen, like BadAddress
class BadVisit(Exception):
    """Invalid keys with a valid state: the texts, a sentence for each invalid key, and the visit without those."""

    state: State
    typed: Mapping[str, str]
    problems: Mapping[str, str]
    visit: Visit


def parse_visit(pairs: Iterable[tuple[str, str]], plans: Mapping[str, Plan]) -> tuple[State, Visit]:
    """Read the pairs of a race's query. BadAddress for an invalid state, BadVisit for other invalid keys."""
    pairs = list(pairs)
    typed, problems = read_keys(pairs, RACE_KEYS)
    compared_text = next((text for key, text in pairs if key == COMPARED_KEY), "").strip()
    compared: tuple[Race, ...] = ()
    try:
        compared = read_saved(compared_text) if compared_text else ()
    except BadRecord as bad:
        problems[COMPARED_KEY] = str(bad)
    problems = {**_parse_errors(typed), **problems}
    try:
        state = parse(pairs, plans)
    except BadAddress as bad:
        raise BadAddress({**bad.typed, **typed}, {**bad.problems, **problems}) from bad
    right = {key: text for key, text in typed.items() if key not in problems}
    if right.get("network") == "own" and "sizes" not in right:
        right.pop("network")
    visit = Visit(
        _setup(right),
        float(right["guess"].replace(",", ".")) if "guess" in right else None,
        right.get("race", ""),
        compared,
        compared_text if compared else "",
    )
    if compared and (longer := len(format_visit(state, replace(visit, race="0" * 16))) - MAX_VISIT) > 0:
        problems[COMPARED_KEY] = f"The address has no room for this text: it is {longer:,} characters too long."
        visit = replace(visit, compared=(), compared_text="")
    if problems:
        raise BadVisit(state, {**typed, COMPARED_KEY: compared_text}, problems, visit)
    return state, visit


def format_setup(state: State, setup: Setup) -> str:
    """The query of what is raced alone: equal for equal races, whatever else the addresses hold."""
    numbers = format_state(state.numbers) if setup.network == "board" else ""
    return "&".join(part for part in (numbers, urlencode(_setup_pairs(setup))) if part)


def format_visit(state: State, visit: Visit) -> str:
    """The query of that state and visit, without defaults."""
    pairs = _setup_pairs(visit.setup)
    if visit.guess is not None:
        pairs.append(("guess", f"{visit.guess:.12g}"))
    if visit.race:
        pairs.append(("race", visit.race))
    if visit.compared_text:
        pairs.append((COMPARED_KEY, visit.compared_text))
    return "&".join(part for part in (format_state(state), urlencode(pairs)) if part)


def _setup_pairs(setup: Setup) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    if setup.network != "board":
        pairs.append(("network", setup.network))
    if setup.network == "own":
        pairs.append(("sizes", "-".join(map(str, setup.sizes))))
    if setup.threads != "1":
        pairs.append(("threads", setup.threads))
    return pairs


def _setup(typed: Mapping[str, str]) -> Setup:
    network = cast(NetworkChoice, typed.get("network", "board"))
    sizes = _sizes(typed["sizes"]) if network == "own" else ()
    return Setup(network, sizes, cast(Threads, typed.get("threads", "1")))


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(int(each) for each in re.findall(r"[0-9]+", text))


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
    if problem := ambiguous_comma(guess):
        problems["guess"] = problem
    elif not GUESS_PATTERN.fullmatch(guess) or not 0 < float(guess.replace(",", ".")) <= LARGEST_GUESS:
        problems["guess"] = f"A guess is a number above 0 and up to {LARGEST_GUESS:,}, such as 40, not “{guess}”."
    race = typed.get("race", LAST)
    if race != LAST and not TICKET_PATTERN.fullmatch(race):
        problems["race"] = f"“{race}” is not the ticket of a race."
    return problems


def _sizes_problem(text: str) -> str:
    rule = (
        f"Sizes are the features and the units of 1 to {MOST_RACED_LAYERS} layers, each from 1 to "
        f"{MOST_RACED_UNITS:,}, such as 64-32-10"
    )
    if not text:
        return f"{rule}."
    if not SIZES_PATTERN.fullmatch(text):
        return f"{rule}, not “{text}”."
    sizes = _sizes(text)
    if len(sizes) > MOST_RACED_LAYERS + 1:
        return f"{rule}. This has {len(sizes) - 1} layers."
    if wrong := [size for size in sizes if not 1 <= size <= MOST_RACED_UNITS]:
        return f"{rule}. {wrong[0]:,} is outside."
    return ""
