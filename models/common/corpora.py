"""Where the films lie and how one of them is read. Which film is whose tells each model's own corpus.py."""

import os
from pathlib import Path

import numpy as np
from PIL import Image


def corpora_folder() -> Path:
    """The folder of the environment variable OKA_CORPORA, else `shared/data` beside the repository."""
    beside_repository = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("OKA_CORPORA", beside_repository))


def read_grey(path: Path) -> np.ndarray:
    """8-bit grey as numbers 0..1."""
    return np.asarray(Image.open(path).convert("L"), dtype=np.float32) / 255
