"""Static files: style sheets and scripts joined into a few files, every name with a hash of its content.

A name with a hash never changes its content, so a browser may keep it for a year.
"""

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from flask import Blueprint, Response, abort

FOLDER = Path(__file__).parents[2] / "static"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".woff2": "font/woff2",
}
TEXT_TYPES = ("text/css", "text/javascript", "image/svg+xml")

STYLES = {
    "app.css": (
        "base/layers",
        "base/tokens",
        "base/elements",
        "base/layout",
        "board/controls",
        "board/staircase",
        "board/matrix",
        "board/heat",
        "board/diagram",
        "board/details",
        "board/programs",
        "board/closeup",
        "board/stepper",
        "pages/page",
        "pages/share",
        "pages/print",
    ),
    "embed.css": ("pages/embed",),
    "present.css": ("pages/present",),
    "sheet.css": ("paper/sheet", "paper/matrices", "pages/worksheet", "pages/handout"),
    "speed.css": ("race/plot", "pages/speed"),
}
"""Which style sheets are joined into which file, in order: for every page, and for the pages that are named so.
css/base/layers.css names the cascade layers of all."""
SCRIPTS = {
    "app.js": ("stepping", "prefetch", "cells", "controls", "joining", "notices"),
    "copying.js": ("copying",),
    "present.js": ("present", "copying"),
    "racing.js": ("racing",),
}
"""Which scripts are joined into which file: for every page, for pages to copy from, for those in front of a class,
for the race."""
SINGLE = (
    "fonts/stix-two-math-subset.woff2",
    "fonts/roboto-condensed-figures.woff2",
    "vendor/htmx.min.js",
    "vendor/hx-sse.min.js",
    "icon.svg",
)
CARDS = tuple(sorted(f"cards/{path.name}" for path in (FOLDER / "cards").glob("*.png")))
"""The presets' pictures, which other programs show beside a link; `make cards` draws them."""


@dataclass(frozen=True, slots=True)
class Assets:
    """Content by hashed name, and the hashed address of every plain name."""

    content: MappingProxyType[str, bytes]
    urls: MappingProxyType[str, str]

    def url(self, name: str) -> str:
        """The address of the file of that name: app.css, vendor/htmx.min.js, … KeyError for any other."""
        return self.urls[name]


@cache
def collect() -> Assets:
    """Read and join the files; the style sheet gets the fonts' hashed addresses."""
    plain = {name: (FOLDER / name).read_bytes() for name in (*SINGLE, *CARDS)}
    urls = {name: _url(name, content) for name, content in plain.items()}
    for joined, names in STYLES.items():
        styles = "\n".join((FOLDER / "css" / f"{name}.css").read_text(encoding="utf-8") for name in names)
        for name in SINGLE:
            styles = styles.replace(f'url("../../{name}")', f'url("{urls[name]}")')
        plain[joined] = styles.encode()
    for joined, names in SCRIPTS.items():
        scripts = ((FOLDER / "js" / f"{name}.js").read_text(encoding="utf-8") for name in names)
        plain[joined] = "\n".join(f"{{\n{script}}}" for script in scripts).encode()
    urls |= {name: _url(name, plain[name]) for name in (*STYLES, *SCRIPTS)}
    return Assets(MappingProxyType({urls[name]: content for name, content in plain.items()}), MappingProxyType(urls))


def card_url(preset: str) -> str:
    """The address of that preset's picture; empty as long as none is drawn."""
    return collect().urls.get(f"cards/{preset}.png", "")


def blueprint(files: Assets) -> Blueprint:
    """The route that serves them."""
    made = Blueprint("assets", __name__)

    @made.get("/static/<path:name>")
    def static_file(name: str) -> Response:
        """A file that pages use, under a name with its hash."""
        content = files.content.get(f"/static/{name}")
        if content is None:
            abort(404)
        response = Response(content, mimetype=TYPES[Path(name).suffix])
        response.cache_control.public = True
        response.cache_control.max_age = 365 * 24 * 3600
        response.cache_control.immutable = True
        response.set_etag(name)
        return response

    return made


def _url(name: str, content: bytes) -> str:
    path = Path(name)
    return f"/static/{path.stem}.{hashlib.sha256(content).hexdigest()[:12]}{path.suffix}"
