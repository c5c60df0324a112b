"""What other programs show of a link to the board: a title with the shapes, a picture, a frame."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from app.views import words
from app.views.embed import WIDTH, height, snippet
from app.views.scene import Scene
from app.views.urls import OEMBED_PATH, public_url

CARD = (1200, 630)
"""Pixels of a preset's picture, across and down."""
NO_LIMIT = 10_000
"""Pixels that a frame never reaches."""


@dataclass(frozen=True, slots=True)
class Preview:
    """All addresses are absolute; ``image`` may be missing. ``oembed`` tells programs how to frame this very board."""

    title: str
    url: str
    image: str
    oembed: str


def preview(scene: Scene, base: str, image: str) -> Preview:
    """The preview of that state. ``base`` is Columnwise's own address, ``image`` the path of the preset's picture."""
    address = base + public_url(scene.state)
    return Preview(
        title=words.preview_title(scene),
        url=address,
        image=base + image if image else "",
        oembed=f"{base}{OEMBED_PATH}?url={quote(address, safe=':/?,;')}",
    )


def oembed(scene: Scene, base: str, image: str, most: tuple[int, int]) -> dict[str, Any]:
    """The answer of type rich that oembed.com describes; ``most`` are the pixels there is room for, across and down."""
    width = min(WIDTH, most[0])
    thumbnail = {"thumbnail_url": base + image, "thumbnail_width": CARD[0], "thumbnail_height": CARD[1]}
    fits = image and CARD[0] <= most[0] and CARD[1] <= most[1]
    return {
        "type": "rich",
        "version": "1.0",
        "title": words.preview_title(scene),
        "provider_name": "Columnwise",
        "provider_url": base + "/",
        "html": snippet(scene, base, width, most[1]),
        "width": width,
        "height": min(height(scene), most[1]),
        **(thumbnail if fits else {}),
    }
