"""Writes the measured tables into CARD.md."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from common.record import figures_rows, fill, interval, looks_rows, read_json, table  # noqa: E402

HERE = Path(__file__).parent


def grades_table(report: dict, validation: dict) -> str:
    rows = [
        [
            f"grade ≥ {one['grade']}",
            f"{one['auc']:.4f} ({interval(one['aucCi95'])})",
            one["positives"],
            f"{other['auc']:.4f} ({interval(other['aucCi95'])})",
        ]
        for one, other in zip(report["grading"]["atLeast"], validation["grading"]["atLeast"])
    ]
    return table(["AUC (DeLong 95 %)", "test", "knees", "validation"], rows)


def confusion_table(grading: dict) -> str:
    rows = [[f"**{grade}**", *counts] for grade, counts in enumerate(grading["confusion"])]
    return table(["reader's grade ↓, network's →", "0", "1", "2", "3", "4"], rows)


def agreement(grading: dict, look: dict) -> str:
    return (
        f"Quadratic kappa {grading['quadraticKappa']:.3f} (bootstrap 95 % {interval(grading['quadraticKappaCi95'])}; drawing "
        f"persons instead of knees {interval(look['byPersonCi95']['quadraticKappa'])}). The same grade in "
        f"{100 * grading['same']:.1f} % of the knees, at most one away in {100 * grading['withinOne']:.1f} %."
    )


def sides_table(sides: dict) -> str:
    show = lambda f, key: f"{f[key]:.3f} ({interval(f[key + 'Ci95'])})"
    rows = [
        ["AUC, grade ≥ 2", *(f"{sides[s]['auc']:.4f} ({interval(sides[s]['aucCi95'])})" for s in "LR")],
        *([name, *(show(sides[s], name) for s in "LR")] for name in ("sensitivity", "specificity")),
        *([name, *(f"{sides[s][key]:.3f}" for s in "LR")] for name, key in (("ECE", "ece"), ("Brier", "brier"))),
        ["knees", *(sides[s]["n"] for s in "LR")],
    ]
    return table(["", "left", "right (mirrored)"], rows)


def predictive_table(rows: list) -> str:
    return table(
        ["share of knees with grade ≥ 2", "PPV of `present`", "NPV of `absent`", "false alarms in 100 films"],
        [[f"{100 * r['prevalence']:.0f} %", f"{r['ppv']:.2f}", f"{r['npv']:.3f}", f"{r['falseAlarmsPer100']:.1f}"] for r in rows],
    )


def gate_table(gate: dict) -> str:
    return table(["", "refused", "of"], [[name, f["refused"], f["of"]] for name, f in gate.items()])


def main() -> None:
    training, looks = read_json(HERE / "training.json"), read_json(HERE / "looks.json")
    report, look = read_json(HERE / "report" / "figures.json"), looks[-1]["figures"]
    members, thresholds, knees = training["members"], training["thresholds"], training["knees"]
    epochs = " and ".join(str(one["epochs"]) for one in members)
    by_person = look["byPersonCi95"]
    fill(
        HERE / "CARD.md",
        {
            "training": f"{len(members)} network{'s' if len(members) > 1 else ''} of {epochs} epochs, {training['parameters']:,} parameters together, "
            f"{training['size']}×{training['size']} pixels; {knees['training']} knees to train on, {knees['validation']} to validate.",
            "figures": table(["", "test", "validation"], figures_rows([report, training["validation"]])),
            "grades": grades_table(report, training["validation"]),
            "persons": f"Drawing persons instead of knees (bootstrap): AUC of grade ≥ 2 {interval(by_person['auc2'])}, of grade ≥ 3 "
            f"{interval(by_person['auc3'])}.",
            "confusion": confusion_table(report["grading"]),
            "agreement": agreement(report["grading"], look),
            "sides": sides_table(report["bySide"]),
            "predictive": predictive_table(report["predictive"]),
            "gate": gate_table(look["gate"]),
            "thresholds": f"`present` at p ≥ {thresholds['present']}, `absent` at p < {thresholds['absent']}, "
            f"`indeterminate` between. {training['chosen'][0].upper()}{training['chosen'][1:]}",
            "looks": table(["look", "date", "why", "model.onnx", "AUC, grade ≥ 2"], looks_rows(looks)),
        },
    )


if __name__ == "__main__":
    main()
