"""Writes the measured tables into CARD.md, between the marks `<!-- NAME -->` and `<!-- /NAME -->`."""

import sys
from pathlib import Path

from kinds import NAMES
from predictive import predictive

sys.path.append(str(Path(__file__).parents[1]))
from common.record import figures_rows, fill, interval, last_figures, read_json, table  # noqa: E402

HERE = Path(__file__).resolve().parent


def figures_table(columns: dict) -> str:
    cause = lambda f: " / ".join(f"{f[f'sensitivity, {c}']:.3f}" for c in ("bacteria", "virus")) if "sensitivity, virus" in f else ""
    measured = list(columns.values())
    last = ["`present`, bacterial / viral: sensitivity", *map(cause, measured)]
    # Only a look asks the gates.
    rows = figures_rows(measured, lambda f: str(f["notAssessed"]) if "aucWithoutGates" in f else "not asked")
    return table(["", *columns], [*rows, last])


def predictive_table(rows: list) -> str:
    show = lambda row, key, digits: f"{row[key]:.{digits}f} ({interval(row[f'{key}Ci95'], digits)})"
    return table(
        ["ill among those examined", "PPV of `present`", "NPV of `absent`", "false alarms per 100 films"],
        [[f"{100 * row['prevalence']:.0f} %", show(row, "ppv", 2), show(row, "npv", 3), show(row, "falseAlarmsPer100", 1)] for row in rows],
    )


def distortions_table(distorted: dict) -> str:
    rows = [[name, f"{f['auc']:.4f}", f"{f['sensitivity']:.3f}", f"{f['specificity']:.3f}"] for name, f in distorted.items()]
    return table(["validation films", "AUC", "sensitivity", "specificity"], rows)


def robustness_table(part: dict) -> str:
    """AUC of each form, what it loses, and how many films the gates refuse beside."""
    plain = part["forms"]["as it came"]["auc"]
    rows = []
    for name, f in part["forms"].items():
        lost = "" if name == "as it came" else f"{plain - f['auc']:+.4f}"
        rows.append([name, f"{f['auc']:.4f} ({interval(f['aucCi95'])})", lost, f"{f['sensitivity']:.3f}", f"{f['specificity']:.3f}", str(f["notAssessed"])])
    return table(["form", "AUC", "lost", "sensitivity", "specificity", "refused"], rows)


def looks_table(looks: list) -> str:
    rows = []
    for number, look in enumerate(looks, 1):
        if "figures" in look:
            f = look["figures"]
            said = [f"{f['auc']:.4f}", f"{f['sensitivity']:.3f}", f"{f['specificity']:.3f}"]
        else:
            said = ["table above", "", ""]
        rows.append([str(number), look["date"], look["why"], f"`{look['sha256'][:12]}`", *said])
    return table(["look", "date", "why", "model.onnx", "AUC", "sensitivity", "specificity"], rows)


def control_table(gate: dict) -> str:
    control, anatomy = gate["control"], gate["childAgainstAdult"]
    row = lambda name, one: [name, *(f"{one[key]:.3f}" for key in ("asTheyCame", "equalised", "exactly"))]
    return table(
        ["child's or adult's film: AUC on other people's films", "files as they came", "equalised as in training", "greys matched once more, exactly"],
        [row("control: greys, sharpness, noise, JPEG grid alone", control), row("pixel gate", anatomy)],
    )


def gate_table(gate: dict, looks: dict) -> str:
    rows = [[name, str(f["films"]), str(f["refused"]), f"{100 * f['refused'] / f['films']:.1f} %", ", ".join(f"{k} {v}" for k, v in f["reasons"].items())] for name, f in looks["age assumed"].items()]
    refused, films = gate["validationRefused"]["asTheyCame"], gate["films"]["validation"]
    for name in ("children", "adults", "knees"):
        share = refused[name]
        rows.insert(0 if name == "children" else len(rows), [f"{name}, validation", str(films[name]), f"{share * films[name]:.0f}", f"{100 * share:.1f} %", ""])
    return table(["pictures, age in range assumed", "films", "refused", "share", "taken for"], rows)


def confusion_table(gate: dict) -> str:
    rows = []
    for name in NAMES:
        called = gate["confusion"][name]
        total = sum(called.values())
        wrong = ", ".join(f"{other} {100 * count / total:.0f} %" for other, count in sorted(called.items(), key=lambda p: -p[1]) if other != name and count / total >= 0.02)
        rows.append([name, f"{100 * called.get(name, 0) / total:.0f} %", wrong])
    return table(["equalised pictures of other people", "called so", "else (2 % or more)"], rows)


def headers_table(rows: list) -> str:
    return table(["file of `dicom/`", "children's model says", "reason"], [[row["file"], row["state"], row["reason"] or ""] for row in rows])


def main() -> None:
    read = lambda name: read_json(HERE / name)
    training, looks, gate = read("training.json"), read("looks.json"), read("gate.json")
    gate_looks, robustness = read("gate-looks.json"), read("robustness.json")
    last = last_figures(looks)
    hard = training["hard"]
    thresholds = training["thresholds"]
    members = "; ".join(f"{one['size']}×{one['size']} pixels, {one['epochs']} epochs" for one in training["members"])
    tables = {
        "figures": figures_table({"test": last, "validation": training["validation"], "where appearance misleads": hard}),
        "predictive": predictive_table(predictive(last)),
        "robustness": robustness_table(robustness["test"]),
        "distortions": distortions_table(training["distorted"]),
        "looks": looks_table(looks),
        "control": control_table(gate),
        "gate": gate_table(gate, gate_looks),
        "confusion": confusion_table(gate),
        "headers": headers_table(gate_looks["real headers"]),
        "thresholds": f"`present` at p ≥ {thresholds['present']}, `absent` at p < {thresholds['absent']}, `indeterminate` between.",
        "bacterial": f"AUC {last['bacterialAgainstViral']['auc']:.3f} ({interval(last['bacterialAgainstViral']['aucCi95'])}) on the {last['bacterialAgainstViral']['n']} films with pneumonia of the test folder.",
        "training": f"{len(training['members'])} networks, {training['parameters']:,} parameters together: {members}. "
        f"{training['films']['training']} films to train on, {training['films']['validation']} to validate.",
    }
    fill(HERE / "CARD.md", tables)


if __name__ == "__main__":
    main()
