"""The address of a step as a QR code, and the foot of a printed sheet that has one."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno

from app.state import State
from app.state.navigation import public
from app.views.base.urls import BOARD_PATH, QR_PATH, display_url, is_long, truncated, url

QUIET = 4
"""Modules of white around the code, as its standard asks."""
SHORT = 300
"""Characters of an address up to which a code is coarse enough to spare a seventh of its modules (level M)."""
SIDES = ((200, 106), (600, 132), (2_100, 151))
"""Up to so many characters, the QR code is so many CSS pixels wide and high: 28, 35 or 40 mm. A longer address has
smaller squares, and a camera must still tell them apart."""


def qr_url(state: State) -> str:
    """The picture of the code that opens this step as everybody sees it."""
    return url(QR_PATH, public(state))


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """The code of an absolute address as SVG, black on white whatever the page's colours. ValueError if it is too long.

    A longer address loses fewer modules before it cannot be read (level L: 7 %), so that there are fewer to read.
    """
    code = segno.make_qr(address, error="M" if len(address) <= SHORT else "L")
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawn.getvalue().decode()


@dataclass(frozen=True, slots=True)
class Footer:
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


def footer(state: State, root: str) -> Footer:
    """The foot for that state; ``root`` is where Columnwise is served, such as http://localhost:8000/."""
    there = url(BOARD_PATH, public(state))
    text = display_url(root.rstrip("/") + there)
    side = next((side for most, side in SIDES if len(text) <= most), SIDES[-1][1])
    return Footer(there, truncated(text), is_long(text), qr_url(state), side)
