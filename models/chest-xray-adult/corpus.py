"""Adults' chest X-rays of the NIH Clinical Center (ChestX-ray14, Wang et al., CVPR 2017) with who is on them."""

import csv
from dataclasses import dataclass
from pathlib import Path

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
