"""Measures of a binary classifier, each with the source of its formula."""

import numpy as np
from scipy.stats import norm, rankdata


def auc_delong(truth: np.ndarray, score: np.ndarray, level: float = 0.95):
    """Area under the ROC curve with DeLong's interval (DeLong 1988; fast form: Sun and Xu 2014)."""
    positive, negative = score[truth == 1], score[truth == 0]
    m, n = len(positive), len(negative)
    together = rankdata(np.concatenate([positive, negative]))
    auc = (together[:m].sum() - m * (m + 1) / 2) / (m * n)
    of_positive = (together[:m] - rankdata(positive)) / n
    of_negative = 1 - (together[m:] - rankdata(negative)) / m
    deviation = np.sqrt(of_positive.var(ddof=1) / m + of_negative.var(ddof=1) / n)
    reach = norm.ppf((1 + level) / 2) * deviation
    return float(auc), [float(max(0, auc - reach)), float(min(1, auc + reach))]


def wilson(hits: int, total: int, level: float = 0.95):
    """Wilson's score interval of a proportion (Wilson 1927)."""
    z = norm.ppf((1 + level) / 2)
    share = hits / total
    centre = (share + z * z / (2 * total)) / (1 + z * z / total)
    reach = z / (1 + z * z / total) * np.sqrt(share * (1 - share) / total + z * z / (4 * total * total))
    return [float(centre - reach), float(centre + reach)]


def at_threshold(truth: np.ndarray, probability: np.ndarray, threshold: float) -> dict:
    """Sensitivity and specificity of "probability >= threshold", with Wilson intervals."""
    called = probability >= threshold
    true_positive, positives = int((called & (truth == 1)).sum()), int((truth == 1).sum())
    true_negative, negatives = int((~called & (truth == 0)).sum()), int((truth == 0).sum())
    return {
        "sensitivity": true_positive / positives,
        "sensitivityCi95": wilson(true_positive, positives),
        "specificity": true_negative / negatives,
        "specificityCi95": wilson(true_negative, negatives),
    }


def expected_calibration_error(truth: np.ndarray, probability: np.ndarray, bins: int = 10) -> float:
    """ECE over equal-width bins of the probability (Naeini 2015; Guo 2017, arXiv 1706.04599)."""
    place = np.minimum((probability * bins).astype(int), bins - 1)
    gaps = [
        (place == k).sum() * abs(truth[place == k].mean() - probability[place == k].mean())
        for k in range(bins)
        if (place == k).any()
    ]
    return float(sum(gaps) / len(truth))


def brier(truth: np.ndarray, probability: np.ndarray) -> float:
    """Mean squared error of the probability (Brier 1950)."""
    return float(np.mean((probability - truth) ** 2))


def all_figures(truth: np.ndarray, probability: np.ndarray, present: float, absent: float) -> dict:
    auc, interval = auc_delong(truth, probability)
    state_between = (probability >= absent) & (probability < present)
    return {
        "auc": auc,
        "aucCi95": interval,
        **at_threshold(truth, probability, present),
        "atAbsent": at_threshold(truth, probability, absent),
        "indeterminate": float(state_between.mean()),
        "ece": expected_calibration_error(truth, probability),
        "brier": brier(truth, probability),
        "n": int(len(truth)),
        "notAssessed": 0,
    }


PREVALENCES = (0.05, 0.1, 0.2, 0.4)


def predictive(figures: dict) -> list[dict]:
    """What a call means where this share of the films is ill: PPV of `present`, NPV of `absent`, false alarms per 100
    films, by Bayes' theorem; intervals from the Wilson bounds of sensitivity and specificity taken together, which is
    wider than 95 % and does not end at a point where nothing was missed."""
    present, absent = figures, figures["atAbsent"]
    ends = lambda one, name: (one[name], *one[f"{name}Ci95"])
    rows = []
    for share in PREVALENCES:
        ppv = [share * hit / (share * hit + (1 - share) * (1 - clear)) for hit, clear in zip(ends(present, "sensitivity"), ends(present, "specificity"))]
        npv = [(1 - share) * clear / ((1 - share) * clear + share * (1 - hit)) for hit, clear in zip(ends(absent, "sensitivity"), ends(absent, "specificity"))]
        alarms = [100 * (1 - share) * (1 - clear) for clear in ends(present, "specificity")]
        row = {"prevalence": share}
        for name, values in (("ppv", ppv), ("npv", npv), ("falseAlarmsPer100", alarms)):
            row |= {name: values[0], f"{name}Ci95": sorted(values[1:])}
        rows.append(row)
    return rows
