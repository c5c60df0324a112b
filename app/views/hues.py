"""The example colours: a fixed set that repeats."""

HUES = 6


def hue_of(example: int) -> int:
    """The number of the colour of an example, which counts from 1; colours count from 0."""
    return (example - 1) % HUES
