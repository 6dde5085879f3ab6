"""Train, calibrate, choose thresholds, export. Sees the training folder only; look.py is the one that sees the test.

    python train.py [CORPORA] [--member 0] [--keep FOLDER]

With --member one network is trained and kept in FOLDER; without, those missing there are trained first, then model.onnx
and training.json are written beside this file.
"""

import argparse
import json
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch

from augment import placed_plainly
from calibrate import CHOSEN, SENSITIVITY_ABSENT, SPECIFICITY_PRESENT, platt, threshold_at_specificity
from corpus import is_validation, list_films
from gate import learn_quality
from hard import misleading
from learn import learn
from network import ChestNetwork, Committee, Reduced
from perturb import PERTURBATIONS

sys.path.append(str(Path(__file__).parents[1]))
from common.calibrate import threshold_at  # noqa: E402
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.export import run_onnx, write_onnx  # noqa: E402
from common.figures import all_figures, auc_delong  # noqa: E402
from common.preprocess import area_resize, pad, preprocess  # noqa: E402

HERE = Path(__file__).resolve().parent
SIZE = 128
# Each member: its size in pixels, seed, how many epochs, which half of the hard films it learns without.
MEMBERS = ((128, 1, 30, 0), (96, 2, 16, 1))


def arguments():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("corpora", nargs="?", type=Path, default=corpora_folder())
    parser.add_argument("--member", type=int)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "oka-members")
    return parser.parse_args()


class Folder:
    """The training folder: films, labels, causes, who is on them, what is held back from whom."""

    def __init__(self, corpora: Path):
        films = list_films("train", corpora)
        self.labels = np.array([film.label for film in films])
        self.causes = np.array([film.cause for film in films])
        self.persons = np.array([film.person + 100_000 * film.label for film in films])
        self.validation = np.array([is_validation(film) for film in films])
        self.grey = [read_grey(film.path) for film in films]
        self.hard, self.appearance_auc = misleading(self.grey, self.labels, self.persons)

    def half(self, number: int) -> np.ndarray:
        """One half of the hard films, by person."""
        return self.hard & (self.persons % 2 == number)

    def films(self, chosen: np.ndarray, size: int = SIZE) -> torch.Tensor:
        """uint8 [n,2S,2S] of the chosen films: at twice the size, as augment.py wants them."""
        double = lambda grey: np.round(area_resize(grey, 2 * size, 2 * size) * 255).astype(np.uint8)
        return torch.from_numpy(np.stack([double(self.grey[k]) for k in np.flatnonzero(chosen)]))


def member(number: int, folder: Folder, keep: Path) -> ChestNetwork:
    """A trained network, from the folder of finished ones where it is there already."""
    size, seed, epochs, half = MEMBERS[number]
    path = keep / f"member{number}.pt"
    network = ChestNetwork(size).eval()
    if path.exists():
        network.load_state_dict(torch.load(path))
        return network
    own = ~folder.validation & ~np.isin(folder.persons, folder.persons[folder.half(half)])
    keep.mkdir(parents=True, exist_ok=True)
    network = learn(folder.films(own, size), folder.causes[own], size, seed, epochs)
    torch.save(network.state_dict(), path)
    return network


def logits(member: Reduced, films: torch.Tensor, distortion) -> np.ndarray:
    """Uncalibrated logits [n,2] of one member, mirror images averaged, for uint8 films [n,2S,2S] after one fixed distortion;
    in half precision, which is enough to calibrate by and to set a threshold. The committee's are the members' mean."""
    answers = []
    with torch.no_grad(), torch.autocast("cpu", torch.bfloat16):
        for part in films.split(64):
            images = distortion(part.float().div(255)[:, None])
            answers.append(sum(member(one).mean((2, 3)).float() for one in (images, images.flip(3))) / 2)
    return torch.cat(answers).numpy()


