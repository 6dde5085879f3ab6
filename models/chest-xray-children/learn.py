"""One member of the committee: balanced batches, one learning-rate cycle, an average of the weights."""

import copy
import time

import numpy as np
import torch
from torch.nn import functional as F

from augment import distort
from network import ChestNetwork

BATCH = 64
SHARES = {"normal": 0.5, "bacteria": 0.3, "virus": 0.2}


def balanced_batches(causes: np.ndarray, generator: np.random.Generator):
    """Endless batches with fixed shares of normal, bacterial and viral films."""
    streams = {}
    for cause in SHARES:
        own = np.flatnonzero(causes == cause)
        streams[cause] = (own, iter(()))
    while True:
        batch = []
        for cause, share in SHARES.items():
            own, stream = streams[cause]
            for _ in range(round(BATCH * share)):
                following = next(stream, None)
                if following is None:
                    stream = iter(generator.permutation(own))
                    following = next(stream)
                batch.append(following)
            streams[cause] = (own, stream)
        yield np.array(batch)


def follow(average, network, decay: float):
    """Exponential moving average of weights and batch statistics (Polyak and Juditsky 1992)."""
    with torch.no_grad():
        for kept, new in zip(average.state_dict().values(), network.state_dict().values()):
            if kept.dtype.is_floating_point:
                kept.lerp_(new, 1 - decay)
            else:
                kept.copy_(new)


def learn(films, labels, causes, size, seed, epochs, channels="both", smoothing=0.05, peak=3e-3, report=print):
    """Train on films uint8 [N,2S,2S]; returns the averaged network in evaluation mode."""
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = ChestNetwork(size, channels)
    average = copy.deepcopy(network)
    steps_per_epoch = len(films) // BATCH
    steps = epochs * steps_per_epoch
    optimiser = torch.optim.AdamW(network.parameters(), lr=peak, weight_decay=0.02)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, peak, total_steps=steps, pct_start=0.2)
    batches = balanced_batches(causes, np.random.default_rng(seed))
    began, total = time.time(), 0.0
    network.train()
    for number in range(1, steps + 1):
        chosen = torch.from_numpy(next(batches))
        images = distort(films[chosen].float().div(255)[:, None], generator)
        target = labels[chosen].float()[:, None] * (1 - smoothing) + smoothing / 2
        with torch.autocast("cpu", torch.bfloat16):
            logit, _ = network(images)
        loss = F.binary_cross_entropy_with_logits(logit.float(), target)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        follow(average, network, min(0.995, number / (number + 10)))
        total += loss.item()
        if number % steps_per_epoch == 0:
            report(f"seed {seed} epoch {number // steps_per_epoch}/{epochs} loss {total / steps_per_epoch:.4f} {time.time() - began:.0f} s")
            total = 0.0
    return average.eval()
