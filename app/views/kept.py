"""What takes the whole of a matrix, worked out once for a trace and forgotten together with it."""

from collections.abc import Callable, Hashable
from typing import TypeVar
from weakref import WeakKeyDictionary

from app.engine.forward import Trace

T = TypeVar("T")
_KEPT: WeakKeyDictionary[Trace, dict[Hashable, object]] = WeakKeyDictionary()


def kept(trace: Trace, what: Hashable, work_out: Callable[[], T]) -> T:
    """The result of ``work_out``, which depends on nothing but the trace and ``what``."""
    known = _KEPT.setdefault(trace, {})
    if what not in known:
        known[what] = work_out()
    return known[what]  # type: ignore[return-value]
