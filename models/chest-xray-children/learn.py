"""One member of the committee: balanced batches, one learning-rate cycle, an average of the weights."""

import copy
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

from augment import distort
from network import ChestNetwork

sys.path.append(str(Path(__file__).parents[1]))
from common.learn import follow  # noqa: E402

BATCH = 64
SHARES = {"normal": 0.5, "bacteria": 0.3, "virus": 0.2}
SMOOTHING = 0.05
PEAK = 3e-3
# What the second and the third task weigh beside the first.
CAUSE_WEIGHT = 0.3
ADULT_WEIGHT = 0.3


def stream(own: np.ndarray, generator: np.random.Generator):
    """The numbers of `own` for ever, in a new order each time round."""
    while True:
        yield from generator.permutation(own)


def balanced_batches(causes: np.ndarray, generator: np.random.Generator, batch: int = BATCH):
    """Endless batches with fixed shares of normal, bacterial and viral films."""
    streams = {cause: stream(np.flatnonzero(causes == cause), generator) for cause in SHARES}
    counts = {cause: round(batch * share) for cause, share in SHARES.items()}
    while True:
        yield np.array([next(streams[cause]) for cause, count in counts.items() for _ in range(count)])


def mixed(images, targets, generator, most=0.25):
    """Half of the batches: each film with up to a quarter of another laid over it (mixup, arXiv 1710.09412)."""
    if torch.rand(1, generator=generator) < 0.5:
        return images, targets
    share = torch.rand(len(images), generator=generator) * most
    order = torch.randperm(len(images), generator=generator)
    weigh = lambda one, shares: one * (1 - shares) + one[order] * shares
    return weigh(images, share.view(-1, 1, 1, 1)), weigh(targets, share[:, None])


def loss_of(logits, targets):
    """Pneumonia against normal on all films, bacteria against viruses on films in the measure they show pneumonia."""
    smoothed = targets[:, 0] * (1 - SMOOTHING) + SMOOTHING / 2
    first = F.binary_cross_entropy_with_logits(logits[:, 0], smoothed)
    cause = targets[:, 1] / targets[:, 0].clamp(min=1e-6)
    second = F.binary_cross_entropy_with_logits(logits[:, 1], cause.clamp(0.05, 0.95), weight=targets[:, 0])
    return first + CAUSE_WEIGHT * second


def learn(films, causes, size, seed, epochs, adults=None, share_of_adults=8, each=5, inspect=lambda *_: None, widths=None, report=print):
    """Train on films uint8 [N,2S,2S] with their causes; returns the averaged network in evaluation mode.

    `adults`: (films, labels [N,14]) of the second corpus, some of them in each batch, for the third task.
    `inspect(average, epoch)` is called after every `each` epochs.
    """
    torch.manual_seed(seed)
    generator = torch.Generator().manual_seed(seed)
    network = ChestNetwork(size, *([] if widths is None else [widths])).to(memory_format=torch.channels_last)
    average = copy.deepcopy(network).eval()
    steps_per_epoch = len(films) // BATCH
    steps = epochs * steps_per_epoch
    plain, decayed = [], []
    for value in network.parameters():
        (decayed if value.ndim > 1 else plain).append(value)
    groups = [{"params": decayed, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=PEAK)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, PEAK, total_steps=steps, pct_start=0.15)
    random = np.random.default_rng(seed)
    batches = balanced_batches(causes, random)
    others = stream(np.arange(len(adults[0])), random) if adults else None
    targets = torch.from_numpy(np.stack([causes != "normal", causes == "bacteria"], 1).astype(np.float32))
    began, total = time.time(), 0.0
    network.train()
    for number in range(1, steps + 1):
        chosen = torch.from_numpy(next(batches))
        batch, wanted = films[chosen], targets[chosen]
        if adults:
            also = torch.tensor([next(others) for _ in range(share_of_adults)])
            batch = torch.cat([batch, adults[0][also]])
        images = distort(batch[:, None], generator)
        own = images[: len(chosen)]
        own, wanted = mixed(own, wanted, generator)
        if adults:
            own = torch.cat([own, images[len(chosen) :]])
        with torch.autocast("cpu", torch.bfloat16):
            features = network.features(own)
            logits = network.evidence(network.drop(features[: len(chosen)])).mean((2, 3))
            fourteen = network.adult(features[len(chosen) :].mean((2, 3))) if adults else None
        loss = loss_of(logits.float(), wanted)
        if adults:
            loss = loss + ADULT_WEIGHT * F.binary_cross_entropy_with_logits(fourteen.float(), adults[1][also])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        follow(average, network, min(0.998, number / (number + 10)))
        total += loss.item()
        if number % steps_per_epoch == 0:
            epoch = number // steps_per_epoch
            report(f"seed {seed} epoch {epoch}/{epochs} loss {total / steps_per_epoch:.4f} {time.time() - began:.0f} s", flush=True)
            total = 0.0
            if epoch % each == 0 or epoch == epochs:
                inspect(average, epoch)
    return average.eval()
