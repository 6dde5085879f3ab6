"""Cumulative probabilities of Kellgren-Lawrence grade >= 1, 2, 3, 4 from one knee, never crossing one another.

The last layer gives numbers per place. The logit of grade >= 2 is the mean of one of them, so its class activation map
is exact (Zhou 2016, arXiv 1512.04150); the neighbours lie above and below it by softplus distances, which keeps the
order of the four (a cumulative link as in McCullagh 1980, with distances that depend on the picture).
"""

import sys
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).parents[1]))
from common.layers import Residual, Standardise, step  # noqa: E402

GRADES = (1, 2, 3, 4)
PRIMARY = 1


class KneeNetwork(nn.Module):
    """[N,1,S,S] numbers 0..1 to (logits [N,4] of grade >= 1..4, activation [N,S/8,S/8] of grade >= 2)."""

    def __init__(self, size: int):
        super().__init__()
        self.standardise = Standardise(size)
        self.body = nn.Sequential(
            step(2, 32, 2), Residual(32), step(32, 64, 2), Residual(64), step(64, 112, 2), Residual(112), Residual(112)
        )
        self.drop = nn.Dropout2d(0.2)
        self.evidence = nn.Conv2d(112, 4, 1)

    def forward(self, image):
        places = self.evidence(self.drop(self.body(self.standardise(image)))).float()
        mild, primary, severe, worst = places.mean((2, 3)).split(1, 1)
        third = primary - F.softplus(severe)
        logits = torch.cat([primary + F.softplus(mild), primary, third, third - F.softplus(worst)], 1)
        return logits, places[:, PRIMARY]


class Views(nn.Module):
    """A picture as it is, and seen from a little farther and a little nearer; what the network says of the three is
    averaged. The crops of another hand differ by as much, and a picture sampled anew is as soft as those of training."""

    FACTORS = (1.075, 0.935)

    def __init__(self, size: int):
        super().__init__()
        for k, factor in enumerate(self.FACTORS):
            matrix = torch.tensor([[[factor, 0.0, 0.0], [0.0, factor, 0.0]]])
            self.register_buffer(f"grid{k}", F.affine_grid(matrix, (1, 1, size, size), align_corners=False))

    def forward(self, image):
        grids = [self.grid0, self.grid1]
        return [image] + [
            F.grid_sample(image, grid.expand(image.shape[0], -1, -1, -1), padding_mode="reflection", align_corners=False)
            for grid in grids
        ]


class Committee(nn.Module):
    """Several networks as one: logits and maps are averaged over networks and views, then calibrated with one slope and
    four offsets. The places of the views differ from those of the picture by less than one of the map's.

    The offsets are fitted one by one; where they would cross, the neighbours of grade >= 2 give way to it.
    """

    def __init__(self, members, size: int, slope: float = 1.0, offsets=(0.0, 0.0, 0.0, 0.0)):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.views = Views(size)
        self.slope = slope
        self.register_buffer("offsets", torch.tensor(offsets))

    def mean(self, image):
        """Uncalibrated logits [N,4] and map [N,S/8,S/8]."""
        answers = [member(view) for view in self.views(image) for member in self.members]
        logits = torch.stack([logits for logits, _ in answers]).mean(0)
        return logits, torch.stack([activation for _, activation in answers]).mean(0)

    def forward(self, image):
        logits, activation = self.mean(image)
        mild, primary, severe, worst = torch.sigmoid(self.slope * logits + self.offsets).split(1, 1)
        severe = torch.minimum(severe, primary)
        return torch.cat([torch.maximum(mild, primary), primary, severe, torch.minimum(worst, severe)], 1), activation
