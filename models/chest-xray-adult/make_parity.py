"""Synthetic chests for the TypeScript twin (see common/parity.py): drawn, nobody's."""

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))
from common.parity import write_parity  # noqa: E402
from common.record import read_json  # noqa: E402

HERE = Path(__file__).parent


def chest(rows: int, columns: int, shadow: float) -> np.ndarray:
    """A bright body, two dark lungs, a spine, a heart, ribs; `shadow` fills the lower part of one lung."""
    y, x = np.mgrid[0:rows, 0:columns]
    v, u = y / (rows - 1) * 2 - 1, x / (columns - 1) * 2 - 1
    inside = lambda distance: 1 / (1 + np.exp(np.clip(8 * distance, -60, 60)))
    lung = lambda middle: inside(((u - middle) / 0.3) ** 2 + ((v + 0.05) / 0.65) ** 2 - 1)
    heart = np.exp(-(((u - 0.12) / 0.25) ** 2 + ((v - 0.25) / 0.4) ** 2))
    body = inside((u / 0.9) ** 8 - 1) * (2700 + 250 * np.sin(24 * v + 5 * u * u) + 350 * np.exp(-((u / 0.12) ** 2)))
    filled = shadow * np.exp(-(((u + 0.42) / 0.25) ** 2 + ((v - 0.35) / 0.3) ** 2))
    return body + 600 * heart - 1700 * (lung(-0.42) + lung(0.42)) * (1 - 0.4 * heart) + filled


if __name__ == "__main__":
    pictures = {
        "clear": chest(300, 300, 0),
        "shadow": chest(280, 280, 1200),
        "wide": chest(260, 331, 500),
        "tall": chest(310, 257, 800),
    }
    write_parity(HERE, pictures, read_json(HERE / "training.json")["size"], 0)
