"""What stands in a pasted text beside the matrix: prompts, comments, fences, strange letters. Places stay the same."""

import re

_PROMPT = re.compile(r"\s*+(?:>{1,3}|julia>|octave:[0-9]+>|In ?\[[0-9]+\]:=?|(?P<out>Out ?\[[0-9]+\][:=]))(?=\s)")
_LAST_PROMPT = re.compile(r"(?<=\n)(?:>{1,3}|julia>)\s*\Z")
_COMMENT = re.compile(
    r"(?:^|(?<=[,;\])}])|(?<=\\\\))[ \t]*(?:[%#]|//)[ \t][^\n]*|^```\w*[ \t]*$"
    r"|^[ \t]*\|(?=[^|\n]*\|[ \t]*$)|(?<=[0-9])[ \t]*\|$",
    re.MULTILINE,
)
_GROUPING_BLANK = re.compile("(?<=[0-9])[\u202f\u2009](?=[0-9]{3}(?![0-9]))")
CONTINUED = re.compile(r"\.\.\.[ \t]*\n(?=[ \t]*[-+.0-9])")
_CONTINUED_AFTER_COMMA = re.compile(r"(?<=,)[ \t]*\.\.\.[ \t]*\n(?=[ \t]*[-+.0-9])")
_LETTERS = {
    **dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE63, 0xFF0D), "-"),
    **dict.fromkeys((0x201C, 0x201D, 0x201E), '"'),
    **dict.fromkeys((0xFEFF, 0x200B, *range(0x239B, 0x23A7), 0x2502), " "),
}


def normalized(text: str) -> str:
    """Normalize line ends, minus signs, quotation marks and drawn brackets, and blank out what is invisible."""
    seen = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    return seen.translate(_LETTERS)


def without_remarks(seen: str) -> str:
    """The text without prompts, comments and fences, and with MATLAB's lines joined; places stay."""
    plain = _LAST_PROMPT.sub(_blanks, seen)
    for _ in range(2):  # In and Out
        if found := _PROMPT.match(plain):
            line = plain[found.end() :].partition("\n")[0]
            is_whole = len(re.findall(r"[\[({]", line)) == len(re.findall(r"[\])}]", line))
            is_echoed = not found["out"] and re.search("[A-Za-z]", line) and plain[found.end() + len(line) :].strip()
            end = found.end() + (len(line) if is_whole and is_echoed else 0)
            plain = re.sub(r"[^\n]", " ", plain[:end]) + plain[end:]
    plain = _COMMENT.sub(_blanks, plain)
    plain = _GROUPING_BLANK.sub("’", plain)
    if "\t" in plain.strip():
        plain = re.sub(r"(?<=[0-9])\u00a0(?=[0-9]{3}(?![0-9]))", "’", plain)
    return (CONTINUED if ";" in plain else _CONTINUED_AFTER_COMMA).sub(_blanks, plain)


def _blanks(found: re.Match[str]) -> str:
    return " " * len(found[0])
