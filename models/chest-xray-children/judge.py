"""The whole of what the shipped program does with a picture, in Python: first numbers, pixel gate, network."""

import sys
from pathlib import Path

import numpy as np

from gate import passes, refused
from kinds import SIZE as GATE_SIZE

sys.path.append(str(Path(__file__).parents[1]))
from common.export import run_onnx  # noqa: E402
from common.preprocess import area_resize, pad, preprocess  # noqa: E402
from common.record import read_json  # noqa: E402

HERE = Path(__file__).resolve().parent


def judge(pictures: list[np.ndarray], size: int, quality: dict) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities [n,2] and whether the gates let each picture through [n]; pictures are numbers 0..1 of any shape."""
    gate = read_json(HERE / "gate.json")
    kinds, distance = run_onnx(HERE / "gate.onnx", np.stack([preprocess(one, GATE_SIZE, pad) for one in pictures]))
    through = ~refused(kinds, distance[:, 0], gate)
    first = np.array([passes(area_resize(one, size, size), quality) for one in pictures])
    probability, _ = run_onnx(HERE / "model.onnx", np.stack([preprocess(one, size, pad) for one in pictures]))
    return probability, through & first
