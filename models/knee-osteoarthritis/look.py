"""One look at the test folder with the shipped model.onnx. Every look is written down in looks.json, none is removed.

    python look.py "why this look"
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image

from corpus import list_knees, read_grey
from gate_limits import is_refused
from measures import by_person, grading
from network import PRIMARY
from whole_films import padded, part, turned, whole_film

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder  # noqa: E402
from common.export import run_onnx  # noqa: E402
from common.figures import all_figures  # noqa: E402
from common.preprocess import preprocess  # noqa: E402
from common.record import note_look, read_json  # noqa: E402

HERE = Path(__file__).parent


def what_the_gate_refuses(knees: list) -> dict:
    """Counts of pictures refused by gate.onnx: the test knees themselves, and what is no cropped knee."""
    gate = read_json(HERE / "gate.json")["manifest"]
    rng = np.random.default_rng(3)
    draw = lambda: knees[rng.integers(len(knees))]
    chests = [
        path
        for folder, pattern in (("nih/images", "*.jpg"), ("kermany/test", "*/*.jpeg"))
        for path in sorted((corpora_folder() / "cxr" / folder).glob(pattern))
    ]
    kinds = {
        "test knees as they are": knees,
        "imitated whole films of test knees": [padded(whole_film(draw(), draw(), rng)) for _ in range(400)],
        "parts of test knees": [padded(part(draw(), rng)) for _ in range(400)],
        "test knees turned by 90, 180 or 270 degrees": [padded(turned(draw(), rng)) for _ in range(400)],
        "test knees inverted": [1 - knee for knee in knees],
        "chests of adults (cxr/nih) and children (cxr/kermany/test)": [
            padded(np.asarray(Image.open(path).convert("L"), np.float32) / 255) for path in chests
        ],
    }
    return {name: {"refused": int(is_refused(own, gate).sum()), "of": len(own)} for name, own in kinds.items()}


def main(why: str) -> None:
    training = read_json(HERE / "training.json")
    knees = list_knees("test", corpora_folder())
    greys = [read_grey(knee) for knee in knees]
    images = np.stack([preprocess(grey, training["size"]) for grey in greys])
    grades = np.array([knee.grade for knee in knees])
    probability, _ = run_onnx(HERE / "model.onnx", images)
    thresholds = training["thresholds"]
    figures = all_figures(
        (grades > PRIMARY).astype(int), probability[:, PRIMARY], thresholds["present"], thresholds["absent"]
    )
    figures["grading"] = grading(grades, probability)
    figures["byPersonCi95"] = by_person(grades, probability, np.array([knee.patient for knee in knees]))
    figures["gate"] = what_the_gate_refuses(greys)
    print(json.dumps(note_look(HERE, why, figures), indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
