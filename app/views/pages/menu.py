"""The menu of presets with their shapes."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby, pairwise

from app.presets import PRESETS, preset
from app.presets.preset import Preset
from app.state import State
from app.views.base import words
from app.views.base.urls import BOARD_PATH, url


@dataclass(frozen=True, slots=True)
class MenuLink:
    key: str
    title: str
    shape: str
    line: str
    url: str
    edges: str
    units: str


@cache
def menu() -> tuple[tuple[str, tuple[MenuLink, ...]], ...]:
    """All presets by the name of their group, in the order of PRESETS."""
    presets = [preset(key) for key in PRESETS]
    return tuple((name, tuple(map(_link, group))) for name, group in groupby(presets, lambda each: each.group))


def _link(opened: Preset) -> MenuLink:
    address = url(BOARD_PATH, State(preset=opened.key))
    edges, units = _thumbnail(opened.sizes.n)
    return MenuLink(opened.key, opened.title, words.network(opened.sizes), opened.line, address, edges, units)


def _thumbnail(n: tuple[int, ...]) -> tuple[str, str]:
    """The edges and the units of a network as SVG paths in a box of 48 by 36; of a large layer the first five units."""
    layers = [
        [(round(5 + 38 * layer / (len(n) - 1)), round(18 + (unit - (count - 1) / 2) * 7)) for unit in range(count)]
        for layer, count in enumerate(min(units, 5) for units in n)
    ]
    edges = "".join(f"M{a} {b}L{c} {d}" for here, there in pairwise(layers) for a, b in here for c, d in there)
    return edges, "".join(f"M{x} {y}h0" for layer in layers for x, y in layer)
