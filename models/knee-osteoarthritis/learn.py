"""One member of the committee."""

import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from augment import distort
from network import GRADES, KneeNetwork

sys.path.append(str(Path(__file__).parents[1]))
from common.learn import learn as learn_network  # noqa: E402

BATCH = 64
# Two neighbouring readers often differ by one grade: the targets are softened, the bars of issue are >= 2 and >= 3.
SMOOTHING = 0.04
WEIGHTS = torch.tensor([0.7, 1.2, 1.0, 0.6])


def cumulative(grades) -> torch.Tensor:
    """Grades [n] to targets [n,4]: is the grade at least 1, 2, 3, 4?"""
    return torch.stack([(torch.as_tensor(grades) >= grade).float() for grade in GRADES], 1)


def batches(knees, grades, generator: np.random.Generator):
    """Endless shuffled batches; grade 4, the rarest, comes twice as often as it is."""
    targets = cumulative(grades)
    own = np.concatenate([np.arange(len(knees)), np.flatnonzero(np.asarray(grades) == 4)])
    while True:
        order = generator.permutation(own)
        for at in range(0, len(order) - BATCH + 1, BATCH):
            chosen = torch.from_numpy(order[at : at + BATCH])
            yield knees[chosen], targets[chosen]


def learn(knees, grades, size: int, seed: int, epochs: int, checkpoint=None, peak: float = 3e-3):
    """Train on knees uint8 [N,S,S] with grades [N]; returns the averaged network in evaluation mode."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)

    def loss_of(network, batch):
        images, target = batch
        images = distort(images.float().div(255)[:, None], generator).contiguous(memory_format=torch.channels_last)
        logits, _ = network(images)
        soft = target * (1 - SMOOTHING) + SMOOTHING / 2
        return (F.binary_cross_entropy_with_logits(logits.float(), soft, reduction="none") * WEIGHTS).mean()

    per_epoch = (len(knees) + int((np.asarray(grades) == 4).sum())) // BATCH
    network = KneeNetwork(size).to(memory_format=torch.channels_last)
    stream = batches(knees, grades, np.random.default_rng(seed))
    return learn_network(network, stream, loss_of, epochs * per_epoch, peak, checkpoint, every=per_epoch)
