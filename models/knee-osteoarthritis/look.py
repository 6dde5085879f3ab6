"""One look at the test folder with the shipped model.onnx. Every look is written down in looks.json, none is removed.

    python look.py "why this look"
"""

import json
import sys
from pathlib import Path

import numpy as np

from corpus import corpora_folder, list_knees, read_grey
from measures import by_person, grading
from network import PRIMARY

sys.path.append(str(Path(__file__).parents[1]))
from common.export import run_onnx  # noqa: E402
from common.figures import all_figures  # noqa: E402
from common.preprocess import preprocess  # noqa: E402
from common.record import note_look, read_json  # noqa: E402

HERE = Path(__file__).parent


def main(why: str) -> None:
    training = read_json(HERE / "training.json")
    knees = list_knees("test", corpora_folder())
    images = np.stack([preprocess(read_grey(knee), training["size"]) for knee in knees])
    grades = np.array([knee.grade for knee in knees])
    probability, _ = run_onnx(HERE / "model.onnx", images)
    thresholds = training["thresholds"]
    figures = all_figures(
        (grades > PRIMARY).astype(int), probability[:, PRIMARY], thresholds["present"], thresholds["absent"]
    )
    figures["grading"] = grading(grades, probability)
    figures["byPersonCi95"] = by_person(grades, probability, np.array([knee.patient for knee in knees]))
    print(json.dumps(note_look(HERE, why, figures), indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
