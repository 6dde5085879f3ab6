"""One network from shuffled batches of distorted films."""

import math
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from network import AdultNetwork

sys.path.append(str(Path(__file__).parents[1]))
from common.distort import column, grain, resample, tone, uniform  # noqa: E402
from common.learn import learn as learn_network  # noqa: E402

BATCH = 32
SMOOTHING = 0.05


def distort(films, generator):
    """[N,1,2S,2S] to a distorted [N,1,S,S]; half of the films are mirrored."""
    count, size = len(films), films.shape[-1] // 2
    draw = lambda low, high: uniform(count, low, high, generator)
    share = draw(0, 1)
    moved = lambda low, high: share * draw(low, high)
    side = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    scale, aspect = torch.exp(moved(-0.15, 0.2)), torch.exp(moved(-0.1, 0.1))
    turn, right, down = moved(-8, 8) * math.pi / 180, moved(-0.1, 0.1), moved(-0.1, 0.1)
    images = resample(films, turn, side * scale * aspect, scale / aspect, right, down, size)
    images = grain(tone(images, generator), generator, 1.0, 0.03)
    return (images + column(draw(-0.1, 0.1))).clamp(0, 1)


def batches(films, labels, generator: np.random.Generator):
    """Endless shuffled batches."""
    targets = torch.from_numpy(np.asarray(labels)).float()[:, None]
    while True:
        order = generator.permutation(len(films))
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = torch.from_numpy(order[at : at + BATCH])
            yield films[chosen], targets[chosen]


def learn(films, labels, size: int, seed: int, epochs: int, checkpoint=None, peak: float = 2e-3):
    """Train on films uint8 [N,2S,2S] with labels 0 or 1; returns the averaged network in evaluation mode."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)

    def loss_of(network, batch):
        images, target = batch
        images = distort(images.float().div(255)[:, None], generator).contiguous(memory_format=torch.channels_last)
        logit, _ = network(images)
        return F.binary_cross_entropy_with_logits(logit.float(), target * (1 - SMOOTHING) + SMOOTHING / 2)

    network = AdultNetwork(size).to(memory_format=torch.channels_last)
    steps = epochs * (len(films) // BATCH)
    stream = batches(films, labels, np.random.default_rng(seed))
    return learn_network(network, stream, loss_of, steps, peak, checkpoint, weight_decay=0.05)
