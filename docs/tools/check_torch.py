"""Run the exported PyTorch programs with PyTorch, which is too large for the project's tests.

In an environment with torch and requirements-dev.txt: python -m docs.tools.check_torch
"""

import numpy as np
import torch

from app.presets import PRESETS
from app.views.pages.torch_script import torch_script
from tests.support.exported import NETWORKS, ROOT, check, run
from tests.support.scenes import at


def main() -> None:
    """Run a program for every preset and for the networks of the tests; print its difference from the page."""
    for query in (*(f"preset={key}" for key in PRESETS), *NETWORKS):
        here = at(query)
        names, _ = run(torch_script(here, ROOT))
        check(here, names)
        A = here.trace.vectorized.A[-1]
        last = f"A{here.sizes.L}"
        off, allowed = float(np.abs(names[last].numpy() - A).max()), float(names[f"off_{last}"].max())
        print(f"{off:.1e} of {allowed:.0e} allowed, numbers up to {np.abs(A).max():.1e}: {query}")
    print(f"PyTorch {torch.__version__}: every program ran, its assertions held, every figure is the page's.")


if __name__ == "__main__":
    main()
