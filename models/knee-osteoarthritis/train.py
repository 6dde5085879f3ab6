"""Train, calibrate, choose thresholds, export. Sees train and val only; look.py is the one that sees the test.

    python train.py [CORPORA] [--size 112] [--members 1:26 2:18] [--keep FOLDER]

Writes model.onnx and training.json beside this file. A member is seed:epochs. Finished members are kept in FOLDER and
not trained again; one that was cut off goes on from its checkpoint.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from corpus import list_knees, read_grey
from learn import cumulative, learn
from measures import grading
from network import PRIMARY, Committee, KneeNetwork

sys.path.append(str(Path(__file__).parents[1]))
from common.calibrate import platt, threshold_at, threshold_of_specificity  # noqa: E402
from common.corpora import corpora_folder  # noqa: E402
from common.export import run_onnx, write_onnx  # noqa: E402
from common.figures import all_figures, auc_delong  # noqa: E402
from common.learn import kept  # noqa: E402
from common.preprocess import preprocess  # noqa: E402

HERE = Path(__file__).parent
# Rule in at nine of ten right among the well, rule out at nineteen of twenty found; between lies `indeterminate`.
SPECIFICITY_PRESENT, SENSITIVITY_ABSENT = 0.90, 0.95
CHOSEN = (
    f"present: the lowest threshold with specificity {SPECIFICITY_PRESENT} on the validation knees; absent: the highest "
    f"with sensitivity {SENSITIVITY_ABSENT} on them; a rule set before the first look at the test folder and kept."
)


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="?", type=Path, default=corpora_folder())
    parser.add_argument("--size", type=int, default=112)
    parser.add_argument("--members", nargs="+", default=["1:26", "2:18"])
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "oka-members")
    return parser.parse_args()


def member(chosen, seed: int, epochs: int, knees, grades):
    """A trained network, from the folder of finished ones where it is there already."""
    path = chosen.keep / f"size{chosen.size}-epochs{epochs}-seed{seed}.pt"
    train = lambda checkpoint: learn(knees, grades, chosen.size, seed, epochs, checkpoint)
    return kept(path, KneeNetwork(chosen.size), train)


def read(part: str, chosen) -> tuple[np.ndarray, np.ndarray]:
    """Knees as the network is given them, float32 [n,1,S,S], and their grades."""
    knees = list_knees(part, chosen.corpora)
    return np.stack([preprocess(read_grey(knee), chosen.size) for knee in knees]), np.array([k.grade for k in knees])


def logits_of(network, images: np.ndarray) -> np.ndarray:
    with torch.no_grad():
        return torch.cat([network(batch)[0] for batch in torch.from_numpy(images).split(64)]).numpy()


def on_validation(network, images: np.ndarray, targets: np.ndarray) -> list[float]:
    """AUC of grade >= 1..4 of one member, the picture seen once."""
    logits = logits_of(network, images)
    return [auc_delong(targets[:, k], logits[:, k])[0] for k in range(targets.shape[1])]


def main() -> None:
    chosen = arguments()
    torch.set_num_threads(1)
    images, grades = read("train", chosen)
    held_out, truth = read("val", chosen)
    stack = torch.from_numpy(np.round(images[:, 0] * 255).astype(np.uint8))
    pairs = [tuple(int(number) for number in one.split(":")) for one in chosen.members]
    members = [member(chosen, seed, epochs, stack, grades) for seed, epochs in pairs]

    targets = cumulative(truth).numpy()
    slope, offsets = platt(targets, logits_of(Committee(members, chosen.size).eval().mean, held_out))
    committee = Committee(members, chosen.size, slope, offsets)
    write_onnx(committee, chosen.size, HERE / "model.onnx")
    probability = run_onnx(HERE / "model.onnx", held_out)[0]
    is_ill = targets[:, PRIMARY]
    present = threshold_of_specificity(SPECIFICITY_PRESENT, is_ill, probability[:, PRIMARY])
    absent = min(present, threshold_at(SENSITIVITY_ABSENT, is_ill, probability[:, PRIMARY]))
    summary = {
        "size": chosen.size,
        "members": [{"seed": seed, "epochs": epochs} for seed, epochs in pairs],
        "membersOnValidation": [on_validation(network, held_out, targets) for network in members],
        "parameters": sum(p.numel() for p in committee.parameters()),
        "knees": {"training": len(grades), "validation": len(truth)},
        "calibration": {"slope": slope, "offsets": offsets},
        "thresholds": {"present": present, "absent": absent},
        "chosen": CHOSEN,
        "validation": {**all_figures(is_ill, probability[:, PRIMARY], present, absent), "grading": grading(truth, probability)},
    }
    (HERE / "training.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
