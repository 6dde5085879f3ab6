"""What a call means where few or many are ill."""

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