def under_all(number: int, member: Reduced, films: torch.Tensor, keep: Path) -> dict:
    """What a member says of the validation films under each fixed distortion; said once and kept."""
    said = {}
    for name, distortion in PERTURBATIONS.items():
        path = keep / f"member{number} {name}.npy"
        if not path.exists():
            np.save(path, logits(member, films, distortion))
        said[name] = np.load(path)
    return said


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def main() -> None:
    chosen = arguments()
    torch.set_num_threads(1)
    folder = Folder(chosen.corpora)
    if chosen.member is not None:
        member(chosen.member, folder, chosen.keep)
        return
    members = [member(number, folder, chosen.keep) for number in range(len(MEMBERS))]
    parts = Committee(members).eval().members

    # Hard films are judged one half by each member, the one that did not see their persons. Those among the
    # validation films nobody saw.
    halves = [folder.half(half) for *_, half in MEMBERS]
    hard = np.concatenate([logits(part, folder.films(half), placed_plainly) for part, half in zip(parts, halves)])
    hard_truth = np.concatenate([folder.labels[half] for half in halves])
    hard_causes = np.concatenate([folder.causes[half] for half in halves])
    truth, causes = folder.labels[folder.validation], folder.causes[folder.validation]
    films = folder.films(folder.validation)
    said = [under_all(number, part, films, chosen.keep) for number, part in enumerate(parts)]
    under = {name: np.mean([one[name] for one in said], 0) for name in PERTURBATIONS}
    everything, truths = np.concatenate(list(under.values())), np.tile(truth, len(under))

    # Calibrated on validation films as distorted ones and on hard films, both weighing alike.
    both, both_truth = np.concatenate([everything, hard]), np.concatenate([truths, hard_truth])
    weight = np.repeat([1 / len(truths), 1 / len(hard_truth)], [len(truths), len(hard_truth)])
    first = platt(both_truth, both[:, 0], weight)
    both_causes = np.concatenate([np.tile(causes, len(under)), hard_causes])
    ill = both_truth == 1
    second = platt((both_causes[ill] == "bacteria").astype(int), both[ill, 1], weight[ill])
    committee = Committee(members, (first[0], second[0]), (first[1], second[1])).eval()
    write_onnx(committee, SIZE, HERE / "model.onnx")

    calibrated = lambda logit: sigmoid(first[0] * logit[:, 0] + first[1])
    sets = ((truths, calibrated(everything)), (hard_truth, calibrated(hard)))
    present = max(threshold_at_specificity(SPECIFICITY_PRESENT, *one) for one in sets)
    absent = min(present, *(threshold_at(SENSITIVITY_ABSENT, *one) for one in sets))

    images = np.stack([preprocess(folder.grey[k], SIZE, pad) for k in np.flatnonzero(folder.validation)])
    probability = run_onnx(HERE / "model.onnx", images)[0][:, 0]
    of_film = lambda logit: all_figures(truth, calibrated(logit), present, absent)
    measured = {"auc": lambda one: one["auc"], "sensitivity": lambda one: one["sensitivity"], "specificity": lambda one: one["specificity"]}
    squeezed = np.stack([preprocess(grey, SIZE, pad)[0] for k, grey in enumerate(folder.grey) if not folder.validation[k]])
    summary = {
        "size": SIZE,
        "members": [{"size": size, "seed": seed, "epochs": epochs, "withoutHalf": half} for size, seed, epochs, half in MEMBERS],
        "parameters": sum(p.numel() for one in members for name, p in one.named_parameters() if not name.startswith("adult")),
        "films": {"training": int((~folder.validation).sum()), "validation": int(folder.validation.sum()), "hard": int(folder.hard.sum())},
        "appearanceAlone": folder.appearance_auc,
        "calibration": {"slope": first[0], "offset": first[1], "bacterial": {"slope": second[0], "offset": second[1]}},
        "thresholds": {"present": present, "absent": absent},
        "chosen": CHOSEN,
        "validation": all_figures(truth, probability, present, absent),
        "hard": all_figures(hard_truth, calibrated(hard), present, absent),
        "bacterial": auc_delong((causes[truth == 1] == "bacteria").astype(int), under["plain"][truth == 1, 1]),
        "distorted": {name: {key: get(of_film(logit)) for key, get in measured.items()} for name, logit in under.items()},
        "quality": learn_quality(squeezed),
    }
    (HERE / "training.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(f"largest difference of 16-bit weights and 8-bit cache: {np.abs(calibrated(under['plain']) - probability).max():.4f}")
    print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
