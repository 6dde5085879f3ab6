"""parity.json: synthetic pictures with what preprocessing and the network make of them, for the TypeScript twin.

The pixels lie in parity/*.u16: 12-bit values 0..4095, unsigned 16 bit, little endian, row by row; divide by 4095.
"""

import json
from pathlib import Path

import numpy as np

from common.export import run_onnx
from common.preprocess import centre_crop, preprocess

SAMPLED = [(0, 0), (1, 7), (10, 3), (17, 31), (31, 17), (40, 40), (-1, -1)]


def write_parity(folder: Path, pictures: dict, size: int, primary: int, square=centre_crop, also=lambda picture: {}) -> None:
    """pictures: name → 12-bit picture [rows, columns]; primary: the column of the probability that the finding says;
    square: how a picture becomes one; also: what else is written of a picture of numbers 0..1."""
    (folder / "parity").mkdir(exist_ok=True)
    for old in (folder / "parity").glob("*.u16"):
        old.unlink()
    cases = []
    for name, picture in pictures.items():
        pixels = np.clip(np.round(picture), 0, 4095).astype("<u2")
        (folder / f"parity/{name}.u16").write_bytes(pixels.tobytes())
        cases.append(case(folder, name, pixels, preprocess(pixels / 4095, size, square), primary) | also(pixels / 4095))
    text = {
        "what": "Synthetic pictures: preprocessing and probability in Python. Tolerance: 1e-5 on the tensor, 1e-3 on "
        "the probability.",
        "pixels": "unsigned 16 bit, little endian, row by row; number = pixel / maximum",
        "cases": cases,
    }
    (folder / "parity.json").write_text(json.dumps(text, indent=2) + "\n")
    print([(c["file"], c["probability"]) for c in cases])


def case(folder: Path, name: str, pixels: np.ndarray, tensor: np.ndarray, primary: int) -> dict:
    size = tensor.shape[-1]
    probability, activation = run_onnx(folder / "model.onnx", tensor[None])
    digits = lambda value: round(float(value), 6)
    return {
        "file": f"parity/{name}.u16",
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
        "probability": digits(probability[0, primary]),
        "probabilities": [digits(value) for value in probability[0]],
        "activation": {
            "shape": list(activation.shape[1:]),
            "minimum": digits(activation.min()),
            "maximum": digits(activation.max()),
            "mean": digits(activation.mean(dtype=np.float64)),
        },
    }
