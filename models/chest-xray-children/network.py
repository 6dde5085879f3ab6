"""A small residual network, fully convolutional, whose class activation map is exact (Zhou 2016, arXiv 1512.04150).

The last layer gives two numbers per place: evidence for pneumonia, and evidence for bacteria against viruses. Each logit
is the mean of its numbers, so the map *is* the logit, spread out.
"""

import math
import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).parents[1]))
from common.layers import Residual, Standardise, step  # noqa: E402
from common.preprocess import area_weights  # noqa: E402

WIDTHS = (24, 48, 96, 160)
# Pixels to a cell of the map, in each direction.
REDUCTION = 16


def halve(before: int, after: int) -> nn.Sequential:
    """Averaged, then convolved: a shift by one pixel changes little (Zhang 2019, arXiv 1904.11486)."""
    return nn.Sequential(nn.AvgPool2d(2), step(before, after, 1))


class ChestNetwork(nn.Module):
    """[N,1,S,S] numbers 0..1 to (logits [N,2], activation [N,2,S/16,S/16])."""

    def __init__(self, size: int, widths=WIDTHS):
        super().__init__()
        self.size = size
        self.standardise = Standardise(size)
        a, b, c, d = widths
        self.body = nn.Sequential(
            step(2, a, 2, 5),
            Residual(a, False),
            halve(a, b),
            Residual(b, False),
            Residual(b, True),
            halve(b, c),
            Residual(c, True),
            Residual(c, True),
            halve(c, d),
            Residual(d, True),
        )
        self.drop = nn.Dropout2d(0.2)
        self.evidence = nn.Conv2d(d, 2, 1)
        # The fourteen labels of the adults' films: a second task in training, no output of the model.
        self.adult = nn.Linear(d, 14)

    def features(self, image):
        return self.body(self.standardise(image).contiguous(memory_format=torch.channels_last))

    def forward(self, image):
        activation = self.evidence(self.drop(self.features(image)))
        return activation.mean((2, 3)), activation


class Reduced(nn.Module):
    """Exact area averages of the common input for a member that sees fewer pixels, by the weights of preprocess.py; its
    map comes back with each number repeated, so that its mean stays its logit."""

    def __init__(self, member: ChestNetwork, size: int, cells: int):
        super().__init__()
        self.member = member
        self.repeats = cells // (member.size // REDUCTION)
        weights = torch.from_numpy(area_weights(size, member.size)).float()
        self.register_buffer("weights", None if size == member.size else weights)

    def forward(self, image):
        if self.weights is not None:
            image = self.weights @ image @ self.weights.T
        activation = self.member(image)[1].float()
        return activation if self.repeats == 1 else F.interpolate(activation, scale_factor=self.repeats, mode="nearest")


class Committee(nn.Module):
    """Several networks as one, each asked for the film and its mirror image: logits and maps are averaged, then
    calibrated: p = sigmoid(slope * logit + offset), one slope and offset for each of the two logits."""

    def __init__(self, members, slope=(1.0, 1.0), offset=(0.0, 0.0)):
        super().__init__()
        size = max(member.size for member in members)
        cells = math.lcm(*(member.size // REDUCTION for member in members))
        self.members = nn.ModuleList(Reduced(member, size, cells) for member in members)
        self.register_buffer("slope", torch.tensor(slope))
        self.register_buffer("offset", torch.tensor(offset))

    def evidence(self, image):
        maps = [member(image) for member in self.members]
        mirrored = [member(image.flip(3)).flip(3) for member in self.members]
        return torch.stack(maps + mirrored).mean(0)

    def forward(self, image):
        activation = self.evidence(image)
        return torch.sigmoid(activation.mean((2, 3)) * self.slope + self.offset), activation[:, 0]
