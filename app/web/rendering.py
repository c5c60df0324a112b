"""How templates and JSON are rendered: Jinja with one dictionary of globals, cached macros, JSON by orjson."""

from collections.abc import MutableMapping
from threading import Lock
from typing import Any

import orjson
from cachetools import LRUCache
from flask.json.provider import DefaultJSONProvider
from flask.templating import Environment
from jinja2.runtime import Macro
from markupsafe import Markup


class TemplateEnvironment(Environment):
    """Flask's, but all templates share one dictionary of globals.

    By default each has a ChainMap of two, which Jinja compares key by key at every import of macros: a twentieth of
    the time of a step.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals


class CachedMacro:
    """Called in a template as ``cached_macro(macro, value)`` instead of ``macro(value)`` where values come again.

    Values are frozen and compared, and a macro knows nothing but its values, so what is cached is what it would print.
    """

    MAX_BYTES = 8 * 2**20

    def __init__(self) -> None:
        self._cache: LRUCache[tuple[object, ...], Markup] = LRUCache(self.MAX_BYTES, getsizeof=size)
        self._lock = Lock()

    def __call__(self, macro: Macro, *values: object) -> Markup:
        key = (macro.name, *values)
        try:
            with self._lock:
                return self._cache[key]
        except KeyError:
            text = Markup(macro(*values))
            with self._lock:
                self._cache[key] = text
            return text


def size(text: str) -> int:
    """Bytes that a cached text takes; its values take about 500, and two for each of its characters (measured)."""
    return 3 * len(text) + 500


class JsonProvider(DefaultJSONProvider):
    """Flask's, but written by orjson: the numbers of the digits are 3 MB, which took 0.1 s.

    Every number keeps all its digits: what is parsed again is equal to the last bit.
    """

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """The value as JSON, keys sorted. TypeError for what JSON cannot express."""
        return orjson.dumps(obj, option=orjson.OPT_SORT_KEYS).decode()
