"""The colours of tokens.css, measured: contrast of all that the style sheets combine, and difference of the hues.

Text has 7 to 1, the figures of heads 6 to 1, lines and marks 3 to 1. The hues are compared as they are seen with normal
vision and with each of the three colour vision deficiencies.
"""

import re
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path

import pytest

from tests.contracts.colours import SEEN, ciede2000, contrast, difference, luminance, mixed
from tests.support.each import for_each

CSS = Path(__file__).parents[2] / "static" / "css"
SHEET = CSS / "base" / "tokens.css"
HUES = range(6)
KINDS = ("tint", "strong", "bright", "hue")
TEXT, HEADS, LINES, FAR = 7.0, 6.0, 3.0, 4.5
APART, APART_TO_SOME = 12.0, 6.0
"""Least CIEDE2000 of any two hues, to normal vision and to a deficient one."""
STEP, SIDES = 8.0, 20.0
"""Least CIEDE2000 between a step of the heat colours and the next, and between the same step of both sides."""

ON_TEXT = [
    *(("ink", behind) for behind in ("paper", "soft", "read")),
    *(("ink", f"{kind}-{hue}") for kind in ("tint", "pale") for hue in HUES),
    *(("on-strong", f"strong-{hue}") for hue in HUES),
    *(("quiet", behind) for behind in ("paper", "soft")),
    ("paper", "ink"),
    ("pill-ink", "pill"),
    ("good", "paper"),
    ("bad", "paper"),
]
"""Text colour and background."""

IN_CLASS = [
    *(("ink", behind) for behind in ("paper", "soft", "read", "line")),
    *(("ink", f"tint-{hue}") for hue in HUES),
    *(("quiet", behind) for behind in ("paper", "read")),
    ("paper", "ink"),
]
"""Text colour and background in present mode."""
FLARE, IN_A_LIT_ROOM = 1 / 6, 4.3
"""Ambient light as a part of the luminance of white, and the contrast that text keeps under it."""

ON_LINES = [
    *((f"hue-{hue}", behind) for hue in HUES for behind in ("paper", f"pale-{hue}", f"tint-{hue}", "soft")),
    *(("edge", f"pale-{hue}") for hue in HUES),
    *(("edge", behind) for behind in ("paper", "soft", "read")),
    ("focus", "paper"),
]
"""Colour of a line, outline or mark, and its background."""

SHARMA = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((2.0776, 0.0795, -1.135), (0.9033, -0.0636, -0.5514), 0.9082),
]
"""Pairs 1, 11, 25 and 34 of the test data of Sharma, Wu and Dalal 2005."""


@cache
def themes() -> dict[str, dict[str, str]]:
    """The colours by name, of both themes and of both in present mode, which overrides some."""
    text = SHEET.read_text(encoding="utf-8")
    (everywhere,) = re.findall(r":root \{(.*?)\}", text, re.DOTALL)
    (in_class,) = re.findall(r"\[data-present\] \{(\s*--[^}]*)\}", text)
    mixes = re.findall(r"color-mix\(in srgb, var\(--tint\) (\d+)%, var\(--paper\)\)", text)
    made = {}
    for which, (theme, share) in enumerate(zip(("light", "dark"), mixes, strict=True)):
        made[theme] = colours(everywhere, which)
        made[f"{theme} in class"] = made[theme] | colours(in_class, which)
        for known in (made[theme], made[f"{theme} in class"]):
            pale = {f"pale-{hue}": mixed(known[f"tint-{hue}"], known["paper"], int(share) / 100) for hue in HUES}
            known.update(pale)
    return made


def colours(block: str, which: int) -> dict[str, str]:
    """The colours by name; ``which`` is 0 for the light theme, 1 for the dark."""
    both = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", block)
    pairs = re.findall(r"--([\w-]+): light-dark\((#[0-9a-f]{6}), (#[0-9a-f]{6})\);", block)
    return dict(both) | {name: colours[which] for name, *colours in pairs}


def pair(theme: str, front: str, behind: str) -> float:
    known = themes()[theme]
    return contrast(known.get(front, front), known.get(behind, behind))


