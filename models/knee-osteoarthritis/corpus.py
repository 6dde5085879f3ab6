"""The knees of Chen's severity grading set (doi 10.17632/56rmx5bjcr.1; upstream: Osteoarthritis Initiative)."""

import re
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import read_grey as read_file  # noqa: E402

FILE_NAME = re.compile(r"(?P<patient>\d{7})(?P<side>[LR])\.jpg")


@dataclass(frozen=True)
class Knee:
    """One cropped knee: its Kellgren-Lawrence grade 0..4, the person it belongs to and the side of the body."""

    path: Path
    grade: int
    patient: str
    side: str


def list_knees(part: str, corpora: Path) -> list[Knee]:
    """All knees of `train`, `val` or `test`, in the order of grade and name."""
    knees = []
    for grade in range(5):
        for path in sorted((corpora / "knee" / part / str(grade)).glob("*.jpg")):
            found = FILE_NAME.fullmatch(path.name)
            if found is None:
                raise ValueError(f"{path.name}: not a file name of this corpus")
            knees.append(Knee(path, grade, found["patient"], found["side"]))
    if not knees:
        raise FileNotFoundError(f"no knees under {corpora}; set OKA_CORPORA to the folder that holds knee/train")
    return knees


def read_grey(knee: Knee) -> np.ndarray:
    """Grey as numbers 0..1; a right knee is mirrored, so that every picture shows a left one."""
    grey = read_file(knee.path)
    return np.ascontiguousarray(grey[:, ::-1]) if knee.side == "R" else grey
