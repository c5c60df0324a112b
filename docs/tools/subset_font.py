"""Make the fonts of static/fonts: the characters of the formulas, and those of figures and sums.

    python docs/tools/subset_font.py PATH_TO_SOURCE_WOFF2

The sources are files of the npm packages that static/fonts/README.md names, in the versions named there; the name of
the source decides which font is made. The same source and the same fontTools give the same bytes. After a
change, copy the printed size and sha384 into that README.
"""

from __future__ import annotations

import base64
import hashlib
import sys
from pathlib import Path

from fontTools import subset
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

FONTS = Path(__file__).resolve().parents[2] / "static" / "fonts"
MAX_BYTES = 18_000  # phones wait for the font before they show a formula

UPRIGHT = "".join(map(chr, range(0x20, 0x7F)))  # words (max, tanh, softmax, shapes), digits, punctuation
GREEK = "σΣθα"
SIGNS = "−·×…⋯⋮≈≤≥∈→′ˆ\u0302∑"
INVISIBLE = "\u2061\u2062\u2063\u2064"  # function application, times, separator, plus: no ink, no empty box
# A browser turns the x of <mi>x</mi> into the mathematical italic x, so these are what it looks up.
ITALIC_LATIN = "".join(chr(0x210E if code == 0x1D455 else code) for code in range(0x1D434, 0x1D468))
ITALIC_GREEK = "\U0001d70e\U0001d6f4\U0001d703\U0001d6fc"  # σ Σ θ α

CHARACTERS = UPRIGHT + GREEK + SIGNS + INVISIBLE + ITALIC_LATIN + ITALIC_GREEK
FIGURES = "0123456789−.,+=·×()…e \u2007⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
FIGURE_SPACE = 0x2007  # as wide as a digit
RAISED_BY = 340  # of 2048: the minus of a power lies at the middle of its digits
TARGETS = {
    "stix-two-math-latin-400-normal": ("stix-two-math-subset.woff2", CHARACTERS),
    "roboto-condensed-latin-500-normal": ("roboto-condensed-figures.woff2", FIGURES),
}
"""Name of the source -> file and characters."""
GROW_UPWARDS = "()[]|∑"  # keep their taller forms: brackets round a matrix, a norm, a displayed sum
GROW_SIDEWAYS = "\u0302→"  # keep their wider forms: the hat of y, a labelled arrow


def only_these_grow(font: TTFont) -> None:
    """Remove the larger variants of all other glyphs from the subset."""
    cmap = font.getBestCmap()
    variants = font["MATH"].table.MathVariants
    for direction, growing in (("Vert", GROW_UPWARDS), ("Horiz", GROW_SIDEWAYS)):
        wanted = {cmap[ord(character)] for character in growing}
        coverage = getattr(variants, f"{direction}GlyphCoverage")
        constructions = getattr(variants, f"{direction}GlyphConstruction")
        kept = [pair for pair in zip(coverage.glyphs, constructions, strict=True) if pair[0] in wanted]
        coverage.glyphs = [glyph for glyph, _ in kept]
        setattr(variants, f"{direction}GlyphConstruction", [construction for _, construction in kept])
        setattr(variants, f"{direction}GlyphCount", len(kept))


def complete_figures(font: TTFont) -> None:
    """Map the raised digits, which are in the font as numerators only, and add their minus and the figure space."""
    cmap, glyphs, widths = font.getBestCmap(), font["glyf"], font["hmtx"]
    numerators = {}
    for feature in font["GSUB"].table.FeatureList.FeatureRecord:
        if feature.FeatureTag == "numr":
            for at in feature.Feature.LookupListIndex:
                for table in font["GSUB"].table.LookupList.Lookup[at].SubTable:
                    numerators |= table.mapping
    added = {ord(raised): numerators[cmap[ord(digit)]] for raised, digit in zip("⁰⁴⁵⁶⁷⁸⁹", "0456789", strict=True)}
    digit, raised = widths[cmap[ord("0")]][0], widths[cmap[ord("²")]][0]
    scale = raised / digit
    minus = TTGlyphPen(font.getGlyphSet())
    glyphs[cmap[ord("−")]].draw(TransformPen(minus, (scale, 0, 0, 1, 0, RAISED_BY)), glyphs)
    font.setGlyphOrder([*font.getGlyphOrder(), "raisedminus", "figurespace"])
    glyphs["raisedminus"], glyphs["figurespace"] = minus.glyph(), TTGlyphPen(None).glyph()
    glyphs["raisedminus"].recalcBounds(glyphs)
    widths["raisedminus"] = (round(scale * widths[cmap[ord("−")]][0]), glyphs["raisedminus"].xMin)
    widths["figurespace"] = (digit, 0)
    added |= {ord("⁻"): "raisedminus", FIGURE_SPACE: "figurespace"}
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap |= added


def options() -> subset.Options:
    chosen = subset.Options()
    chosen.flavor = "woff2"
    chosen.hinting = False  # large on screen, and half the bytes
    chosen.layout_features = []  # MathML takes its sizes and shapes from the MATH table
    chosen.bidi_closure = False  # formulas run left to right: ∈ need not bring ∋
    chosen.notdef_outline = True  # a character we forgot shows as a box, in the same font
    chosen.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]  # copyright, names, version, licence
    chosen.drop_tables += ["GDEF", "GPOS", "GSUB", "gasp"]
    return chosen


def make(source: Path, target: Path, characters: str) -> bytes:
    """Write the subset and return its bytes. LookupError if the source lacks a character."""
    font = subset.load_font(str(source), options())
    if characters == FIGURES:
        complete_figures(font)
    missing = sorted(set(map(ord, characters)) - set(font.getBestCmap()))
    if missing:
        raise LookupError("the source font lacks " + ", ".join(f"U+{code:04X}" for code in missing))
    if "MATH" in font:
        only_these_grow(font)
    subsetter = subset.Subsetter(options())
    subsetter.populate(text=characters)
    subsetter.subset(font)
    target.parent.mkdir(parents=True, exist_ok=True)
    subset.save_font(font, str(target), options())
    return target.read_bytes()


def main(arguments: list[str]) -> int:
    if len(arguments) != 1 or Path(arguments[0]).stem not in TARGETS:
        print(__doc__, file=sys.stderr)
        return 2
    source = Path(arguments[0])
    name, characters = TARGETS[source.stem]
    content = make(source, FONTS / name, characters)
    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()
    print(f"{name}: {len(content)} bytes, sha384-{digest}")
    if len(content) > MAX_BYTES:
        print(f"That is more than {MAX_BYTES} bytes: leave out characters.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
