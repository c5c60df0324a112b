"""Contrast of every pair of colours that the style sheets combine: text 7 to 1, lines and marks 3 to 1."""

import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.each import for_each

CSS = Path(__file__).parents[2] / "static" / "css"
SHEET = CSS / "base" / "tokens.css"
HUES = range(6)
TEXT, LINES = 7.0, 3.0
BUTTON_TEXT = "#14191f"
"""The text colour of the light buttons in stepper.css, in both themes."""

ON_TEXT = [
    *(("ink", behind) for behind in ("paper", "page-background", "soft", "read")),
    *(("ink", f"{kind}-{hue}") for kind in ("tint", "strong") for hue in HUES),
    *(("quiet", behind) for behind in ("paper", "page-background", "soft")),
    *((f"solid-{hue}", behind) for hue in HUES for behind in ("paper", "soft", f"tint-{hue}")),
    *(("paper", f"solid-{hue}") for hue in HUES),
    ("paper", "ink"),
    ("bar-ink", "bar"),
    (BUTTON_TEXT, "bar-ink"),
    (BUTTON_TEXT, "bar-edge"),
    *(("ink", f"{side}-{level}") for side in ("above", "below") for level in range(1, 5)),
    *((judged, behind) for judged in ("good", "bad") for behind in ("paper", "page-background")),
]
"""Text colour and background."""

IN_CLASS = [
    *(("ink", behind) for behind in ("paper", "soft", "read", "line")),
    *(("ink", f"{kind}-{hue}") for kind in ("tint", "strong") for hue in HUES),
    *(("quiet", behind) for behind in ("paper", "read")),
    *(("paper", f"solid-{hue}") for hue in HUES),
    ("paper", "ink"),
]
"""Text colour and background in present mode."""
FLARE, IN_A_LIT_ROOM = 1 / 6, 4.3
"""Ambient light as a part of the luminance of white, and the contrast that text keeps under it."""

ON_LINES = [
    *((f"edge-{hue}", behind) for hue in HUES for behind in ("paper", f"tint-{hue}", f"strong-{hue}")),
    *((f"solid-{hue}", f"strong-{hue}") for hue in HUES),
    *((f"edge-{hue}", "bar") for hue in HUES),
    *(("edge", behind) for behind in ("paper", "soft", "read")),
    ("bar-edge", "bar"),
    ("focus", "paper"),
    ("focus", "page-background"),
]
"""Colour of a line, outline or mark, and its background."""


@cache
def themes() -> dict[str, dict[str, str]]:
    """The colours by name, of both themes and of both in present mode, which overrides some."""
    text = SHEET.read_text(encoding="utf-8")
    (everywhere,) = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    (in_class,) = re.findall(r"\[data-present\] \{(\s*--[^}]*)\}", text)
    made = {}
    for which, theme in enumerate(("light", "dark")):
        made[theme] = colours(everywhere, which)
        made[f"{theme} in class"] = made[theme] | colours(in_class, which)
    return made


def colours(block: str, which: int) -> dict[str, str]:
    """The colours by name; ``which`` is 0 for the light theme, 1 for the dark."""
    both = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", block)
    return dict(both) | {name: colours[which] for name, *colours in pairs}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def pair(theme: str, front: str, behind: str) -> float:
    known = themes()[theme]
    return contrast(known.get(front, front), known.get(behind, behind))


every_theme = for_each("theme", ["light", "dark", "light in class", "dark in class"])
both_themes = for_each("theme", ["light", "dark"])


def in_a_lit_room(one: str, other: str) -> float:
    """The contrast under ambient light that reduces black on white to 7 to 1."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + FLARE) / (darker + FLARE)


def test_contrast_equals_ratios_worked_out_by_hand() -> None:
    assert in_a_lit_room("#000000", "#ffffff") == pytest.approx(7)
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@for_each("theme", ["light in class", "dark in class"])
@for_each("text behind", IN_CLASS)
def test_contrast_of_text_in_present_mode_in_a_lit_room(theme: str, text: str, behind: str) -> None:
    known = themes()[theme]
    assert in_a_lit_room(known[text], known[behind]) >= IN_A_LIT_ROOM


@every_theme
@for_each("text behind", ON_TEXT)
def test_contrast_of_text(theme: str, text: str, behind: str) -> None:
    assert pair(theme, text, behind) >= TEXT


@both_themes
@for_each("line behind", ON_LINES)
def test_contrast_of_lines(theme: str, line: str, behind: str) -> None:
    assert pair(theme, line, behind) >= LINES


@both_themes
def test_contrast_of_the_focus_ring_in_the_bar(theme: str) -> None:
    stepper = (CSS / "board" / "stepper.css").read_text(encoding="utf-8")
    (ring,) = re.findall(r"outline-color: (#[0-9a-f]{6})", stepper)
    assert pair(theme, ring, "bar") >= LINES


def test_every_used_colour_is_a_token_of_both_themes() -> None:
    used = {
        name
        for sheet in CSS.rglob("*.css")
        for name in re.findall(r"var\(--([\w-]+)", sheet.read_text(encoding="utf-8"))
    }
    defined = set(re.findall(r"--([\w-]+):", SHEET.read_text(encoding="utf-8")))
    local = {"top", "level", "column", "u", "f", "heads"}
    assert used - local <= defined
    assert set(themes()["light"]) == set(themes()["dark"])


def test_each_hue_has_four_tokens() -> None:
    for hue in HUES:
        assert {f"{kind}-{hue}" for kind in ("tint", "strong", "edge", "solid")} <= set(themes()["light"])


def test_literal_colours_stand_only_in_tokens_css() -> None:
    """Except the bar, which is dark in both themes, and print."""
    for sheet in CSS.rglob("*.css"):
        if sheet.stem not in ("tokens", "print"):
            named = set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8")))
            assert named <= ({BUTTON_TEXT, "#9cc4ff"} if sheet.stem == "stepper" else set())
