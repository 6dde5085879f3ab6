"""Films on which appearance misleads: where a network must find the disease, not the darkroom.

A logistic regression sees only exposure, sharpness and borders. The films it is most wrong about (normal films that look like
the others by these figures, and the reverse) are the hard ones. Each member of the committee learns without the
persons of one half of them, and is judged on that half.
"""

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SHARE_HARD = 0.13


def appearance(grey: np.ndarray) -> list[float]:
    """Mean, deviation, sharpness of the whole and of the middle, percentiles, edges, shares of black and white."""
    image = grey * 255
    edges = np.abs(4 * image[1:-1, 1:-1] - image[:-2, 1:-1] - image[2:, 1:-1] - image[1:-1, :-2] - image[1:-1, 2:])
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
    hard = np.zeros(len(labels), dtype=bool)
    for label in (0, 1):
        own = labels == label
        hard[own] = wrong[own] > np.quantile(wrong[own], 1 - SHARE_HARD)
    return hard, float(roc_auc_score(labels, score))
