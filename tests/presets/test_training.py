"""The training scripts in docs/tools reproduce the weights of the presets."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app.presets.iris import DATA

ROOT = Path(__file__).parents[2]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "read", "said"),
    [
        ("iris", "iris.csv", "accuracy 0.9733"),
        ("digits", "digits.txt", "accuracy, held-out pictures: 0.9666 (289 of 299)"),
    ],
)
def test_training_script_reproduces_the_weights(tmp_path: Path, name: str, read: str, said: str) -> None:
    train, written = Path("docs/tools") / f"train_{name}.py", f"{name}-weights.json"
    script, data = tmp_path / train, tmp_path / DATA.relative_to(ROOT)
    script.parent.mkdir(parents=True)
    data.mkdir(parents=True)
    shutil.copy(ROOT / train, script)
    shutil.copy(DATA / read, data)
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}  # two threads on a busy machine wait for each other: 18 s, not 3
    done = subprocess.run([sys.executable, script], capture_output=True, text=True, timeout=60, check=True, env=alone)
    assert (data / written).read_text() == (DATA / written).read_text()
    assert done.stdout.startswith(said)
