"""A stand-in for the part of PyTorch that an exported program uses, made of NumPy: torch itself has a gigabyte.

It is strict where PyTorch is: dtype must be given as float64, weights are copied into tensors of the same shape,
nn.Linear takes rows. The programs were also run with PyTorch 2.15 itself (docs/tools/check_torch.py does it again).
"""

import sys
from types import ModuleType

import numpy as np
import pytest

from app.engine.ops import Array


class Tensor(np.ndarray):
    """A tensor: an array with the methods that a program calls."""

    def copy_(self, other: "Tensor") -> None:
        assert self.shape == other.shape, f"{other.shape} copied into {self.shape}"
        self[...] = other

    def mean(self, dim: int) -> "Tensor":  # type: ignore[override]
        return tensor(np.asarray(self).mean(axis=dim), dtype=np.float64)


def tensor(values: object, dtype: type) -> Tensor:
    return np.array(values, dtype=dtype).view(Tensor)


def empty(shape: tuple[int, int], dtype: type) -> Tensor:
    return tensor(np.full(shape, np.nan), dtype)


def arange(start: int, stop: int, dtype: type) -> Tensor:
    return tensor(np.arange(start, stop), dtype)


def allclose(one: Tensor, other: Tensor, rtol: float, atol: float) -> bool:
    assert one.shape == other.shape
    return np.allclose(one, other, rtol=rtol, atol=atol)


class Linear:
    """rows @ weight.T + bias; weight (n, n_prev), bias (n,), NaN until something is copied in."""

    def __init__(self, before: int, units: int, dtype: type) -> None:
        self.weight = tensor(np.full((units, before), np.nan), dtype)
        self.bias = tensor(np.full(units, np.nan), dtype)

    def __call__(self, rows: Tensor) -> Tensor:
        assert isinstance(rows, Tensor) and rows.ndim == 2
        return rows @ self.weight.T + self.bias


class Sigmoid:
    def __call__(self, Z: Tensor) -> Tensor:
        return np.exp(-np.logaddexp(0, -Z))


class Tanh:
    def __call__(self, Z: Tensor) -> Tensor:
        return np.tanh(Z)


class ReLU:
    def __call__(self, Z: Tensor) -> Tensor:
        return np.where(Z > 0, Z, 0.0).view(Tensor)


class LeakyReLU:
    def __init__(self, negative_slope: float) -> None:
        self.slope = negative_slope

    def __call__(self, Z: Tensor) -> Tensor:
        return np.where(Z > 0, Z, self.slope * Z).view(Tensor)


class Identity:
    def __call__(self, Z: Tensor) -> Tensor:
        return Z


class Softmax:
    def __init__(self, dim: int) -> None:
        self.dim = dim

    def __call__(self, Z: Tensor) -> Tensor:
        powers: Array = np.exp(Z - np.max(np.asarray(Z), axis=self.dim, keepdims=True))
        return (powers / np.sum(np.asarray(powers), axis=self.dim, keepdims=True)).view(Tensor)


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let ``import torch`` find this for the length of a test."""
    torch, nn = ModuleType("torch"), ModuleType("torch.nn")
    for each in (Linear, Sigmoid, Tanh, ReLU, LeakyReLU, Identity, Softmax):
        setattr(nn, each.__name__, each)
    parts = {"nn": nn, "float64": np.float64, "set_grad_enabled": lambda on: None}
    for name, part in parts.items() | {each.__name__: each for each in (tensor, empty, arange, allclose)}.items():
        setattr(torch, name, part)
    monkeypatch.setitem(sys.modules, "torch", torch)
    monkeypatch.setitem(sys.modules, "torch.nn", nn)
