"""Train, calibrate, choose thresholds, export. Sees the training folder only; look.py is the one that sees the test.

    python train.py [CORPORA] [--size 64] [--epochs 10] [--seeds 1 2 3 4] [--keep FOLDER]

Writes model.onnx and training.json beside this file. Finished members are kept in FOLDER and not trained again.
"""

import argparse
import json
import tempfile
from pathlib import Path

import numpy as np
import torch

from calibrate import CHOSEN, SENSITIVITY_ABSENT, SENSITIVITY_PRESENT, platt, threshold_at
from corpus import corpora_folder, is_validation, list_films, read_grey
from export import run_onnx, write_onnx
from figures import all_figures, auc_delong
from gate import learn_gate
from learn import learn
from network import ChestNetwork, Committee
from perturb import PERTURBATIONS
from preprocess import area_resize, preprocess

HERE = Path(__file__).parent


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="?", type=Path, default=corpora_folder())
    parser.add_argument("--size", type=int, default=64)
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3, 4])
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "oka-members")
    return parser.parse_args()


def member(chosen, seed: int, films, labels, causes):
    """A trained network, from the folder of finished ones where it is there already."""
    path = chosen.keep / f"size{chosen.size}-epochs{chosen.epochs}-seed{seed}.pt"
    network = ChestNetwork(chosen.size).eval()
    if path.exists():
        network.load_state_dict(torch.load(path))
        return network
    network = learn(films, labels, causes, chosen.size, seed, chosen.epochs)
    chosen.keep.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), path)
    return network


def logits_under(committee, films, distortion) -> np.ndarray:
    """Uncalibrated logits [n] of uint8 films [n,2S,2S] after one fixed distortion."""
    answers = []
    with torch.no_grad():
        for part in films.split(128):
            images = distortion(part.float().div(255)[:, None])
            answers.append(torch.stack([m(images)[0] for m in committee.members]).mean(0)[:, 0])
    return torch.cat(answers).numpy()


def main() -> None:
    chosen = arguments()
    torch.set_num_threads(2)
    films = list_films("train", chosen.corpora)
    labels = np.array([film.label for film in films])
    causes = np.array([film.cause for film in films])
    held_out = np.array([is_validation(film) for film in films])
    grey = [read_grey(film.path) for film in films]
    double = 2 * chosen.size
    stack = torch.from_numpy(np.stack([np.round(area_resize(g, double, double) * 255).astype(np.uint8) for g in grey]))
    print(f"{(~held_out).sum()} films to train on, {held_out.sum()} to validate", flush=True)

    own = ~held_out
    parts = stack[own], torch.from_numpy(labels[own]), causes[own]
    committee = Committee([member(chosen, seed, *parts) for seed in chosen.seeds])

    truth = labels[held_out]
    under = {name: logits_under(committee, stack[held_out], d) for name, d in PERTURBATIONS.items()}
    everything, truths = np.concatenate(list(under.values())), np.tile(truth, len(under))
    committee.slope, committee.offset = platt(truths, everything)
    write_onnx(committee, chosen.size, HERE / "model.onnx")

    images = np.stack([preprocess(g, chosen.size) for g in grey])
    probability, _ = run_onnx(HERE / "model.onnx", images[held_out])
    calibrated = 1 / (1 + np.exp(-(committee.slope * everything + committee.offset)))
    present = threshold_at(SENSITIVITY_PRESENT, truth, probability)
    absent = min(present, threshold_at(SENSITIVITY_ABSENT, truths, calibrated))
    torch_said = 1 / (1 + np.exp(-(committee.slope * under["plain"] + committee.offset)))
    summary = {
        "size": chosen.size,
        "epochs": chosen.epochs,
        "seeds": chosen.seeds,
        "parameters": sum(p.numel() for p in committee.parameters()),
        "films": {"training": int(own.sum()), "validation": int(held_out.sum())},
        "calibration": {"slope": committee.slope, "offset": committee.offset},
        "thresholds": {"present": present, "absent": absent},
        "chosen": CHOSEN,
        "validation": all_figures(truth, probability, present, absent),
        "distorted": {
            name: {
                "auc": auc_delong(truth, logit)[0],
                **{
                    key: value
                    for key, value in all_figures(
                        truth, 1 / (1 + np.exp(-(committee.slope * logit + committee.offset))), present, absent
                    ).items()
                    if key in ("sensitivity", "specificity")
                },
            }
            for name, logit in under.items()
        },
        "quality": learn_gate(images[own][:, 0], labels[own]),
    }
    (HERE / "training.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(f"largest difference of 8-bit cache and exact preprocessing: {np.abs(torch_said - probability).max():.4f}")
    print(json.dumps({key: value for key, value in summary.items() if key != "quality"}, indent=2))


if __name__ == "__main__":
    main()
