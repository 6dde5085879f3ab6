"""Adults' chest X-rays of the NIH Clinical Center (ChestX-ray14, Wang et al., CVPR 2017) with who is on them."""

import csv
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image

FINDINGS = (
    "Atelectasis",
    "Cardiomegaly",
    "Effusion",
    "Infiltration",
    "Mass",
    "Nodule",
    "Pneumonia",
    "Pneumothorax",
    "Consolidation",
    "Edema",
    "Emphysema",
    "Fibrosis",
    "Pleural_Thickening",
    "Hernia",
)


@dataclass(frozen=True)
class Film:
    """One film: its patient's number and which of the 14 findings the hospital's report names."""

    path: Path
    patient: int
    findings: frozenset

    @property
    def label(self) -> int:
        """Any finding at all."""
        return int(bool(self.findings))


def corpora_folder() -> Path:
    beside_repository = Path(__file__).resolve().parents[3] / "shared" / "data"
    return Path(os.environ.get("OKA_CORPORA", beside_repository))


def list_films(part: str, corpora: Path) -> list[Film]:
    """All films of `nih-more` (training) or `nih` (evaluation), in the order of the table."""
    folder = corpora / "cxr" / part
    with open(folder / "labels.csv", newline="") as table:
        return [
            Film(
                folder / "images" / row["image"],
                int(row["image"].split("_")[0]),
                frozenset(name for name in FINDINGS if float(row[name]) >= 0.5),
            )
            for row in csv.DictReader(table)
        ]


def is_validation(film: Film) -> bool:
    """Every fifth patient is held out whole."""
    return film.patient % 5 == 0


def is_one_source(film: Film) -> bool:
    """The training films of patients numbered below 4000 hold both kinds (24 % with a finding); of those above 98 %
    have one: they were picked for it."""
    return film.patient < 4000


def read_grey(film: Film) -> np.ndarray:
    """8-bit grey as numbers 0..1."""
    return np.asarray(Image.open(film.path).convert("L"), dtype=np.float32) / 255