every_theme = for_each("theme", ["light", "dark", "light in class", "dark in class"])
both_themes = for_each("theme", ["light", "dark"])
every_vision = for_each("vision", list(SEEN))
both_sides = for_each("side", ["above", "below"])


def heat(theme: str, side: str) -> list[str]:
    """The colours of one side from the paper, which is 0, to the strongest."""
    return [themes()[theme][name] for name in ("paper", *(f"{side}-{level}" for level in range(1, 5)))]


def test_measures_equal_what_is_published_or_worked_out_by_hand() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#000000", "#ffffff", FLARE) == pytest.approx(7)
    assert mixed("#000000", "#ffffff", 0.4) == "#999999"
    assert [sum(row) for matrix in SEEN.values() for row in matrix] == pytest.approx([1] * 12, abs=1e-5)
    for one, other, published in SHARMA:
        assert ciede2000(one, other) == pytest.approx(published, abs=5e-5)
        assert ciede2000(other, one) == pytest.approx(published, abs=5e-5)


@both_themes
@every_vision
@for_each("kind", KINDS)
def test_any_two_hues_differ(theme: str, vision: str, kind: str) -> None:
    known = [themes()[theme][f"{kind}-{hue}"] for hue in HUES]
    least = min(difference(one, other, vision) for one, other in combinations(known, 2))
    assert least >= (APART if vision == "normal" else APART_TO_SOME)


@both_themes
@for_each("hue", HUES)
def test_a_cell_computed_now_differs_from_a_known_cell_of_its_hue(theme: str, hue: int) -> None:
    known = themes()[theme]
    assert difference(known[f"tint-{hue}"], known[f"strong-{hue}"]) >= APART


@both_themes
@both_sides
def test_heat_grows_in_contrast_to_a_strongest_step_seen_from_afar(theme: str, side: str) -> None:
    steps = heat(theme, side)
    light = [luminance(colour) for colour in steps]
    assert light == sorted(light, reverse=theme == "light")
    assert contrast(steps[-1], steps[0]) >= FAR


@both_themes
@every_vision
@both_sides
def test_adjacent_steps_of_heat_differ(theme: str, vision: str, side: str) -> None:
    assert min(difference(one, other, vision) for one, other in pairwise(heat(theme, side))) >= STEP


@both_themes
@every_vision
def test_both_sides_of_heat_differ(theme: str, vision: str) -> None:
    sides = zip(heat(theme, "above")[1:], heat(theme, "below")[1:], strict=True)
    assert min(difference(one, other, vision) for one, other in sides) >= SIDES


@for_each("theme", ["light in class", "dark in class"])
@for_each("text behind", IN_CLASS)
def test_contrast_of_text_in_present_mode_in_a_lit_room(theme: str, text: str, behind: str) -> None:
    known = themes()[theme]
    assert contrast(known[text], known[behind], FLARE) >= IN_A_LIT_ROOM


@every_theme
@for_each("text behind", ON_TEXT)
def test_contrast_of_text(theme: str, text: str, behind: str) -> None:
    assert pair(theme, text, behind) >= TEXT


@both_themes
@for_each("hue", HUES)
def test_contrast_of_heads_and_pills(theme: str, hue: int) -> None:
    assert pair(theme, "on-strong", f"bright-{hue}") >= HEADS


@both_themes
@for_each("line behind", ON_LINES)
def test_contrast_of_lines(theme: str, line: str, behind: str) -> None:
    assert pair(theme, line, behind) >= LINES


def test_every_used_variable_is_defined_and_both_themes_have_the_same() -> None:
    every = "".join(sheet.read_text(encoding="utf-8") for sheet in CSS.rglob("*.css"))
    assert set(re.findall(r"var\(--([\w-]+)", every)) <= set(re.findall(r"--([\w-]+):", every))
    assert set(themes()["light"]) == set(themes()["dark"])


def test_literal_colours_stand_only_in_tokens_css() -> None:
    """Except print."""
    for sheet in CSS.rglob("*.css"):
        if sheet.stem not in ("tokens", "print"):
            named = set(re.findall(r"#[0-9a-f]{3,8}\b", sheet.read_text(encoding="utf-8")))
            assert named == set()
