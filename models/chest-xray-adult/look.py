"""One look at the evaluation folder (cxr/nih) with the shipped model.onnx. Every look is written down in looks.json.

    python look.py "why this look"
"""

import json
import sys
from pathlib import Path

import numpy as np

from baseline import brightness, fit_logistic
from corpus import FINDINGS, list_films

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.export import run_onnx  # noqa: E402
from common.figures import all_figures, auc_delong  # noqa: E402
from common.preprocess import preprocess  # noqa: E402
from common.record import note_look, read_json  # noqa: E402

HERE = Path(__file__).parent


def main(why: str) -> None:
    training = read_json(HERE / "training.json")
    films = list_films("nih", corpora_folder())
    greys = [read_grey(film.path) for film in films]
    truth = np.array([film.label for film in films])
    images = np.stack([preprocess(grey, training["size"]) for grey in greys])
    probability = run_onnx(HERE / "model.onnx", images)[0][:, 0]
    thresholds = training["thresholds"]
    figures = all_figures(truth, probability, thresholds["present"], thresholds["absent"])

    figures["byFinding"] = {}
    for name in FINDINGS:
        has = np.array([name in film.findings for film in films])
        auc, interval = auc_delong(has.astype(int), probability)
        figures["byFinding"][name] = {"auc": auc, "aucCi95": interval, "positives": int(has.sum())}

    learnt = list_films("nih-more", corpora_folder())
    features = np.stack([brightness(read_grey(film.path)) for film in learnt])
    score = fit_logistic(features, np.array([film.label for film in learnt]))
    auc, interval = auc_delong(truth, score(np.stack([brightness(grey) for grey in greys])))
    figures["brightnessAlone"] = {"auc": auc, "aucCi95": interval}
    print(json.dumps(note_look(HERE, why, figures), indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
