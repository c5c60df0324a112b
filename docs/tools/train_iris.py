"""Train the weights of the `iris` preset: 4 features, 5 tanh units, 3 softmax units.

Reads `app/presets/data/iris.csv`, writes `iris-weights.json` beside it and prints how well the written
weights (two decimals) do on the printed features (two decimals). Full-batch gradient descent on the
cross-entropy with an L2 penalty on the weights. It stops early: run for thousands of steps, the penalty
turns hidden units into near copies of one another. The same seed gives the same file.

    python docs/tools/train_iris.py
"""

import csv
import json
import random
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

DATA = Path(__file__).parents[2] / "app" / "presets" / "data"
SPECIES = ("setosa", "versicolor", "virginica")
FEATURES = ("z_sepal_length", "z_sepal_width", "z_petal_length", "z_petal_width")
N_X, N_HIDDEN, N_Y = len(FEATURES), 5, len(SPECIES)

SEED = 10
RATE = 0.5
PENALTY = 0.01
STEPS = 150


def read_flowers(path: Path) -> tuple[Matrix, Matrix]:
    """X (4, m), standardized, and Y (3, m), one-hot: a flower is a column, in the order of the file."""
    with path.open(newline="", encoding="utf-8") as file:
        flowers = list(csv.DictReader(file))
    X = np.array([[float(flower[name]) for flower in flowers] for name in FEATURES])
    Y = np.array([[float(flower["species"] == name) for flower in flowers] for name in SPECIES])
    return X, Y


def draw(rng: random.Random, rows: int, columns: int) -> Matrix:
    """A (rows, columns) matrix of normal numbers with standard deviation 0.5."""
    return np.array([[rng.gauss(0.0, 0.5) for _ in range(columns)] for _ in range(rows)])


def softmax(Z: Matrix) -> Matrix:
    """Every column becomes positive and sums to 1."""
    powers = np.exp(Z - Z.max(axis=0, keepdims=True))
    probabilities: Matrix = powers / powers.sum(axis=0, keepdims=True)  # (3, m) / (1, m) -> (3, m)
    return probabilities


def forward(X: Matrix, W1: Matrix, b1: Matrix, W2: Matrix, b2: Matrix) -> tuple[Matrix, Matrix]:
    """The activations A1 (5, m) and A2 (3, m)."""
    A1 = np.tanh(W1 @ X + b1)  # (5, 4) @ (4, 150) + (5, 1) -> (5, 150)
    A2 = softmax(W2 @ A1 + b2)  # (3, 5) @ (5, 150) + (3, 1) -> (3, 150)
    return A1, A2


def train(X: Matrix, Y: Matrix, rng: random.Random) -> dict[str, Matrix]:
    """W1, b1, W2, b2 after `STEPS` steps from a random start with zero biases."""
    m = X.shape[1]
    W1, b1 = draw(rng, N_HIDDEN, N_X), np.zeros((N_HIDDEN, 1))
    W2, b2 = draw(rng, N_Y, N_HIDDEN), np.zeros((N_Y, 1))
    for _ in range(STEPS):
        A1, A2 = forward(X, W1, b1, W2, b2)
        dZ2 = (A2 - Y) / m
        dZ1 = (W2.T @ dZ2) * (1 - A1**2)  # (5, 3) @ (3, 150) -> (5, 150)
        W2 = W2 - RATE * (dZ2 @ A1.T + PENALTY * W2)  # (3, 150) @ (150, 5) -> (3, 5)
        b2 = b2 - RATE * dZ2.sum(axis=1, keepdims=True)
        W1 = W1 - RATE * (dZ1 @ X.T + PENALTY * W1)  # (5, 150) @ (150, 4) -> (5, 4)
        b1 = b1 - RATE * dZ1.sum(axis=1, keepdims=True)
    return {"W1": W1, "b1": b1, "W2": W2, "b2": b2}


def main() -> None:
    X, Y = read_flowers(DATA / "iris.csv")
    weights = {name: np.round(matrix, 2) for name, matrix in train(X, Y, random.Random(SEED)).items()}
    text = ",\n".join(f'  "{name}": {json.dumps(matrix.tolist())}' for name, matrix in weights.items())
    (DATA / "iris-weights.json").write_text(f"{{\n{text}\n}}\n", encoding="utf-8")

    _, A2 = forward(X, **weights)
    species, guesses = Y.argmax(axis=0), A2.argmax(axis=0)
    print(f"accuracy {np.mean(guesses == species):.4f}; rows: species, columns: answer; order: {SPECIES}")
    for k in range(N_Y):
        print([int(np.sum(guesses[species == k] == guess)) for guess in range(N_Y)])


if __name__ == "__main__":
    main()
