"""The URL of a step as a QR code, and the footer of a printed sheet, which has one."""

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

import segno

from app.state import State
from app.state.navigation import public
from app.views.base.urls import BOARD_PATH, QR_PATH, display_url, is_long, truncated, url

QUIET = 4
"""Modules of the white border that the standard requires."""
SIDES = ((200, 106), (600, 132), (2_100, 151))
"""Side of the code in CSS pixels (28, 35 or 40 mm) by the most characters of the URL: a camera must resolve the modules
of a long one."""


def qr_url(state: State) -> str:
    """The URL of the QR code of this step, in its public form."""
    return url(QR_PATH, public(state))


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """The QR code of an absolute URL as SVG, black on white in every theme. ValueError if the URL is too long."""
    # Error correction costs modules: 15 % up to 300 characters, 7 % for a longer URL, whose modules are small already.
    code = segno.make_qr(address, error="M" if len(address) <= 300 else "L")
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawn.getvalue().decode()


@dataclass(frozen=True, slots=True)
class Footer:
    """The URL of the step. ``text`` is printed; ``is_cut``: it is only the beginning. ``side`` is in CSS pixels."""

    url: str
    text: str
    is_cut: bool
    qr_url: str
    side: int

    @property
    def height(self) -> int:
        """Millimetres: the code and 5 more."""
        return self.side * 254 // 960 + 5


def footer(state: State, root: str) -> Footer:
    """The footer for a state; ``root`` is the URL of this server, such as http://localhost:8000/."""
    path = url(BOARD_PATH, public(state))
    text = display_url(root.rstrip("/") + path)
    side = next((side for most, side in SIDES if len(text) <= most), SIDES[-1][1])
    return Footer(path, truncated(text), is_long(text), qr_url(state), side)
