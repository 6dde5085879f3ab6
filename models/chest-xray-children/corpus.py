"""The children's chest X-rays of Kermany et al. (doi 10.17632/rscbjbr9sj.2) as arrays, with who is on them."""

import re
from dataclasses import dataclass
from pathlib import Path

FILE_NAME = re.compile(r"(?:NORMAL2-)?IM-(?P<normal>\d+)|person(?P<person>\d+)_(?P<cause>bacteria|virus)_")


@dataclass(frozen=True)
class Film:
    """One image file: its class (0 normal, 1 pneumonia), its cause, and the number of the person on it."""

    path: Path
    label: int
    cause: str
    person: int


def list_films(part: str, corpora: Path) -> list[Film]:
    """All films of `train` or `test`, in the order of their names."""
    films = []
    for label, folder in enumerate(("NORMAL", "PNEUMONIA")):
        for path in sorted((corpora / "cxr" / "kermany" / part / folder).glob("*.jpeg")):
            found = FILE_NAME.match(path.name)
            if found is None:
                raise ValueError(f"{path.name}: not a file name of this corpus")
            person = int(found["normal"] or found["person"])
            films.append(Film(path, label, found["cause"] or "normal", person))
    if not films:
        raise FileNotFoundError(f"no films under {corpora}; set OKA_CORPORA to the folder that holds cxr/kermany")
    return films


def is_validation(film: Film) -> bool:
    """Whole blocks of consecutive numbers are held out, so nobody is on both sides and neighbours in time stay together.

    Numbers follow the order of acquisition. For normal films the blocks are the earliest of each of the two series,
    whichever prefix the file bears; for pneumonia every seventh block of twenty numbers, whatever the cause.
    """
    if film.label == 0:
        return film.person < 185 or 383 <= film.person < 470
    return (film.person // 20) % 7 == 3
