"""The address of a step as a QR code, to be read off a screen or a sheet."""

from functools import lru_cache
from io import BytesIO

import segno

from app.state import State
from app.views.urls import QR_PATH, public_url

QUIET = 4
"""Modules of white around the code, as its standard asks."""
SHORT = 300
"""Characters of an address up to which a code is coarse enough to spare a seventh of its modules (level M)."""


def qr_url(state: State) -> str:
    """The picture of the code that opens this step as everybody sees it."""
    return public_url(state, QR_PATH)


@lru_cache(maxsize=64)
def qr_svg(address: str) -> str:
    """The code of an absolute address as SVG, black on white whatever the page's colours. ValueError if it is too long.

    A longer address loses fewer modules before it cannot be read (level L: 7 %), so that there are fewer to read.
    """
    code = segno.make_qr(address, error="M" if len(address) <= SHORT else "L")
    drawn = BytesIO()
    code.save(drawn, kind="svg", border=QUIET, light="#fff", xmldecl=False, omitsize=True, nl=False)
    return drawn.getvalue().decode()
