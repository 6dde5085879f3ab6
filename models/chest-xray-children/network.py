"""A small fully convolutional network; its class activation map is exact (Zhou 2016, arXiv 1512.04150).

The last layer gives one number per place and the logit is their mean, so the map *is* the logit, spread out.
"""

import torch
from torch import nn
from torch.nn import functional as F


class Standardise(nn.Module):
    """Brightness and contrast out, inside the graph: z-scores of the whole and of the neighbourhood, as two channels.

    Mean and deviation of the whole come from the central three quarters in each direction: borders, collimation and
    text carry no vote. Both channels are clipped to +-3.
    """

    def __init__(self, size: int, channels: str = "both"):
        super().__init__()
        self.margin = size // 8
        self.window = 2 * (size // 8) + 1
        self.channels = channels

    def forward(self, image):
        centre = image[:, :, self.margin : -self.margin, self.margin : -self.margin]
        mean = centre.mean((2, 3), keepdim=True)
        deviation = (centre - mean).square().mean((2, 3), keepdim=True).sqrt() + 0.01
        whole = (image - mean) / deviation
        around = lambda x: F.avg_pool2d(x, self.window, 1, self.window // 2, count_include_pad=False)
        local_mean = around(whole)
        local_variance = F.relu(around(whole.square()) - local_mean.square())
        local = (whole - local_mean) / (local_variance + 0.1).sqrt()
        parts = {"both": (whole, local), "whole": (whole, whole), "local": (local, local)}[self.channels]
        return torch.cat(parts, 1).clamp(-3, 3)


class Residual(nn.Module):
    def __init__(self, width: int):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        return F.relu(x + self.second_norm(self.second(y)))


def step(before: int, after: int, stride: int) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, 3, stride, 1, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU())


class ChestNetwork(nn.Module):
    """[N,1,S,S] numbers 0..1 to (logit [N,1], activation [N,S/8,S/8])."""

    def __init__(self, size: int, channels: str = "both"):
        super().__init__()
        self.standardise = Standardise(size, channels)
        self.body = nn.Sequential(
            step(2, 24, 1), step(24, 48, 2), Residual(48), step(48, 96, 2), Residual(96), step(96, 128, 2), Residual(128)
        )
        self.drop = nn.Dropout2d(0.2)
        self.evidence = nn.Conv2d(128, 1, 1)

    def forward(self, image):
        activation = self.evidence(self.drop(self.body(self.standardise(image))))
        return activation.mean((2, 3)), activation[:, 0]


class Committee(nn.Module):
    """Several networks as one: logits and maps are averaged, then calibrated: p = sigmoid(slope * logit + offset)."""

    def __init__(self, members, slope: float = 1.0, offset: float = 0.0):
        super().__init__()
        self.members = nn.ModuleList(members)
        self.slope, self.offset = slope, offset

    def forward(self, image):
        answers = [member(image) for member in self.members]
        logit = torch.stack([logit for logit, _ in answers]).mean(0)
        activation = torch.stack([activation for _, activation in answers]).mean(0)
        return torch.sigmoid(self.slope * logit + self.offset), activation
