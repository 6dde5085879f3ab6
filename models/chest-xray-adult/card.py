"""Writes the measured tables into CARD.md."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from common.record import figures_rows, fill, interval, looks_rows, read_json, table  # noqa: E402

HERE = Path(__file__).parent


def main() -> None:
    training, looks = read_json(HERE / "training.json"), read_json(HERE / "looks.json")
    report, look = read_json(HERE / "report" / "figures.json"), looks[-1]["figures"]
    auc = lambda f: f"{f['auc']:.4f} ({interval(f['aucCi95'])})"
    alone = training["brightnessAlone"]
    lesson = [
        ["the network, patients held out from **the training selection**", auc(training["validation"]), training["validation"]["n"]],
        ["**brightness alone** on the training selection, fifths of the patients held out in turn", auc(alone["all"]), alone["all"]["n"]],
        [
            "brightness alone, only patients numbered below 4000 of that selection",
            auc(alone["patients numbered below 4000"]),
            alone["patients numbered below 4000"]["n"],
        ],
        ["the network **within one source** (cxr/nih)", auc(report), report["n"]],
        ["brightness alone within one source", auc(look["brightnessAlone"]), look["n"]],
    ]
    findings = [[name.replace("_", " "), f["positives"], auc(f)] for name, f in look["byFinding"].items()]
    films, ill, thresholds = training["films"], training["withFinding"], training["thresholds"]
    fill(
        HERE / "CARD.md",
        {
            "lesson": table(["what was asked: any of 14 findings?", "AUC (95 %)", "films"], lesson),
            "training": f"{training['parameters']:,} parameters, {training['size']}×{training['size']} pixels, "
            f"{training['epochs']} epochs; {films['training']} films to train on ({ill['training']} with a finding), "
            f"{films['validation']} to validate ({ill['validation']} with one).",
            "figures": table(["", "evaluation (cxr/nih)", "validation"], figures_rows([report, training["validation"]])),
            "thresholds": f"\n`present` at p ≥ {thresholds['present']}, `absent` at p < {thresholds['absent']}, "
            f"`indeterminate` between. {training['chosen'][0].upper()}{training['chosen'][1:]}",
            "findings": table(["finding", "films with it", "AUC (95 %)"], findings),
            "looks": table(["look", "date", "why", "model.onnx", "AUC"], looks_rows(looks)),
        },
    )


if __name__ == "__main__":
    main()
