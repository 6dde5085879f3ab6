"""parity.json: synthetic pictures with what preprocessing and the network must make of them, for the TypeScript twin.

The pixels lie in parity/*.u16: 12-bit values 0..4095, unsigned 16 bit, little endian, row by row; divide by 4095.
"""

import json
from pathlib import Path

import numpy as np

from export import run_onnx
from preprocess import preprocess

HERE = Path(__file__).parent
SAMPLED = [(0, 0), (1, 7), (10, 3), (17, 31), (31, 17), (40, 40), (-1, -1)]


def gradient(rows=160, columns=160):
    """A ramp in both directions."""
    y, x = np.mgrid[0:rows, 0:columns]
    return (8 * x + 17 * y) % 4096


def lungs(rows, columns, dark=2600):
    """Two dark ellipses left and right of a bright column on a bright, round body, with rib-like stripes."""
    y, x = np.mgrid[0:rows, 0:columns]
    v, u = y / (rows - 1) * 2 - 1, x / (columns - 1) * 2 - 1
    bump = lambda a, b, s, t: np.exp(-(((u - a) / s) ** 2 + ((v - b) / t) ** 2))
    body = 3300 * np.exp(-((u / 0.95) ** 6))
    air = dark * (bump(-0.42, -0.1, 0.26, 0.55) + bump(0.42, -0.1, 0.24, 0.52))
    ribs = 160 * np.sin(18 * v + 3 * u * u) * np.exp(-((u / 0.8) ** 4))
    heart = 500 * bump(0.12, 0.25, 0.3, 0.35)
    return np.clip(body - air + ribs + heart + 200, 0, 4095)


PICTURES = {
    "gradient": gradient(),
    "clear-lungs-wide": lungs(180, 237),
    "opaque-lungs-tall": lungs(233, 176, dark=1100),
}


def case(name: str, picture: np.ndarray, size: int) -> dict:
    pixels = np.round(picture).astype("<u2")
    file = f"parity/{name}.u16"
    (HERE / file).write_bytes(pixels.tobytes())
    tensor = preprocess(pixels / 4095, size)
    probability, activation = run_onnx(HERE / "model.onnx", tensor[None])
    digits = lambda value: round(float(value), 6)
    return {
        "file": file,
        "rows": pixels.shape[0],
        "columns": pixels.shape[1],
        "maximum": 4095,
        "tensor": {
            "mean": digits(tensor.mean(dtype=np.float64)),
            "standardDeviation": digits(tensor.std(dtype=np.float64)),
            "samples": [
                {"row": row % size, "column": column % size, "value": digits(tensor[0, row, column])}
                for row, column in SAMPLED
            ],
        },
        "probability": digits(probability[0]),
        "activation": {
            "shape": list(activation.shape[1:]),
            "minimum": digits(activation.min()),
            "maximum": digits(activation.max()),
            "mean": digits(activation.mean(dtype=np.float64)),
        },
    }


if __name__ == "__main__":
    size = json.loads((HERE / "training.json").read_text())["size"]
    (HERE / "parity").mkdir(exist_ok=True)
    cases = [case(name, picture, size) for name, picture in PICTURES.items()]
    text = {
        "what": "Synthetic pictures: preprocessing and probability in Python. Tolerance: 1e-5 on the tensor, 1e-3 on "
        "the probability.",
        "pixels": "unsigned 16 bit, little endian, row by row; number = pixel / maximum",
        "cases": cases,
    }
    (HERE / "parity.json").write_text(json.dumps(text, indent=2) + "\n")
    print([(c["file"], c["probability"]) for c in cases])
