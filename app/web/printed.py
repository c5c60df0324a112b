"""What templates print of a value, kept: a matrix that a step leaves as it is, is not printed again."""

from threading import Lock
from typing import TypeAlias

from cachetools import LRUCache
from jinja2.runtime import Macro
from markupsafe import Markup

MEMORY = 8 * 2**20
"""Bytes of texts and their values that one process keeps at most; what was not on a page for longest goes first."""
BESIDE, VALUES = 500, 2
"""A text's values take about so many bytes, and so many for each of its characters."""

Key: TypeAlias = tuple[object, ...]


def size(text: str) -> int:
    """Bytes that keeping this text takes."""
    return (1 + VALUES) * len(text) + BESIDE


class Printed:
    """Called in a template as ``printed(macro, value)`` instead of ``macro(value)``, where values come again and again.

    The values are frozen and compared, and a macro knows nothing but its values, so what is kept is what the macro
    would print.
    """

    def __init__(self) -> None:
        self._kept: LRUCache[Key, Markup] = LRUCache(MEMORY, getsizeof=size)
        self._lock = Lock()

    def __call__(self, macro: Macro, *values: object) -> Markup:
        key = (macro.name, *values)
        try:
            with self._lock:
                return self._kept[key]
        except KeyError:
            text = Markup(macro(*values))
            with self._lock:
                self._kept[key] = text
            return text
