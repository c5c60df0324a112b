"""Named networks with their data: what a visitor can open without typing a number."""

from functools import cache

from app.engine.forward import Trace, trace
from app.engine.network import Sizes
from app.lessons.course import course
from app.lessons.iris import iris
from app.lessons.preset import Preset

PRESETS = {"course": course, "iris": iris}
"""Key in the address -> maker. The first is the default."""


@cache
def preset(key: str) -> Preset:
    """The preset of that key, made once. KeyError for an unknown key."""
    return PRESETS[key]()


@cache
def preset_trace(key: str) -> Trace:
    """What both programs computed for that preset; run once."""
    return trace(preset(key).network, preset(key).X)


def preset_sizes() -> dict[str, Sizes]:
    """The sizes of every preset, by key."""
    return {key: preset(key).sizes for key in PRESETS}
