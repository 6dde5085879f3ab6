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
DRAWS = 2000


def predictive(truth: np.ndarray, probability: np.ndarray, thresholds: dict) -> list[dict]:
    """What a call means where this share of the films is ill: PPV of `present`, NPV of `absent`, false alarms per 100
    films; by Bayes' theorem, with percentile intervals of 2,000 bootstrap draws within each class (Efron 1979)."""
    random = np.random.default_rng(7)
    ill, well = probability[truth == 1], probability[truth == 0]
    draws = [(ill, well)] + [(random.choice(ill, len(ill)), random.choice(well, len(well))) for _ in range(DRAWS)]
    present, absent = thresholds["present"], thresholds["absent"]
    shares = np.array([((a >= present).mean(), (b >= present).mean(), (a < absent).mean(), (b < absent).mean()) for a, b in draws])
    rows = []
    for prevalence in PREVALENCES:
        hits, alarms = prevalence * shares[:, 0], (1 - prevalence) * shares[:, 1]
        missed, cleared = prevalence * shares[:, 2], (1 - prevalence) * shares[:, 3]
        with np.errstate(invalid="ignore"):
            values = {"ppv": hits / (hits + alarms), "npv": cleared / (cleared + missed), "falseAlarmsPer100": 100 * alarms}
        row = {"prevalence": prevalence}
        for name, drawn in values.items():
            row[name] = float(drawn[0])
            row[f"{name}Ci95"] = [float(value) for value in np.nanpercentile(drawn[1:], [2.5, 97.5])]
        rows.append(row)
    return rows
