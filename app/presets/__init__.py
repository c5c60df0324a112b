"""Named networks with their data, and what a visitor makes of them."""

from functools import cache
from threading import Lock

from cachetools import LRUCache, cached

from app.engine.forward import Trace, trace
from app.engine.network import Plan
from app.presets.course import course
from app.presets.digits import digits
from app.presets.first_script import script
from app.presets.house import house
from app.presets.iris import iris
from app.presets.one_neuron import one_neuron
from app.presets.overrides import Overrides, overlay
from app.presets.preset import Preset
from app.presets.xor import xor

PRESETS = {
    "course": course,
    "script": script,
    "xor": xor,
    "one-neuron": one_neuron,
    "house": house,
    "iris": iris,
    "digits": digits,
}
"""Key in the address -> maker. The first is the default."""
MEMORY = 64 * 2**20
"""Bytes of computed numbers that one process keeps at most; what was not looked at for longest goes first."""
AROUND = 8 * 2**10
"""Bytes that Python and the views keep around the numbers of one layer, or of X. Measured: 56 bytes of numbers take
4,600, 71,936 take 93,000; counted by their numbers alone, the smallest networks would fill gigabytes."""


@cache
def preset(key: str) -> Preset:
    """The preset of that key, made once. KeyError for an unknown key."""
    return PRESETS[key]()


@cache
def plans() -> dict[str, Plan]:
    """The plan of every preset, by key."""
    return {key: preset(key).plan for key in PRESETS}


def _size(made: tuple[Preset, Trace]) -> int:
    return made[1].nbytes + AROUND * (made[1].sizes.L + 1)


@cached(LRUCache(MEMORY, getsizeof=_size), lock=Lock())
def opened(key: str, plan: Plan, seed: int | None, overrides: Overrides) -> tuple[Preset, Trace]:
    """The preset as changed, and what both programs computed for it: run once, kept as long as there is room."""
    made = overlay(preset(key), plan, seed, overrides)
    return made, trace(made.network, made.X)
