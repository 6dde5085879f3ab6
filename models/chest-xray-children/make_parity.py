"""Synthetic chests for the TypeScript twins of network and pixel gate (see common/parity.py): drawn, nobody's."""

import sys
from pathlib import Path

import numpy as np
from PIL import Image

from kinds import SIZE as GATE_SIZE

sys.path.append(str(Path(__file__).parents[1]))
from common.export import run_onnx  # noqa: E402
from common.parity import write_parity  # noqa: E402
from common.preprocess import area_resize, pad, preprocess  # noqa: E402
from common.record import read_json  # noqa: E402

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples" / "radiographs"


def gradient(rows=160, columns=160):
    """A ramp in both directions."""
    y, x = np.mgrid[0:rows, 0:columns]
    return (8 * x + 17 * y) % 4096


def lungs(rows, columns):
    """A bright body with two darker lungs, a spine, a heart and stripes for ribs."""
    y, x = np.mgrid[0:rows, 0:columns]
    v, u = y / (rows - 1) * 2 - 1, x / (columns - 1) * 2 - 1
    inside = lambda distance: 1 / (1 + np.exp(8 * distance))
    lung = lambda middle: inside(((u - middle) / 0.27) ** 2 + ((v + 0.05) / 0.62) ** 2 - 1)
    spine = 350 * np.exp(-((u / 0.12) ** 2))
    heart = np.exp(-(((u - 0.12) / 0.25) ** 2 + ((v - 0.25) / 0.4) ** 2))
    body = inside((u / 0.86) ** 8 - 1) * (2700 + 300 * np.sin(26 * v + 5 * u * u) + spine + 600 * heart)
    return np.clip(body - 1000 * (lung(-0.42) + lung(0.42)) * (1 - 0.4 * heart), 0, 4095)


def sample(name: str, rows: int, columns: int) -> np.ndarray:
    """A synthetic radiograph of samples/radiographs at another size: those in between test the probability best."""
    return area_resize(np.asarray(Image.open(SAMPLES / f"{name}.png"), dtype=np.float64), rows, columns)


PICTURES = {
    "gradient": gradient(),
    "lungs-wide": lungs(180, 237),
    "lungs-tall": lungs(233, 176),
    "between": sample("between-1", 150, 150),
    "between-wide": sample("between-2", 150, 171),
    "normal": sample("normal-1", 129, 129),
}


def said_by_gate(picture: np.ndarray) -> dict:
    kinds, distance = run_onnx(HERE / "gate.onnx", preprocess(picture, GATE_SIZE, pad)[None])
    return {"gate": {"kinds": [round(float(value), 6) for value in kinds[0]], "distance": round(float(distance[0, 0]), 6)}}


if __name__ == "__main__":
    write_parity(HERE, PICTURES, read_json(HERE / "training.json")["size"], 0, pad, said_by_gate)
