"""Named networks with their data, and their changed versions."""

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
LAYER_OVERHEAD_BYTES = 8 * 2**10
"""Bytes of Python objects and of cached views for each layer and for X. Measured: 56 bytes of numbers take 4,600 in
all, 71,936 take 93,000. Without the overhead, a cache full of the smallest networks would take gigabytes."""


@cache
def preset(key: str) -> Preset:
    """The preset of that key, created once. KeyError for an unknown key."""
    return PRESETS[key]()


@cache
def plans() -> dict[str, Plan]:
    """The plan of every preset, by key."""
    return {key: preset(key).plan for key in PRESETS}


def _size(made: tuple[Preset, Trace]) -> int:
    return made[1].nbytes + LAYER_OVERHEAD_BYTES * (made[1].sizes.L + 1)


@cached(LRUCache(64 * 2**20, getsizeof=_size), lock=Lock())  # 64 MB in each process
def opened(key: str, plan: Plan, seed: int | None, overrides: Overrides) -> tuple[Preset, Trace]:
    """The preset with these changes and its trace, cached by the changes."""
    made = overlay(preset(key), plan, seed, overrides)
    return made, trace(made.network, made.X)
