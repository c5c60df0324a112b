"""How templates are made."""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment


class Templates(Environment):
    """Jinja as Flask has it, but all templates share one dictionary of globals.

    By default each has a chain of two, which Jinja compares key by key for every import of macros: a twentieth of
    the time that a step takes.
    """

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return {**self.globals, **d} if d else self.globals
