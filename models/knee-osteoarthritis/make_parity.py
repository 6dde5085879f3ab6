"""Synthetic knees for the TypeScript twin (see common/parity.py): drawn, nobody's."""

import sys
from pathlib import Path

import numpy as np

from network import PRIMARY

sys.path.append(str(Path(__file__).parents[1]))
from common.parity import write_parity  # noqa: E402
from common.record import read_json  # noqa: E402

HERE = Path(__file__).parent


def gradient(rows=130, columns=130):
    """A ramp in both directions."""
    y, x = np.mgrid[0:rows, 0:columns]
    return (9 * x + 17 * y) % 4096


def knee(rows: int, columns: int, space: float, spurs: float) -> np.ndarray:
    """Two bright bones in grey flesh with a dark joint between; `spurs` brightens the corners of the bones."""
    y, x = np.mgrid[0:rows, 0:columns]
    v, u = y / (rows - 1) * 2 - 1, x / (columns - 1) * 2 - 1
    soft = lambda distance: 1 / (1 + np.exp(np.clip(distance, -60, 60)))
    bone = soft(40 * (np.abs(u) - 0.78 - 0.06 * np.cos(3 * v)))
    joint = np.exp(-(((v - 0.18 + 0.06 * np.cos(7 * u)) / space) ** 2))
    grain = 120 * np.sin(31 * u + 5 * v) * np.sin(29 * v)
    corner = spurs * np.exp(-(((np.abs(u) - 0.82) / 0.08) ** 2 + ((v - 0.18) / 0.12) ** 2))
    return 500 + bone * (2300 + grain) * (1 - 0.75 * joint) + corner


if __name__ == "__main__":
    pictures = {
        "gradient": gradient(),
        "wide-joint": knee(112, 112, 0.10, 0),
        "very-wide-joint": knee(140, 140, 0.22, -300),
        "narrow-joint": knee(180, 180, 0.03, 900),
        "spurs": knee(240, 240, 0.05, 1500),
        "tall": knee(150, 131, 0.06, 600),
    }
    write_parity(HERE, pictures, read_json(HERE / "training.json")["size"], PRIMARY)
