"""How the programs of a race are called on the page, and in which order they stand."""

from app.state.record import Race

NAMES = {
    "lists": "Python lists",
    "loop": "loop",
    "vectorized": "vectorized",
    "float32": "vectorized, float32",
}
LOOP, VECTORIZED = "loop", "vectorized"
"""The two that the page is about."""


def name_of(program: str) -> str:
    """The program's name; a program of another version's race goes by its key."""
    return NAMES.get(program, program)


def raced(race: Race) -> tuple[str, ...]:
    """The programs that were measured or left out: those of the page in its order, then others by name."""
    there = {*race.series, *race.stopped}
    return (*(key for key in NAMES if key in there), *sorted(there - set(NAMES)))


def network_name(race: Race) -> str:
    """The network with its sizes: the network on the board, 3–4–2."""
    return f"{race.network.name}, {'–'.join(str(size) for size in race.network.sizes)}"
