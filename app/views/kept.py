"""What a view works out of a trace again and again, kept: with the trace, or as long as there is room."""

from collections.abc import Callable, Hashable
from threading import Lock
from typing import Any, TypeVar
from weakref import WeakKeyDictionary, ref

from cachetools import LRUCache

from app.engine.forward import Trace

T = TypeVar("T")
MEMORY = 8 * 2**20
"""Bytes of what is kept lately that one process keeps at most; what was not asked for longest goes first."""

_KEPT: WeakKeyDictionary[Trace, dict[Hashable, object]] = WeakKeyDictionary()
_LATELY: LRUCache[Hashable, tuple[Any, int]] = LRUCache(MEMORY, getsizeof=lambda kept: kept[1])
_LOCK = Lock()


def kept(trace: Trace, what: Hashable, work_out: Callable[[], T]) -> T:
    """The result of ``work_out``, which depends on nothing but the trace and ``what``: a few of them for each trace."""
    known = _KEPT.setdefault(trace, {})
    if what not in known:
        known[what] = work_out()
    return known[what]  # type: ignore[return-value]


def kept_lately(trace: Trace, what: Hashable, work_out: Callable[[], T], size: Callable[[T], int]) -> T:
    """The same for what there are many of: forgotten when others need the room; ``size`` is in bytes.

    The trace itself is not held, so that its numbers can be forgotten before.
    """
    key = (ref(trace), what)
    try:
        with _LOCK:
            known: T = _LATELY[key][0]
    except KeyError:
        known = work_out()
        with _LOCK:
            _LATELY[key] = known, size(known)
    return known
