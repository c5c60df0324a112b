"""An address as somebody types it off paper or a wall: without its scheme, and cut where nobody would any more."""

TYPED = 90
"""Characters of an address that somebody would still type."""
KEPT = 56
"""Characters of a longer one that are shown."""


def bare(address: str) -> str:
    """The address without its scheme, and without a slash at its end."""
    return address.partition("://")[2].removesuffix("/")


def is_long(text: str) -> bool:
    """Whether that bare address is to be copied or scanned rather than typed."""
    return len(text) > TYPED


def shortened(text: str) -> str:
    """That bare address, or the beginning of a long one."""
    return f"{text[:KEPT]}…" if is_long(text) else text
