"""The menu of presets with their shapes."""

from dataclasses import dataclass
from functools import cache
from itertools import groupby

from app.presets import PRESETS, preset
from app.presets.preset import Preset
from app.state import State
from app.views.base.urls import BOARD_PATH, url


@dataclass(frozen=True, slots=True)
class MenuLink:
    key: str
    title: str
    shape: str
    line: str
    url: str


@cache
def menu() -> tuple[tuple[str, tuple[MenuLink, ...]], ...]:
    """All presets by the name of their group, in the order of PRESETS."""
    presets = [preset(key) for key in PRESETS]
    return tuple((name, tuple(map(_link, group))) for name, group in groupby(presets, lambda each: each.group))


def shape_text(opened: Preset) -> str:
    """The sizes of a preset: 3–4–2, m = 5."""
    return f"{'–'.join(map(str, opened.sizes.n))}, m = {opened.sizes.m:,}"


def _link(opened: Preset) -> MenuLink:
    address = url(BOARD_PATH, State(preset=opened.key))
    return MenuLink(opened.key, opened.title, shape_text(opened), opened.line, address)
