"""One look at the test folder with the shipped files. Every look is written down in looks.json, none is removed.

    python look.py "why this look"

Figures are over the films that the gates let through, as in use.
"""

import json
import sys
from pathlib import Path

import numpy as np

from corpus import list_films
from judge import judge
from predictive import predictive

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.figures import all_figures, at_threshold, auc_delong  # noqa: E402
from common.record import note_look, read_json  # noqa: E402

HERE = Path(__file__).resolve().parent


def main(why: str) -> None:
    training = read_json(HERE / "training.json")
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
    print(json.dumps(note_look(HERE, why, figures), indent=2))


if __name__ == "__main__":
    main(sys.argv[1])
