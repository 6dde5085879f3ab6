"""From logits to probabilities, and from probabilities to the two thresholds. Everything here sees validation only."""

import math

import numpy as np
from scipy.optimize import minimize

# The bar is a sensitivity of 0.95 for `present`; two points more are asked on validation because a new place always
# costs some. `absent` may only be said where next to no validation film with pneumonia is left, distorted ones included.
SENSITIVITY_PRESENT = 0.97
SENSITIVITY_ABSENT = 0.99
CHOSEN = (
    f"present: the highest threshold with sensitivity {SENSITIVITY_PRESENT} on the validation films as they are; "
    f"absent: the highest with sensitivity {SENSITIVITY_ABSENT} on the validation films under all fixed distortions of "
    "perturb.py together; a rule set before the first look at the test folder and kept."
)


def platt(truth: np.ndarray, logit: np.ndarray) -> tuple[float, float]:
    """Slope and offset of Platt's logistic fit with his smoothed targets (Platt 1999), which keeps the fit finite
    where the classes are nearly separated."""
    positives, negatives = (truth == 1).sum(), (truth == 0).sum()
    target = np.where(truth == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))

    def loss(parameters):
        z = parameters[0] * logit + parameters[1]
        return np.mean(np.logaddexp(0, z) - target * z)

    slope, offset = minimize(loss, (1.0, 0.0), method="Nelder-Mead", options={"xatol": 1e-6, "fatol": 1e-10}).x
    return float(slope), float(offset)


def threshold_at(sensitivity: float, truth: np.ndarray, probability: np.ndarray) -> float:
    """The highest threshold, of three decimals, at which "probability >= threshold" still has this sensitivity."""
    positive = np.sort(probability[truth == 1])
    exact = float(positive[int(np.floor((1 - sensitivity) * len(positive)))])
    return math.floor(exact * 1000) / 1000
