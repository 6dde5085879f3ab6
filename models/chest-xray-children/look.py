"""One look at the test folder with the shipped model.onnx. Every look is written down in looks.json, none is removed.

    python look.py "why this look"
"""

import datetime
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from corpus import corpora_folder, list_films, read_grey
from export import run_onnx
from figures import all_figures, at_threshold
from gate import passes
from preprocess import preprocess

HERE = Path(__file__).parent


def main(why: str) -> None:
    training = json.loads((HERE / "training.json").read_text())
    films = list_films("test", corpora_folder())
    images = np.stack([preprocess(read_grey(film.path), training["size"]) for film in films])
    truth = np.array([film.label for film in films])
    probability, _ = run_onnx(HERE / "model.onnx", images)
    thresholds = training["thresholds"]
    figures = all_figures(truth, probability, thresholds["present"], thresholds["absent"])
    for cause in ("bacteria", "virus"):
        of_cause = np.array([film.cause in ("normal", cause) for film in films])
        part = at_threshold(truth[of_cause], probability[of_cause], thresholds["present"])
        figures[f"sensitivity, {cause}"] = part["sensitivity"]
    figures["refused by the image gate"] = int(sum(not passes(image[0], training["quality"]) for image in images))
    looks_file = HERE / "looks.json"
    looks = json.loads(looks_file.read_text()) if looks_file.exists() else []
    digest = hashlib.sha256((HERE / "model.onnx").read_bytes()).hexdigest()
    looks.append({"date": str(datetime.date.today()), "why": why, "sha256": digest, "figures": figures})
    looks_file.write_text(json.dumps(looks, indent=2) + "\n")
    print(json.dumps(looks[-1], indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
