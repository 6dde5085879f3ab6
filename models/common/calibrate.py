"""From logits to probabilities, and from probabilities to thresholds. Everything here sees validation only."""

import math

import numpy as np
from scipy.optimize import minimize


def smoothed(truth: np.ndarray) -> np.ndarray:
    """Platt's targets (Platt 1999), which keep a logistic fit finite where the classes are nearly separated."""
    positives, negatives = (truth == 1).sum(), (truth == 0).sum()
    return np.where(truth == 1, (positives + 1) / (positives + 2), 1 / (negatives + 2))


def platt(truths: np.ndarray, logits: np.ndarray) -> tuple[float, list[float]]:
    """One slope and an offset for each of K questions: p = sigmoid(slope * logit + offset).

    truths and logits are [n, K]; the loss is the sum of the K cross entropies. With one slope the K questions keep
    their order wherever the offsets do not turn it.
    """
    targets = np.stack([smoothed(truths[:, k]) for k in range(truths.shape[1])], 1)

    def loss(parameters):
        z = parameters[0] * logits + parameters[1:]
        return np.mean(np.logaddexp(0, z) - targets * z)

    start = np.array([1.0] + [0.0] * truths.shape[1])
    slope, *offsets = minimize(loss, start, method="BFGS").x
    return float(slope), [float(offset) for offset in offsets]


def threshold_at(sensitivity: float, truth: np.ndarray, probability: np.ndarray) -> float:
    """The highest threshold, of three decimals, at which "probability >= threshold" still has this sensitivity."""
    positive = np.sort(probability[truth == 1])
    exact = float(positive[int(np.floor((1 - sensitivity) * len(positive)))])
    return math.floor(exact * 1000) / 1000


def threshold_of_specificity(specificity: float, truth: np.ndarray, probability: np.ndarray) -> float:
    """The lowest threshold, of three decimals, at which this share of the negatives lies below it."""
    negative = np.sort(probability[truth == 0])
    exact = float(negative[min(len(negative) - 1, int(np.ceil(specificity * len(negative))) - 1)])
    return math.floor(exact * 1000 + 1) / 1000
