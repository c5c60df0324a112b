"""The menu of networks: what each is for, and its shape."""

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


@dataclass(frozen=True, slots=True)
class MenuGroup:
    name: str
    links: tuple[MenuLink, ...]


@cache
def menu() -> tuple[MenuGroup, ...]:
    """Every preset under the heading of its group, in their order."""
    known = [preset(key) for key in PRESETS]
    return tuple(MenuGroup(name, tuple(map(_link, group))) for name, group in groupby(known, lambda each: each.group))


def shape_text(lesson: Preset) -> str:
    """3–4–2, m = 5."""
    return f"{'–'.join(str(n) for n in lesson.sizes.n)}, m = {lesson.sizes.m:,}"


def _link(lesson: Preset) -> MenuLink:
    return MenuLink(
        lesson.key, lesson.title, shape_text(lesson), lesson.line, url(BOARD_PATH, State(preset=lesson.key))
    )
