"""Train the weights of the `digits` preset: 64 pixels, 16 ReLU units, 10 softmax units.

Reads `app/presets/data/digits.txt`, writes `digits-weights.json` beside it and prints how well the written
weights do on the pictures they were trained on and on the sixth that was held out. Full-batch gradient descent on the
cross-entropy with an L2 penalty on the weights. It sees the pixels centred and divided by 16; the written W1 (three
decimals) and b1, W2, b2 (two) contain that, so that the network takes the published pixels. The same seed gives
the same file.

The file seems to be ordered by writer, so that a held-out picture has neighbours by the same writer. The last line is
for other writers: the accuracy on the last fifth of the file after the same training without it.

    python docs/tools/train_digits.py
"""

import json
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]
Mask = NDArray[np.bool_]

DATA = Path(__file__).parents[2] / "app" / "presets" / "data"
N_X, N_HIDDEN, N_Y = 64, 16, 10
BASE = 17
MAX_PIXEL = 16
EVERY = 6
"""Pictures 6, 12, 18, … are held out."""

SEED = 2
RATE = 1.0
PENALTY = 0.003
STEPS = 2000


def read_pictures(path: Path) -> tuple[Matrix, Matrix]:
    """X (64, m), pixels from 0 to 16, and Y (10, m), one-hot: a picture is a column, in the order of the file."""
    pictures = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    X = np.array([[float(int(pixel, BASE)) for pixel in pixels] for pixels, _ in pictures]).T
    Y = np.array([[float(int(digit) == k) for _, digit in pictures] for k in range(N_Y)])
    return X, Y


def draw(rng: random.Random, rows: int, columns: int) -> Matrix:
    """A (rows, columns) matrix of normal numbers with standard deviation 0.2."""
    return np.array([[rng.gauss(0.0, 0.2) for _ in range(columns)] for _ in range(rows)])


def softmax(Z: Matrix) -> Matrix:
    """Every column becomes positive and sums to 1."""
    powers = np.exp(Z - Z.max(axis=0, keepdims=True))
    probabilities: Matrix = powers / powers.sum(axis=0, keepdims=True)  # (10, m) / (1, m) -> (10, m)
    return probabilities


def forward(X: Matrix, W1: Matrix, b1: Matrix, W2: Matrix, b2: Matrix) -> tuple[Matrix, Matrix]:
    """The activations A1 (16, m) and A2 (10, m)."""
    A1 = np.maximum(0.0, W1 @ X + b1)  # (16, 64) @ (64, m) + (16, 1) -> (16, m)
    A2 = softmax(W2 @ A1 + b2)  # (10, 16) @ (16, m) + (10, 1) -> (10, m)
    return A1, A2


def train(X: Matrix, Y: Matrix, rng: random.Random) -> tuple[Matrix, Matrix, Matrix, Matrix]:
    """W1, b1, W2, b2 after `STEPS` steps from a random start with zero biases."""
    m = X.shape[1]
    W1, b1 = draw(rng, N_HIDDEN, N_X), np.zeros((N_HIDDEN, 1))
    W2, b2 = draw(rng, N_Y, N_HIDDEN), np.zeros((N_Y, 1))
    for _ in range(STEPS):
        A1, A2 = forward(X, W1, b1, W2, b2)
        dZ2 = (A2 - Y) / m
        dZ1 = (W2.T @ dZ2) * (A1 > 0)  # (16, 10) @ (10, m) -> (16, m)
        W2 = W2 - RATE * (dZ2 @ A1.T + PENALTY * W2)  # (10, m) @ (m, 16) -> (10, 16)
        b2 = b2 - RATE * dZ2.sum(axis=1, keepdims=True)
        W1 = W1 - RATE * (dZ1 @ X.T + PENALTY * W1)  # (16, m) @ (m, 64) -> (16, 64)
        b1 = b1 - RATE * dZ1.sum(axis=1, keepdims=True)
    return W1, b1, W2, b2


def train_on_pixels(X: Matrix, Y: Matrix) -> dict[str, Matrix]:
    """Trained, rounded weights for pixels from 0 to 16: W1 (X − mean) / 16 + b1 = (W1 / 16) X + (b1 − W1 mean / 16)."""
    mean = X.mean(axis=1, keepdims=True)  # (64, 1)
    W1, b1, W2, b2 = train((X - mean) / MAX_PIXEL, Y, random.Random(SEED))
    W1 = np.round(W1 / MAX_PIXEL, 3)
    return {"W1": W1, "b1": np.round(b1 - W1 @ mean, 2), "W2": np.round(W2, 2), "b2": np.round(b2, 2)}


def score(X: Matrix, Y: Matrix, weights: dict[str, Matrix]) -> str:
    """How many of the pictures get the largest share where their digit is."""
    _, A2 = forward(X, **weights)
    right = A2.argmax(axis=0) == Y.argmax(axis=0)
    return f"{np.mean(right):.4f} ({np.sum(right)} of {len(right)})"


def main() -> None:
    X, Y = read_pictures(DATA / "digits.txt")
    number = np.arange(1, X.shape[1] + 1)

    held_out: Mask = number % EVERY == 0
    weights = train_on_pixels(X[:, ~held_out], Y[:, ~held_out])
    text = ",\n".join(f'  "{name}": {json.dumps(matrix.tolist())}' for name, matrix in weights.items())
    (DATA / "digits-weights.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")
    print("accuracy, held-out pictures:", score(X[:, held_out], Y[:, held_out], weights))
    print("accuracy, training pictures:", score(X[:, ~held_out], Y[:, ~held_out], weights))

    last: Mask = number > len(number) * 4 // 5
    others = train_on_pixels(X[:, ~last], Y[:, ~last])
    print("accuracy, last fifth, trained without it:", score(X[:, last], Y[:, last], others))


if __name__ == "__main__":
    main()
