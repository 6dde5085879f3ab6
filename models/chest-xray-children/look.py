"""One look at the test folder with the shipped files. Every look is written down in looks.json, none is removed.

    python look.py "why this look"

Figures are over the films that the gates let through, as in use.
"""

import datetime
import hashlib
import json
import sys
from pathlib import Path

import numpy as np

from corpus import corpora_folder, list_films, read_grey
from figures import all_figures, at_threshold, auc_delong, predictive
from judge import judge

HERE = Path(__file__).resolve().parent


def main(why: str) -> None:
    training = json.loads((HERE / "training.json").read_text())
    films = list_films("test", corpora_folder())
    answers, through = judge([read_grey(film.path) for film in films], training["size"], training["quality"])
    truth, causes = np.array([film.label for film in films]), np.array([film.cause for film in films])
    thresholds = training["thresholds"]
    everything = auc_delong(truth, answers[:, 0])
    truth, causes, probability, bacterial = truth[through], causes[through], answers[through, 0], answers[through, 1]
    figures = all_figures(truth, probability, thresholds["present"], thresholds["absent"])
    figures["notAssessed"] = int((~through).sum())
    for cause in ("bacteria", "virus"):
        of_cause = np.isin(causes, ("normal", cause))
        part = at_threshold(truth[of_cause], probability[of_cause], thresholds["present"])
        figures[f"sensitivity, {cause}"] = part["sensitivity"]
    figures["aucWithoutGates"], figures["aucWithoutGatesCi95"] = everything
    figures["predictive"] = predictive(figures)
    ill = truth == 1
    auc, interval = auc_delong((causes[ill] == "bacteria").astype(int), bacterial[ill])
    figures["bacterialAgainstViral"] = {"auc": auc, "aucCi95": interval, "n": int(ill.sum())}
    looks_file = HERE / "looks.json"
    looks = json.loads(looks_file.read_text()) if looks_file.exists() else []
    digest = hashlib.sha256((HERE / "model.onnx").read_bytes()).hexdigest()
    looks.append({"date": str(datetime.date.today()), "why": why, "sha256": digest, "figures": figures})
    looks_file.write_text(json.dumps(looks, indent=2) + "\n")
    print(json.dumps(looks[-1], indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
