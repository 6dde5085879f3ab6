"""parity.json: synthetic pictures with what preprocessing and the network must make of them, for the TypeScript twin.

The pixels lie in parity/*.u16: 12-bit values 0..4095, unsigned 16 bit, little endian, row by row; divide by 4095.
"""

import json
from pathlib import Path

import numpy as np
from PIL import Image

from export import run, run_onnx
from kinds import SIZE as GATE_SIZE
from preprocess import area_resize, preprocess

HERE = Path(__file__).resolve().parent
SAMPLES = HERE.parents[1] / "samples" / "radiographs"
SAMPLED = [(0, 0), (1, 7), (10, 3), (17, 31), (31, 17), (40, 40), (-1, -1)]


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
    "gradient": lambda: gradient(),
    "lungs-wide": lambda: lungs(180, 237),
    "lungs-tall": lambda: lungs(233, 176),
    "between": lambda: sample("between-1", 150, 150),
    "between-wide": lambda: sample("between-2", 150, 171),
    "normal": lambda: sample("normal-1", 129, 129),
}


def case(name: str, picture: np.ndarray, size: int) -> dict:
    pixels = np.round(picture).astype("<u2")
    file = f"parity/{name}.u16"
    (HERE / file).write_bytes(pixels.tobytes())
    tensor = preprocess(pixels / 4095, size)
    probability, activation = run_onnx(HERE / "model.onnx", tensor[None])
    kinds, distance = run(HERE / "gate.onnx", preprocess(pixels / 4095, GATE_SIZE)[None])
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
        "gate": {"kinds": [digits(value) for value in kinds[0]], "distance": digits(distance[0, 0])},
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
    for old in (HERE / "parity").glob("*.u16"):
        old.unlink()
    cases = [case(name, picture(), size) for name, picture in PICTURES.items()]
    text = {
        "what": "Synthetic pictures: preprocessing and probability in Python. Tolerance: 1e-5 on the tensor, 1e-3 on "
        "the probability.",
        "pixels": "unsigned 16 bit, little endian, row by row; number = pixel / maximum",
        "cases": cases,
    }
    (HERE / "parity.json").write_text(json.dumps(text, indent=2) + "\n")
    print([(c["file"], c["probability"]) for c in cases])
