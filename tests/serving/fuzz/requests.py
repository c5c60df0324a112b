"""Random invalid requests: real URLs with changed bytes, and bytes that are not HTTP.

Everything is drawn from a number, so that the same number gives the same request again.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote, quote_plus

from app.presets import PRESETS
from app.state import KEYS
from app.state.forms import FORM_KEYS
from app.state.pasting import PASTE_KEYS
from app.state.sheet import SHEET_KEYS
from app.state.visit import COMPARED_KEY, RACE_KEYS
from tests.support.addresses import PAGES, WRONG
from tests.support.races import worked

RACE = quote_plus(worked().model_dump_json(exclude_defaults=True))
ADDRESSES = (
    *PAGES,
    *WRONG,
    "/change?units1=5&activation2=softmax&examples=9&wish=add-layer",
    "/change?cell=X.1.1&entry=-2,5&step=4",
    "/change?preset=digits&seed=3&features=8&wish=new-numbers",
    "/matrix?matrix=W1&text=[[1,2,3],[4,5,6]]&way=rows&fit=2-",
    "/matrix?matrix=X&text=" + quote_plus("\n".join("0.123456 -1.5 2" for _ in range(150))),
    "/matrix?matrix=b1&text=" + quote_plus(r"\begin{bmatrix} 1 \\ 2 \\ 3 \\ 4 \end{bmatrix}"),
    "/picture.svg?preset=digits&cell=X.1.1797",
    "/trace.json?preset=iris",
    "/trace.json?preset=digits&seed=",
    "/export.py?framework=torch&preset=digits",
    "/export.ipynb?layers=8-8-8&seed=9",
    "/qr.svg?preset=iris&step=100&W1=" + quote_plus(";".join(["1,2,3,4"] * 6)),
    "/oembed?url=http://127.0.0.1/?preset=iris&maxwidth=600&maxheight=300&format=json",
    "/speed?network=own&sizes=64-32-10&guess=3,5&race=last",
    "/speed?beside=" + quote_plus('{"columnwise":"race","version":1,"races":[') + RACE + quote_plus("]}"),
    "/speed/leave?race=0123456789abcdef",
    "/speed/stream?race=0123456789abcdef",
    "/speed.csv?race=last",
    "/speed.json?race=0123456789abcdef",
    "/openapi.json",
    "/static/app.css",
    "/static/../app/config.py",
    "/healthz",
    "/readyz",
)
"""Addresses of every kind."""
PATHS = tuple(dict.fromkeys(address.partition("?")[0] for address in ADDRESSES))
START = "/speed/start"
STARTS = 0.0005
"""The share of requests that start a race: one takes a processor for ten seconds."""
ALL_KEYS = (
    *(*KEYS, *FORM_KEYS, *PASTE_KEYS, *RACE_KEYS, *SHEET_KEYS, COMPARED_KEY),
    *("matrix", "framework", "url", "format", "maxwidth", "maxheight", "unknown", "__proto__", "step[]"),
)
VALUES = (
    *("", "0", "1", "-1", "2", "8", "9", "16", "20", "64", "65", "509", "1797", "3594", "999999", "1000000", "9" * 30),
    *("1e3", "1e308", "1e-320", "nan", "-inf", "0x10", "٣", "1_000", " 1", "+1", "true", "null", "\x00", "\x00" * 50),
    *(*PRESETS, "loop", "vectorized", "column", "cell", "combination", "board", "own", "digits", "all", "last"),
    *("8-8-8-8-8", "64-16-10", "1-1", "1000-1000-1000-1000-1000", "0-0", "9-9", "1-" * 30, "X", "A4", "W1", "b9"),
    *("X.1.1", "Z1.1.1", "A2.3.150", "W1.16.64", "Z4.8.64", "999999.999999", "Z1.0.0", ".1.1", "A1.1.1.1"),
    *("relu-sigmoid", "softmax-softmax-softmax-softmax", "leaky_relu", "-", "sigmoid-" * 7),
    *("[" * 900, "[[" * 400 + "1" + "]]" * 400, "(" * 900, "{" * 900, '{"a":' * 250, "1," * 900, ";" * 900, "1 " * 900),
    *("1;" * 900, "\n" * 900, "\t" * 900, "−1" * 200, "1,2\n3", "\\begin{bmatrix}" * 40, "np.float64(" * 90, "'" * 900),
    *("W=" * 300, "array(" * 150, "1.5, " * 300 + "]", "0." + "0" * 900, "1" + "0" * 900, "e" * 900, " " * 1900),
    *("‮‮", "\ud800", "\U0010ffff" * 20, "é" * 60, "ﬁ" * 30, "a\u0300" * 300, "%", "%00", "%2", "%ZZ", "&", "=", "#"),
    *("http://127.0.0.1/", "http://[::1", "http://a@b:c", "//", "file:///etc/passwd", "http://127.0.0.1/?url=" * 20),
    *("<script>alert(1)</script>", "{{7*7}}", "${7*7}", "../" * 20, "';--", "\r\nSet-Cookie: a=b"),
)
METHODS = ("HEAD", "OPTIONS", "POST", "PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get", "G", "X" * 40)
HEADERS = (
    *(
        "HX-Request: true",
        "HX-Request-Type: partial",
        "HX-Boosted: true",
        "If-None-Match: *",
        'If-None-Match: "a", "b"',
    ),
    *(
        "If-Modified-Since: nonsense",
        "Range: bytes=0-5",
        "Range: bytes=-1,5-2,",
        "Accept-Encoding: br;q=nan, zstd, *;q=0",
    ),
    *("Accept: ,;q=,", "Cookie: a=b; =; c", "Host: evil.example", "Host: ", "Host: a b", "Host: [::1]:99999999"),
    *("Content-Length: 5", "Content-Length: -5", "Content-Length: 99999999999999999999", "Content-Length: 1, 2"),
    *("Transfer-Encoding: chunked", "Transfer-Encoding: gzip, chunked", "Transfer-Encoding: nonsense"),
    *("Expect: 100-continue", "Expect: nonsense", "Connection: upgrade", "Upgrade: h2c", "X-Forwarded-For: 1, 2, 3"),
    *("X-Forwarded-Proto: https", "X-Forwarded-Host: evil.example", "Forwarded: for=1", "Sec-Fetch-Site: cross-site"),
    *("Purpose: prefetch", "Authorization: Basic !!!", "X: " + "y" * 9000, "X" * 9000 + ": y", " folded", "no colon"),
    *(
        "Bad Name: x",
        ": x",
        "X:\x00",
        "X: \xff\xfe",
        "Script_Name: /x",
        "SCRIPT-NAME: /x",
        "Date: 0",
        "Via: " + "a," * 900,
    ),
)
BODIES = (
    b"",
    b"x" * 5,
    b"5\r\nhello\r\n0\r\n\r\n",
    b"ZZ\r\n",
    b"fffffffffffffffff\r\n",
    b"\x00" * 2000,
    b"0\r\n" * 500,
    b"-1\r\n",
)


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent. ``kind`` names what was done to it; ``keeps``: it is good HTTP, the connection stays open."""

    kind: str
    content: bytes
    keeps: bool


