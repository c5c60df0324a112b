"""A change that could not be made: what was typed is still there, with a sentence beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from app.state.forms import BadChange

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, eq=False)
class Attempt:
    """What was typed, and what is wrong with it, by field."""

    typed: Mapping[str, str] = field(default_factory=lambda: _NONE)
    problems: Mapping[str, str] = field(default_factory=lambda: _NONE)

    def text(self, key: str, value: str) -> str:
        """What the field shows: what was typed if it could not be used, else the value at hand."""
        return self.typed.get(key, value) if self.problems else value

    def problem(self, key: str) -> str:
        """The sentence beside the field; empty if nothing is wrong."""
        return self.problems.get(key, "")


NOTHING_TRIED = Attempt()


def attempt(error: BadChange) -> Attempt:
    """The change that failed."""
    return Attempt(error.typed, error.problems)
