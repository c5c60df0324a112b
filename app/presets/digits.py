"""The digits preset: 1,797 pictures through a trained 64–16–10 network. Source and licence: data/README.md."""

import numpy as np

from app.engine.network import inputs
from app.engine.ops import Array
from app.presets.preset import DATA, STORY, Classes, Preset, trained


def digits() -> Preset:
    """64 pixels from 0 (paper) to 16 (ink), 16 ReLU neurons, 10 softmax outputs, one per digit; X is (64, 1797)."""
    net = trained("digits", "relu", "softmax")
    X, answers = pictures((DATA / "digits.txt").read_text(encoding="ascii"))
    return Preset(
        key="digits",
        title="Handwritten digits",
        line="1,797 pictures, each a column of 64 pixels. The network reads the digit. It learned from most of them.",
        network=net,
        X=inputs(X, net),
        group=STORY,
        example="picture",
        classes=Classes(tuple("0123456789"), answers),
        picture=(8, 8),
    )


def pictures(text: str) -> tuple[Array, tuple[int, ...]]:
    """X (64, m), one picture per column, and their digits. A line is 64 pixels in base 17, a space and the digit."""
    codes = np.frombuffer(text.encode("ascii"), np.uint8).reshape(-1, 67)  # pixels, space, digit, newline
    pixels = codes[:, :64]  # "0" … "9", then "a" … "g" for 10 … 16
    values = np.where(pixels < ord("a"), pixels - ord("0"), pixels - ord("a") + 10)
    return values.T.astype(np.float64), tuple((codes[:, 65] - ord("0")).tolist())
