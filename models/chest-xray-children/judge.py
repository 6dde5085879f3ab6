"""The whole of what the shipped program does with a picture, in Python: first numbers, pixel gate, network."""

import json
from pathlib import Path

import numpy as np

from export import run
from gate import passes, refused
from kinds import SIZE as GATE_SIZE
from preprocess import area_resize, preprocess

HERE = Path(__file__).resolve().parent


def judge(pictures: list[np.ndarray], size: int, quality: dict) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities [n,2] and whether the gates let each picture through [n]; pictures are numbers 0..1 of any shape."""
    gate = json.loads((HERE / "gate.json").read_text())
    kinds, distance = run(HERE / "gate.onnx", np.stack([preprocess(one, GATE_SIZE) for one in pictures]))
    through = ~refused(kinds, distance[:, 0], gate)
    first = np.array([passes(area_resize(one, size, size), quality) for one in pictures])
    probability, _ = run(HERE / "model.onnx", np.stack([preprocess(one, size) for one in pictures]))
    return probability, through & first
