"""From logits to probabilities, and from probabilities to the two thresholds. Everything here sees training-folder films
that the judging network did not learn from: the validation films under all fixed distortions, and the films on which
appearance misleads, each judged by the member that did not see its person."""

import math

import numpy as np
from scipy.optimize import minimize

# `absent` may only be said where next to no film with pneumonia is left, `present` where few normal films are, on the
# films that are hardest for us. Both were set before the first look of this version at the test folder.
SENSITIVITY_ABSENT = 0.98
SPECIFICITY_PRESENT = 0.90
CHOSEN = (
    f"absent: the highest threshold with sensitivity {SENSITIVITY_ABSENT}; present: the lowest with specificity "
    f"{SPECIFICITY_PRESENT}; each on the harder of two sets of the training folder: the validation films under all fixed "
    "distortions together, and the films on which appearance misleads, judged by members that did not see their persons. "
    "A rule set before this version's first look at the test folder and kept."
)


def platt(truth: np.ndarray, logit: np.ndarray, weight=None) -> tuple[float, float]:
    """Slope and offset of Platt's logistic fit with his smoothed targets (Platt 1999), which keeps the fit finite
    where the classes are nearly separated."""
    positives, negatives = (truth == 1).sum(), (truth == 0).sum()
    target = np.where(truth == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(parameters):
        z = parameters[0] * logit + parameters[1]
        return np.average(np.logaddexp(0, z) - target * z, weights=weight)

    slope, offset = minimize(loss, (1.0, 0.0), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10}).x
    return float(slope), float(offset)


def threshold_at_specificity(specificity: float, truth: np.ndarray, probability: np.ndarray) -> float:
    """The lowest threshold, of three decimals, at which "probability >= threshold" has this specificity."""
    negative = np.sort(probability[truth == 0])
    exact = float(negative[min(len(negative) - 1, int(np.ceil(specificity * len(negative))))])
    return math.ceil(exact * 1000) / 1000
