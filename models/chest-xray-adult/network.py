"""One probability, any finding, whose class activation map is exact: the logit is the mean of one number per place."""

import sys
from pathlib import Path

import torch
from torch import nn

sys.path.append(str(Path(__file__).parents[1]))
from common.layers import Residual, Standardise, step  # noqa: E402


class AdultNetwork(nn.Module):
    """[N,1,S,S] numbers 0..1 to (logit [N,1], activation [N,S/16,S/16])."""

    def __init__(self, size: int):
        super().__init__()
        self.standardise = Standardise(size)
        self.body = nn.Sequential(
            step(2, 24, 2), step(24, 48, 2), Residual(48), step(48, 96, 2), Residual(96), step(96, 128, 2), Residual(128)
        )
        self.drop = nn.Dropout2d(0.3)
        self.evidence = nn.Conv2d(128, 1, 1)

    def forward(self, image):
        places = self.evidence(self.drop(self.body(self.standardise(image)))).float()
        return places.mean((2, 3)), places[:, 0]


class Calibrated(nn.Module):
    """The network with Platt's slope and offset: p = sigmoid(slope * logit + offset)."""

    def __init__(self, network, slope: float = 1.0, offset: float = 0.0):
        super().__init__()
        self.network, self.slope, self.offset = network, slope, offset

    def forward(self, image):
        logit, activation = self.network(image)
        return torch.sigmoid(self.slope * logit + self.offset), activation
