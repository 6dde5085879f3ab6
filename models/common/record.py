"""What was measured, written down: looks at a test folder, the figures of a manifest, the tables of a card."""

import datetime
import hashlib
import json
import re
from pathlib import Path


def read_json(path: Path, otherwise=None):
    return json.loads(path.read_text()) if path.exists() else otherwise


def digest_of(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def note_look(folder: Path, why: str, figures: dict, kind: str = "figures") -> dict:
    """Every look at a test folder stands in looks.json; none is removed."""
    path = folder / "looks.json"
    looks = read_json(path, [])
    looks.append(
        {"date": str(datetime.date.today()), "why": why, "sha256": digest_of(folder / "model.onnx"), kind: figures}
    )
    path.write_text(json.dumps(looks, indent=2) + "\n")
    return looks[-1]


def short(value):
    """Four digits are enough for a figure."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: short(part) for key, part in value.items()}
    return [short(part) for part in value] if isinstance(value, list) else value


FIGURES = ("auc", "aucCi95", "sensitivity", "specificity", "ece", "brier", "n", "notAssessed")


def figures_of(measured: dict) -> dict:
    """What a manifest holds of a set of figures."""
    chosen = {key: measured[key] for key in FIGURES}
    chosen["atAbsent"] = {key: measured["atAbsent"][key] for key in ("sensitivity", "specificity")}
    return short(chosen)


def last_figures(looks: list) -> dict:
    """Of the last look that measured the model itself."""
    return next(look["figures"] for look in reversed(looks) if "figures" in look)


def manifest_figures(folder: Path, training: dict, sha256: str) -> dict:
    """Validation from training.json; test from report/figures.json (`oka model report`, with the gates in place), and
    until that is made from the last look."""
    report, looks = read_json(folder / "report" / "figures.json"), read_json(folder / "looks.json", [])
    test = report if report and report["sha256"] == sha256 else last_figures(looks)
    return {"validation": figures_of(training["validation"]), "test": figures_of(test)}


def write_manifest(folder: Path, described: dict) -> None:
    """manifest.json; what `oka model reference` wrote there is kept as long as the network is the same."""
    path = folder / "manifest.json"
    before = read_json(path, {})
    if before.get("sha256") == described["sha256"] and "reference" in before:
        described["reference"] = before["reference"]
    path.write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n")


def interval(pair, digits: int = 3) -> str:
    return "–".join(f"{value:.{digits}f}" for value in pair)


def table(head: list, rows: list) -> str:
    """A Markdown table."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def figures_rows(columns: list, not_assessed=lambda f: str(f["notAssessed"])) -> list:
    """The rows that every card has; each column is a set of figures."""
    both = lambda f, key: f"{f[key]:.3f} ({interval(f[key + 'Ci95'])})"
    rows = [
        ("AUC (DeLong 95 %)", lambda f: f"{f['auc']:.4f} ({interval(f['aucCi95'])})"),
        ("`present`: sensitivity (Wilson 95 %)", lambda f: both(f, "sensitivity")),
        ("`present`: specificity", lambda f: both(f, "specificity")),
        ("at the `absent` threshold: sensitivity", lambda f: both(f["atAbsent"], "sensitivity")),
        ("at the `absent` threshold: specificity", lambda f: both(f["atAbsent"], "specificity")),
        ("`indeterminate`", lambda f: f"{100 * f['indeterminate']:.1f} %"),
        ("ECE, 10 bins", lambda f: f"{f['ece']:.3f}"),
        ("Brier", lambda f: f"{f['brier']:.3f}"),
        ("assessed", lambda f: str(f["n"])),
        ("not assessed", not_assessed),
    ]
    return [[name, *(show(f) for f in columns)] for name, show in rows]


def looks_rows(looks: list) -> list:
    return [
        [k, look["date"], look["why"], f"`{look['sha256'][:12]}`", f"{look['figures']['auc']:.4f}"]
        for k, look in enumerate(looks, 1)
    ]


def fill(card: Path, tables: dict) -> None:
    """Writes the tables into a card between the marks `<!-- NAME -->` and `<!-- /NAME -->`."""
    text = card.read_text()
    for name, content in tables.items():
        marks = re.compile(rf"(<!-- {name} -->\n).*?(\n?<!-- /{name} -->)", re.S)
        text, found = marks.subn(lambda m: m[1] + content + "\n" + m[2].lstrip("\n"), text)
        if found != 1:
            raise ValueError(f"{card.name} has no place for {name}")
    card.write_text(text)
