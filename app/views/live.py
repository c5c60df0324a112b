"""The foot of a printed sheet: the way back to the live step, as text and as a QR code."""

from dataclasses import dataclass

from app.state import State
from app.views.qr import qr_url
from app.views.urls import display_url, is_long, public_url, truncated

SIDES = ((200, 106), (600, 132), (2_100, 151))
"""Up to so many characters, the QR code is so many CSS pixels wide and high: 28, 35 or 40 mm. A longer address has
smaller squares, and a camera must still tell them apart."""


@dataclass(frozen=True, slots=True)
class Live:
    """The address of the step. ``text`` is what is printed; ``is_cut`` if that is only its beginning."""

    url: str
    text: str
    is_cut: bool
    qr_url: str
    side: int

    @property
    def height(self) -> int:
        """Millimetres of the foot."""
        return self.side * 254 // 960 + 5


def live(state: State, root: str) -> Live:
    """The foot for that state; ``root`` is where Columnwise is served, such as http://localhost:8000/."""
    there = public_url(state)
    text = display_url(root.rstrip("/") + there)
    side = next((side for most, side in SIDES if len(text) <= most), SIDES[-1][1])
    return Live(there, truncated(text), is_long(text), qr_url(state), side)
