"""How much of the class shows in mere appearance, and how a network does where appearance misleads.

    python appearance.py [SIZE] [EPOCHS]

A logistic regression sees only exposure, sharpness and borders. The films it is most wrong about (normal films that look like
the others by these figures, and the reverse) are held out, with everything else of the same persons put aside; a
network trained on the rest must find the disease there, not the darkroom. Choices of the training (distortions, size,
channels) were made by this and by perturb.py.
"""

import sys

import numpy as np
import torch
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from corpus import corpora_folder, list_films, read_grey
from figures import auc_delong
from learn import learn
from perturb import PERTURBATIONS
from preprocess import area_resize

SHARE_HELD_OUT = 0.13


def appearance(grey: np.ndarray) -> list[float]:
    """Mean, deviation, sharpness of the whole and of the middle, percentiles, edges, shares of black and white."""
    image = grey * 255
    edges = np.abs(
        4 * image[1:-1, 1:-1] - image[:-2, 1:-1] - image[2:, 1:-1] - image[1:-1, :-2] - image[1:-1, 2:]
    )
    return [
        image.mean(),
        image.std(),
        np.log(edges.mean()),
        np.log(edges[60:160, 60:160].mean()),
        *np.percentile(image, [1, 10, 25, 50, 75, 90, 99]),
        image[:12].mean(),
        image[-12:].mean(),
        image[:, :12].mean(),
        image[:, -12:].mean(),
        (image < 8).mean(),
        (image > 247).mean(),
    ]


def misleading(grey, labels: np.ndarray, persons: np.ndarray) -> tuple[np.ndarray, float]:
    """Which films appearance alone misjudges most, per class, and the AUC of appearance over all films."""
    features = np.array([appearance(image) for image in grey])
    classifier = make_pipeline(StandardScaler(), LogisticRegression(class_weight="balanced", max_iter=2000))
    score = cross_val_predict(classifier, features, labels, groups=persons, cv=GroupKFold(5), method="decision_function")
    wrong = np.where(labels == 1, -score, score)
    held_out = np.zeros(len(labels), dtype=bool)
    for label in (0, 1):
        own = labels == label
        held_out[own] = wrong[own] > np.quantile(wrong[own], 1 - SHARE_HELD_OUT)
    return held_out, roc_auc_score(labels, score)


def main(size: int, epochs: int) -> None:
    torch.set_num_threads(2)
    films = list_films("train", corpora_folder())
    labels = np.array([film.label for film in films])
    causes = np.array([film.cause for film in films])
    persons = np.array([film.person + 100_000 * film.label for film in films])
    grey = [read_grey(film.path) for film in films]
    held_out, alone = misleading(grey, labels, persons)
    own = ~np.isin(persons, persons[held_out])
    print(f"appearance alone: AUC {alone:.3f}; {held_out.sum()} films held out, {own.sum()} to train on", flush=True)
    stack = torch.from_numpy(
        np.stack([np.round(area_resize(g, 2 * size, 2 * size) * 255).astype(np.uint8) for g in grey])
    )
    network = learn(stack[own], torch.from_numpy(labels[own]), causes[own], size, 1, epochs)
    aucs = []
    for name, distortion in PERTURBATIONS.items():
        with torch.no_grad():
            parts = [network(distortion(p.float().div(255)[:, None]))[0] for p in stack[held_out].split(128)]
        aucs.append(auc_delong(labels[held_out], torch.cat(parts)[:, 0].numpy())[0])
        print(f"{name:28s} AUC {aucs[-1]:.4f}")
    print(f"{'mean':28s} AUC {np.mean(aucs):.4f}")


if __name__ == "__main__":
    main(*(int(argument) for argument in (sys.argv[1:3] or (64, 8))))