def request(number: int) -> Request:
    """The request of that number."""
    rng = random.Random(number)
    if rng.random() < STARTS:
        return _asked("start", START + "?" + _query(rng), rng)
    kind = rng.choices(list(KINDS), weights=[weight for weight, _ in KINDS.values()])[0]
    return KINDS[kind][1](rng)


def _asked(kind: str, target: str, rng: random.Random, method: str = "GET") -> Request:
    """A good request for that target."""
    part = "HX-Request: true\r\nHX-Request-Type: partial\r\n" if rng.random() < 0.3 else ""
    encoding = rng.choice(["", "Accept-Encoding: br\r\n", "Accept-Encoding: gzip, zstd\r\n"])
    line = _target(target)
    return Request(kind, f"{method} {line} HTTP/1.1\r\nHost: 127.0.0.1\r\n{part}{encoding}\r\n".encode(), True)


def _target(text: str) -> str:
    """The text as it can stand in a request's first line."""
    return quote(text, safe="/?&=%#+,;:@!$'()*[]{}<>\"\\|^`~-._", errors="surrogatepass")


def _real(rng: random.Random) -> Request:
    return _asked("real", rng.choice(ADDRESSES), rng)


def _keyed(rng: random.Random) -> Request:
    return _asked("keys", f"{rng.choice(PATHS)}?{_query(rng)}", rng)


