"""The address of a step, to hand on."""

from dataclasses import dataclass

from app.state import State
from app.state.moves import ordinary
from app.views.place import url


@dataclass(frozen=True, slots=True)
class Share:
    address: str
    shown: str
    qr_url: str
    is_local: bool


def share_link(state: State, base: str) -> Share:
    there = base.rstrip("/") + url(ordinary(state))
    return Share(there, there.partition("//")[2], "/qr.svg" + url(ordinary(state))[1:], False)
