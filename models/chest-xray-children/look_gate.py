"""What the gates let through of films nobody trained on: the children's test folder, adults, knees, real DICOM files.

    python look_gate.py [--oka "node cli/oka.mjs"]

The children's test folder is counted by the numbers alone that the gates say; no label of it is read. Writes
gate-looks.json.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import numpy as np

from corpus import list_films
from gate import passes, refused
from kinds import NAMES, SIZE

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.export import run_onnx  # noqa: E402
from common.preprocess import area_resize, pad, preprocess  # noqa: E402
from common.record import digest_of, read_json  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


def refusals(paths: list[Path], gate: dict, quality: dict) -> dict:
    """How many films are refused, and what the gate takes the refused ones for."""
    pictures = [read_grey(path) for path in paths]
    kinds, distance = run_onnx(HERE / "gate.onnx", np.stack([preprocess(one, SIZE, pad) for one in pictures]))
    first = np.array([passes(area_resize(one, 128, 128), quality) for one in pictures])
    unfit, far = refused(kinds, np.zeros(len(paths)), gate), distance[:, 0] > gate["maximumDistance"]
    names, counts = np.unique([NAMES[k] for k in kinds[unfit & first, 1:].argmax(1) + 1], return_counts=True)
    reasons = dict(zip(names.tolist(), counts.tolist())) | {"far": int((far & ~unfit & first).sum()), "first numbers": int((~first).sum())}
    return {"films": len(paths), "refused": int((unfit | far | ~first).sum()), "reasons": {k: v for k, v in reasons.items() if v}}


def seen(oka: list[str], folder: Path) -> list[dict]:
    """Of every real DICOM file what `oka see` says of this model."""
    answer = subprocess.run([*oka, "see", str(folder), "--json"], cwd=ROOT, capture_output=True, text=True)
    rows = []
    for line in map(json.loads, answer.stdout.splitlines()):
        finding = next((f for f in line.get("findings", []) if f["model"]["id"] == "chest-xray-children"), {})
        rows.append({"file": Path(line["file"]).name, "state": finding.get("state", line["outcome"]), "reason": finding.get("reason", line.get("code"))})
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--oka", default="node cli/oka.mjs")
    chosen = parser.parse_args()
    corpora = corpora_folder()
    gate = read_json(HERE / "gate.json")
    quality = read_json(HERE / "training.json")["quality"]
    folders = {
        "children, test folder": [film.path for film in list_films("test", corpora)],
        "adults, cxr/nih": sorted((corpora / "cxr" / "nih" / "images").iterdir()),
        "knees, test folder": sorted((corpora / "knee" / "test").glob("*/*")),
    }
    measured = {name: refusals(paths, gate, quality) for name, paths in folders.items()}
    looks = {"sha256": digest_of(HERE / "gate.onnx"), "age assumed": measured, "real headers": seen(chosen.oka.split(), corpora / "dicom")}
    (HERE / "gate-looks.json").write_text(json.dumps(looks, indent=2) + "\n")
    print(json.dumps(looks, indent=1))


if __name__ == "__main__":
    main()
