"""Figures of grades: cumulative AUCs, confusion, kappa, with intervals by person."""

import sys
from pathlib import Path

import numpy as np

sys.path.append(str(Path(__file__).parents[1]))
from common.figures import auc_delong, confusion, quadratic_kappa  # noqa: E402

GRADES = 5


def said(probability: np.ndarray) -> np.ndarray:
    """The grade of the network: how many of the four cumulative probabilities reach one half."""
    return (probability >= 0.5).sum(1)


def grading(grades: np.ndarray, probability: np.ndarray) -> dict:
    answer = said(probability)
    counts = confusion(grades, answer, GRADES)
    at_least = []
    for k in range(GRADES - 1):
        auc, interval = auc_delong((grades > k).astype(int), probability[:, k])
        at_least.append({"grade": k + 1, "auc": auc, "aucCi95": interval, "positives": int((grades > k).sum())})
    return {
        "atLeast": at_least,
        "confusion": counts.tolist(),
        "same": float((grades == answer).mean()),
        "withinOne": float((np.abs(grades - answer) <= 1).mean()),
        "quadraticKappa": quadratic_kappa(counts),
    }


def by_person(grades: np.ndarray, probability: np.ndarray, persons: np.ndarray, draws: int = 1000) -> dict:
    """Bootstrap intervals that draw persons, not knees: the two knees of one person are not two independent ones."""
    numbers, of_person = np.unique(persons, return_inverse=True)
    places = [np.flatnonzero(of_person == k) for k in range(len(numbers))]
    rng = np.random.default_rng(1)
    found = {"auc2": [], "auc3": [], "quadraticKappa": []}
    for _ in range(draws):
        drawn = np.concatenate([places[k] for k in rng.integers(len(places), size=len(places))])
        g, p = grades[drawn], probability[drawn]
        found["auc2"].append(auc_delong((g >= 2).astype(int), p[:, 1])[0])
        found["auc3"].append(auc_delong((g >= 3).astype(int), p[:, 2])[0])
        found["quadraticKappa"].append(quadratic_kappa(confusion(g, said(p), GRADES)))
    return {name: [float(q) for q in np.quantile(values, [0.025, 0.975])] for name, values in found.items()}
