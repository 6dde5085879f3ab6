"""Writes the measured tables into CARD.md, between the marks `<!-- NAME -->` and `<!-- /NAME -->`."""

import json
import re
from pathlib import Path

HERE = Path(__file__).parent


def interval(pair) -> str:
    return f"{pair[0]:.3f}–{pair[1]:.3f}"


def figures_table(columns: dict) -> str:
    rows = [
        ("AUC (DeLong 95 %)", lambda f: f"{f['auc']:.4f} ({interval(f['aucCi95'])})"),
        ("`present`: sensitivity (Wilson 95 %)", lambda f: f"{f['sensitivity']:.3f} ({interval(f['sensitivityCi95'])})"),
        ("`present`: specificity", lambda f: f"{f['specificity']:.3f} ({interval(f['specificityCi95'])})"),
        ("at the `absent` threshold: sensitivity", lambda f: f"{f['atAbsent']['sensitivity']:.3f} ({interval(f['atAbsent']['sensitivityCi95'])})"),
        ("at the `absent` threshold: specificity", lambda f: f"{f['atAbsent']['specificity']:.3f} ({interval(f['atAbsent']['specificityCi95'])})"),
        ("`indeterminate`", lambda f: f"{100 * f['indeterminate']:.1f} %"),
        ("ECE, 10 bins", lambda f: f"{f['ece']:.3f}"),
        ("Brier", lambda f: f"{f['brier']:.3f}"),
        ("films", lambda f: str(f["n"])),
        ("`present`, bacterial / viral: sensitivity", lambda f: " / ".join(f"{f[f'sensitivity, {c}']:.3f}" for c in ("bacteria", "virus")) if "sensitivity, virus" in f else ""),
        ("refused by the image gate", lambda f: str(f.get("refused by the image gate", ""))),
    ]
    head = "| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns)
    return "\n".join([head] + [f"| {name} | " + " | ".join(show(f) for f in columns.values()) + " |" for name, show in rows])


def distortions_table(distorted: dict) -> str:
    lines = ["| validation films | AUC | sensitivity | specificity |", "|---|---|---|---|"]
    return "\n".join(
        lines + [f"| {name} | {f['auc']:.4f} | {f['sensitivity']:.3f} | {f['specificity']:.3f} |" for name, f in distorted.items()]
    )


def looks_table(looks: list) -> str:
    lines = ["| look | date | why | model.onnx | AUC | sensitivity | specificity |", "|---|---|---|---|---|---|---|"]
    for number, look in enumerate(looks, 1):
        f = look["figures"]
        lines.append(
            f"| {number} | {look['date']} | {look['why']} | `{look['sha256'][:12]}` | {f['auc']:.4f} | {f['sensitivity']:.3f} | {f['specificity']:.3f} |"
        )
    return "\n".join(lines)


def main() -> None:
    training = json.loads((HERE / "training.json").read_text())
    looks = json.loads((HERE / "looks.json").read_text())
    tables = {
        "figures": figures_table({"test": looks[-1]["figures"], "validation": training["validation"]}),
        "distortions": distortions_table(training["distorted"]),
        "looks": looks_table(looks),
        "thresholds": f"`present` at p ≥ {training['thresholds']['present']}, `absent` at p < {training['thresholds']['absent']}, "
        "`indeterminate` between.",
        "training": f"{len(training['seeds'])} networks, {training['parameters']:,} parameters together, {training['size']}×{training['size']} pixels, "
        f"{training['epochs']} epochs each; {training['films']['training']} films to train on, {training['films']['validation']} to validate.",
    }
    path = HERE / "CARD.md"
    card = path.read_text()
    for name, text in tables.items():
        marks = re.compile(rf"(<!-- {name} -->\n).*?(\n?<!-- /{name} -->)", re.S)
        card, found = marks.subn(lambda m: m[1] + text + "\n" + m[2].lstrip("\n"), card)
        if found != 1:
            raise ValueError(f"CARD.md has no place for {name}")
    path.write_text(card)


if __name__ == "__main__":
    main()