def _query(rng: random.Random) -> str:
    """Keys that are read and values that mean something somewhere: well written, and mostly wrong."""
    pairs = ((rng.choice(ALL_KEYS), _value(rng)) for _ in range(rng.choice([0, 1, 2, 3, 5, 30])))
    return "&".join(f"{quote_plus(key)}={quote_plus(value, errors='surrogatepass')}" for key, value in pairs)[:8000]


def _value(rng: random.Random) -> str:
    if rng.random() < 0.3:
        return str(rng.randint(0, 99))
    value = rng.choice(VALUES)
    return value if rng.random() < 0.7 else _mangled(value, rng)


def _mangled(text: str, rng: random.Random) -> str:
    """The text with a few characters changed, left out, doubled or repeated."""
    for _ in range(rng.randint(1, 4)):
        at, more = rng.randrange(len(text) + 1), rng.randrange(1, 9)
        text = rng.choice(
            [
                text[:at] + text[at + more :],
                text[:at] + chr(rng.choice([rng.randrange(256), rng.randrange(0xD7FF)])) + text[at:],
                text[:at] + text[at : at + more] * rng.choice([2, 5, 50]) + text[at:],
                text[:at]
                + rng.choice(["%00", "%", "&", "=", "&&", "%25", "%C3%28", ";", ",", "[", "-", "."])
                + text[at:],
            ]
        )
    return text[:8100]


def _changed(rng: random.Random) -> Request:
    return _asked("changed", "/" + _mangled(rng.choice(ADDRESSES)[1:], rng), rng)


def _huge(rng: random.Random) -> Request:
    """As long as is let in, and a little longer."""
    length = rng.choice([2_000, 2_100, 2_101, 4_000, 8_000, 8_150, 8_151, 8_160, 8_190, 9_000, 70_000])
    target = f"{rng.choice(PATHS)}?{rng.choice(ALL_KEYS)}={rng.choice(VALUES)}"
    filler = rng.choice(["x", "1,", "[", "&a=1", "%", "1;", " ", "9", "&step=1"])
    return _asked("long", (target + filler * length)[:length], rng)


def _methods(rng: random.Random) -> Request:
    method, target = rng.choice(METHODS), rng.choice(ADDRESSES)
    return Request("method", f"{method} {_target(target)} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode(), False)


def _headers(rng: random.Random) -> Request:
    lines = rng.choices(HEADERS, k=rng.choice([1, 2, 3, 120]))
    head = f"{rng.choice(['GET', 'GET', 'POST', 'HEAD'])} {_target(rng.choice(ADDRESSES))} HTTP/1.1\r\n"
    host = rng.choice(["Host: 127.0.0.1\r\n", "Host: 127.0.0.1\r\n", ""])
    content = (head + host + "\r\n".join(lines)).encode("latin-1") + b"\r\n\r\n" + rng.choice(BODIES)
    return Request("headers", content, False)


def _garbage(rng: random.Random) -> Request:
    """The bytes of a request, changed anywhere; or bytes of no request at all."""
    content = bytearray(_headers(rng).content if rng.random() < 0.9 else rng.randbytes(rng.choice([1, 20, 3000])))
    for _ in range(rng.randint(1, 6)):
        at = rng.randrange(len(content) + 1)
        content[at : at + rng.choice([0, 0, 1, 5])] = rng.choice(
            [
                b"",
                b"\x00",
                b"\r\n",
                b"\n",
                b" ",
                b"\xff",
                b"HTTP/9.9",
                b"HTTP/1.0",
                rng.randbytes(3),
                content[at : at + 40] * 9,
            ]
        )
    return Request("garbage", bytes(content[:100_000]), False)


KINDS: dict[str, tuple[int, Callable[[random.Random], Request]]] = {
    "real": (4, _real),
    "keys": (38, _keyed),
    "changed": (26, _changed),
    "long": (4, _huge),
    "method": (4, _methods),
    "headers": (8, _headers),
    "garbage": (16, _garbage),
}
"""How often each kind is drawn, of 100, and what draws it."""
