"""A small residual network, fully convolutional, whose class activation map is exact (Zhou 2016, arXiv 1512.04150).

The last layer gives two numbers per place: evidence for pneumonia, and evidence for bacteria against viruses. Each logit
is the mean of its numbers, so the map *is* the logit, spread out.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from preprocess import area_weights

WIDTHS = (24, 48, 96, 160)
# Pixels to a cell of the map, in each direction.
REDUCTION = 16


class Standardise(nn.Module):
    """Brightness and contrast out, inside the graph: z-scores of the whole and of the neighbourhood, as two channels.

    Mean and deviation of the whole come from the central three quarters in each direction: borders, collimation and
    text carry no vote. Both channels are clipped to +-3.
    """

    def __init__(self, size: int):
        super().__init__()
        self.margin = size // 8
        self.window = 2 * (size // 8) + 1

    def around(self, x):
        """Mean over a square neighbourhood: rows, then columns, so that the work grows with its side, not its area."""
        half = self.window // 2
        rows = F.avg_pool2d(x, (self.window, 1), 1, (half, 0), count_include_pad=False)
        return F.avg_pool2d(rows, (1, self.window), 1, (0, half), count_include_pad=False)

    def forward(self, image):
        centre = image[:, :, self.margin : -self.margin, self.margin : -self.margin]
        mean = centre.mean((2, 3), keepdim=True)
        deviation = (centre - mean).square().mean((2, 3), keepdim=True).sqrt() + 0.01
        whole = (image - mean) / deviation
        local_mean = self.around(whole)
        local_variance = F.relu(self.around(whole.square()) - local_mean.square())
        local = (whole - local_mean) / (local_variance + 0.1).sqrt()
        return torch.cat((whole, local), 1).clamp(-3, 3)


class Squeeze(nn.Module):
    """Squeeze and excitation (Hu 2018, arXiv 1709.01507): channels weighed by what the whole image holds."""

    def __init__(self, width: int):
        super().__init__()
        self.down = nn.Conv2d(width, width // 8, 1)
        self.up = nn.Conv2d(width // 8, width, 1)

    def forward(self, x):
        return x * torch.sigmoid(self.up(F.relu(self.down(x.mean((2, 3), keepdim=True)))))


class Residual(nn.Module):
    def __init__(self, width: int, squeeze: bool):
        super().__init__()
        self.first = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.first_norm = nn.BatchNorm2d(width)
        self.second = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.second_norm = nn.BatchNorm2d(width)
        self.squeeze = Squeeze(width) if squeeze else nn.Identity()

    def forward(self, x):
        y = F.relu(self.first_norm(self.first(x)))
        return F.relu(x + self.squeeze(self.second_norm(self.second(y))))


def convolve(before: int, after: int, side: int, stride: int) -> nn.Sequential:
    convolution = nn.Conv2d(before, after, side, stride, side // 2, bias=False)
    return nn.Sequential(convolution, nn.BatchNorm2d(after), nn.ReLU())


def halve(before: int, after: int) -> nn.Sequential:
    """Averaged, then convolved: a shift by one pixel changes little (Zhang 2019, arXiv 1904.11486)."""
    return nn.Sequential(nn.AvgPool2d(2), convolve(before, after, 3, 1))


class ChestNetwork(nn.Module):
    """[N,1,S,S] numbers 0..1 to (logits [N,2], activation [N,2,S/16,S/16])."""

    def __init__(self, size: int, widths=WIDTHS):
        super().__init__()
        self.size = size
        self.standardise = Standardise(size)
        a, b, c, d = widths
        self.body = nn.Sequential(
            convolve(2, a, 5, 2),
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
