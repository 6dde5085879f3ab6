"""The small network before the model: is this a cropped, upright knee as in training, and how far from those is it?

    python gate.py [CORPORA]      writes gate.onnx beside this file; gate_limits.py sets its limits

The model is made for cropped and equalised knees only. This gate refuses what is not: whole films, parts, turned or
inverted pictures, other films, text.
"""

import math
import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional as F

from corpus import list_knees, read_grey
from whole_films import SIDE, padded, part, text, turned, whole_film

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder  # noqa: E402
from common.distort import column, grain, resample, tone, uniform  # noqa: E402
from common.export import write_onnx  # noqa: E402
from common.layers import Residual, Standardise, step  # noqa: E402
from common.learn import learn  # noqa: E402

HERE = Path(__file__).parent
SIZE = 64
STEPS = 1400
KINDS = (
    ("cropped-knee", None),
    ("whole-film", "out-of-distribution"),
    ("part-of-a-knee", "quality-cropped"),
    ("turned", "quality-rotated"),
    ("inverted", "quality-inverted"),
    ("other-film", "pixels-body-part"),
    ("text-or-blank", "quality-text"),
)
SHARES = (0.3, 0.22, 0.1, 0.1, 0.08, 0.12, 0.08)


class Gate(nn.Module):
    """[N,1,64,64] numbers 0..1 to (kinds [N,K], probabilities; distance [N,1] from the training knees)."""

    def __init__(self):
        super().__init__()
        self.standardise = Standardise(SIZE)
        self.body = nn.Sequential(step(2, 16, 2), step(16, 32, 2), Residual(32), step(32, 48, 2), Residual(48))
        self.drop = nn.Dropout(0.2)
        self.judge = nn.Linear(48 * 2, len(KINDS))
        self.register_buffer("middle", torch.zeros(96))
        self.register_buffer("whiten", torch.eye(96))

    def features(self, image):
        places = self.body(self.standardise(image)).float()
        return torch.cat([places.mean((2, 3)), places.amax((2, 3))], 1)

    def forward(self, image):
        features = self.features(image)
        apart = (features - self.middle) @ self.whiten
        return self.judge(self.drop(features)).softmax(1), apart.square().mean(1, keepdim=True).sqrt()


def other_films(corpora: Path, most: int = 1500) -> list:
    """Chests of children and adults, training folders only."""
    paths = sorted((corpora / "cxr" / "kermany" / "train").glob("*/*.jpeg"))[::5] + sorted(
        (corpora / "cxr" / "nih-more" / "images").glob("*.jpg")
    )
    return [np.asarray(Image.open(path).convert("L").resize((SIDE, SIDE)), np.float32) / 255 for path in paths[:most]]


def pictures(knees: list, others: list, rng):
    """Endless batches: pictures [64,1,SIDE,SIDE] and the number of their kind."""
    count = np.round(np.array(SHARES) * 64).astype(int)
    makers = (
        lambda: padded(knees[rng.integers(len(knees))]),
        lambda: padded(whole_film(knees[rng.integers(len(knees))], knees[rng.integers(len(knees))], rng)),
        lambda: padded(part(knees[rng.integers(len(knees))], rng)),
        lambda: padded(turned(knees[rng.integers(len(knees))], rng)),
        lambda: 1 - padded(knees[rng.integers(len(knees))]),
        lambda: others[rng.integers(len(others))],
        lambda: text(rng),
    )
    while True:
        batch = [(maker(), kind) for kind, maker in enumerate(makers) for _ in range(count[kind])]
        yield torch.from_numpy(np.stack([one for one, _ in batch]))[:, None].float(), torch.tensor([k for _, k in batch])


def distort(images, generator):
    """Small moves and other greys, so that a clinic's own cropping is still let through."""
    count = len(images)
    draw = lambda low, high: uniform(count, low, high, generator)
    scale, turn = torch.exp(draw(-0.1, 0.12)), draw(-8, 8) * math.pi / 180
    images = resample(images, turn, scale * torch.exp(draw(-0.05, 0.05)), scale, draw(-0.08, 0.08), draw(-0.08, 0.08), SIZE)
    images = grain(tone(images, generator, 0.6), generator, 0.8, 0.03)
    return (images + column(draw(-0.06, 0.06))).clamp(0, 1)


def fit_distance(gate: Gate, images: np.ndarray) -> None:
    """Mahalanobis' distance of the features from those of the training knees, with a little shrinkage."""
    small = F.avg_pool2d(torch.from_numpy(images)[:, None].float(), SIDE // SIZE)
    with torch.no_grad():
        features = torch.cat([gate.features(batch) for batch in small.split(128)]).double()
    gate.middle.copy_(features.mean(0))
    covariance = torch.cov(features.T)
    covariance = 0.95 * covariance + 0.05 * covariance.diagonal().mean() * torch.eye(len(covariance))
    values, vectors = torch.linalg.eigh(covariance)
    gate.whiten.copy_(vectors * values.rsqrt())


def main(corpora: Path) -> None:
    torch.set_num_threads(1)
    torch.manual_seed(1)
    generator, rng = torch.Generator().manual_seed(1), np.random.default_rng(1)
    knees = [read_grey(knee) for knee in list_knees("train", corpora)]
    others = other_films(corpora)

    def loss_of(network, batch):
        images, kind = batch
        images = distort(images, generator).contiguous(memory_format=torch.channels_last)
        return F.cross_entropy(network.judge(network.drop(network.features(images))), kind, label_smoothing=0.02)

    gate = learn(Gate().to(memory_format=torch.channels_last), pictures(knees, others, rng), loss_of, STEPS, 3e-3, every=100)
    fit_distance(gate, np.stack([padded(knee) for knee in knees]))

    write_onnx(gate, SIZE, HERE / "gate.onnx", ("kinds", "distance"))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else corpora_folder())
