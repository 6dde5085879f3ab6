"""Train, calibrate, choose thresholds, export. Sees nih-more only; look.py is the one that sees nih.

    python train.py [CORPORA] [--size 128] [--epochs 40] [--seed 1] [--keep FOLDER]

Writes model.onnx and training.json beside this file. A run that was cut off goes on from its checkpoint in FOLDER.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from baseline import brightness, fit_logistic
from corpus import is_one_source, is_validation, list_films
from learn import learn
from network import AdultNetwork, Calibrated

sys.path.append(str(Path(__file__).parents[1]))
from common.calibrate import platt, threshold_at  # noqa: E402
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.export import run_onnx, write_onnx  # noqa: E402
from common.figures import all_figures, auc_delong  # noqa: E402
from common.learn import kept  # noqa: E402
from common.preprocess import area_resize, preprocess  # noqa: E402

HERE = Path(__file__).parent
SENSITIVITY_PRESENT, SENSITIVITY_ABSENT = 0.80, 0.95
CHOSEN = (
    f"present: the highest threshold with sensitivity {SENSITIVITY_PRESENT} on validation; absent: the highest with "
    f"sensitivity {SENSITIVITY_ABSENT}; a rule set before the first look at the evaluation folder and kept."
)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="?", type=Path, default=corpora_folder())
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--epochs", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "oka-members")
    return parser.parse_args()


def trained(chosen, films, labels):
    """The network, from the folder of finished ones where it is there already."""
    path = chosen.keep / f"adult-size{chosen.size}-epochs{chosen.epochs}-seed{chosen.seed}.pt"
    train = lambda checkpoint: learn(films, labels, chosen.size, chosen.seed, chosen.epochs, checkpoint)
    return kept(path, AdultNetwork(chosen.size), train)


def by_patient(films, greys, labels) -> dict:
    """AUC of brightness alone, each fifth of the patients judged by a fit to the other four."""
    features, fold = np.stack([brightness(grey) for grey in greys]), np.array([film.patient % 5 for film in films])
    score = np.zeros(len(films))
    for k in range(5):
        score[fold == k] = fit_logistic(features[fold != k], labels[fold != k])(features[fold == k])
    auc, interval = auc_delong(labels, score)
    source = np.array([is_one_source(film) for film in films])
    within, within_interval = auc_delong(labels[source], score[source])
    return {
        "all": {"auc": auc, "aucCi95": interval, "n": len(films)},
        "patients numbered below 4000": {"auc": within, "aucCi95": within_interval, "n": int(source.sum())},
    }


def main() -> None:
    chosen = arguments()
    torch.set_num_threads(1)
    films = list_films("nih-more", chosen.corpora)
    labels = np.array([film.label for film in films])
    held_out = np.array([is_validation(film) for film in films])
    greys = [read_grey(film.path) for film in films]
    double = 2 * chosen.size
    stack = torch.from_numpy(np.stack([np.round(area_resize(g, double, double) * 255).astype(np.uint8) for g in greys]))
    network = trained(chosen, stack[~held_out], labels[~held_out])

    images = np.stack([preprocess(grey, chosen.size) for grey in greys])[held_out]
    with torch.no_grad():
        logit = torch.cat([network(part)[0] for part in torch.from_numpy(images).split(64)]).numpy()
    truth = labels[held_out]
    slope, (offset,) = platt(truth[:, None], logit)
    write_onnx(Calibrated(network, slope, offset), chosen.size, HERE / "model.onnx")
    probability = run_onnx(HERE / "model.onnx", images)[0][:, 0]
    present = threshold_at(SENSITIVITY_PRESENT, truth, probability)
    absent = min(present, threshold_at(SENSITIVITY_ABSENT, truth, probability))
    source = np.array([is_one_source(film) for film in films])[held_out]
    within, within_interval = auc_delong(truth[source], probability[source])
    summary = {
        "size": chosen.size,
        "epochs": chosen.epochs,
        "seed": chosen.seed,
        "parameters": sum(p.numel() for p in network.parameters()),
        "films": {"training": int((~held_out).sum()), "validation": int(held_out.sum())},
        "withFinding": {"training": int(labels[~held_out].sum()), "validation": int(truth.sum())},
        "calibration": {"slope": slope, "offset": offset},
        "thresholds": {"present": present, "absent": absent},
        "chosen": CHOSEN,
        "validation": all_figures(truth, probability, present, absent),
        "validationOneSource": {"auc": within, "aucCi95": within_interval, "n": int(source.sum())},
        "brightnessAlone": by_patient(films, greys, labels),
    }
    (HERE / "training.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
