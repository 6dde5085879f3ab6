"""The pixel gate: a small network that names the kind of a picture and measures how far it lies from the training films."""

import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

from kinds import NAMES, SIZE
from network import halve

sys.path.append(str(Path(__file__).parents[1]))
from common.layers import Residual, Standardise, step  # noqa: E402

FEATURES = 96


class GateNetwork(nn.Module):
    """[N,1,64,64] numbers 0..1 to (logits of the kinds [N,K], features [N,96])."""

    def __init__(self):
        super().__init__()
        self.standardise = Standardise(SIZE)
        self.body = nn.Sequential(
            step(2, 24, 2, 5),
            Residual(24, False),
            halve(24, 48),
            Residual(48, True),
            halve(48, FEATURES),
            Residual(FEATURES, True),
        )
        self.drop = nn.Dropout(0.2)
        self.kinds = nn.Linear(FEATURES, len(NAMES))

    def forward(self, image):
        x = self.standardise(image).contiguous(memory_format=torch.channels_last)
        features = self.body(x).mean((2, 3))
        return self.kinds(self.drop(features)), features


class Gate(nn.Module):
    """The network asked for the picture and its mirror image: (probabilities of the kinds [N,K], distance [N,1]).

    The distance is Mahalanobis' from the features of the children's training films (Lee 2018, arXiv 1807.03888).
    """

    def __init__(self, network: GateNetwork, mean, whitening):
        super().__init__()
        self.network = network
        self.register_buffer("mean", mean)
        self.register_buffer("whitening", whitening)

    def forward(self, image):
        both = self.network(torch.cat((image, image.flip(3))))
        logits, features = (one.reshape(2, -1, one.shape[1]).mean(0) for one in both)
        away = (features - self.mean) @ self.whitening
        return F.softmax(logits, 1), away.square().mean(1, keepdim=True).sqrt()
