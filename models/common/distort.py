"""Random distortions for training: what another room, tube, decoder or operator would have changed."""

import math

import torch
from torch.nn import functional as F


def uniform(count: int, low: float, high: float, generator) -> torch.Tensor:
    return torch.rand(count, generator=generator) * (high - low) + low


def column(values: torch.Tensor) -> torch.Tensor:
    return values.view(-1, 1, 1, 1)


def resample(films, turn, wide, high, right, down, size, outside="zeros"):
    """Rotate by `turn` (radians), stretch by `wide` and `high`, shift (1 is half the picture) onto size x size."""
    cos, sin = torch.cos(turn), torch.sin(turn)
    matrix = torch.stack([cos / wide, -sin / wide, right, sin / high, cos / high, down], 1).view(-1, 2, 3)
    grid = F.affine_grid(matrix, (len(films), 1, size, size), align_corners=False)
    return F.grid_sample(films, grid, mode="bilinear", padding_mode=outside, align_corners=False)


def blur(images, sigma):
    """Gaussian blur, one sigma (in pixels) per image."""
    taps = torch.arange(-3, 4).float()
    kernel = torch.exp(-0.5 * (taps / sigma.clamp(min=0.05)[:, None]).square())
    kernel = kernel / kernel.sum(1, keepdim=True)
    count = len(images)
    rows = F.pad(images.transpose(0, 1), (3, 3, 3, 3), mode="replicate")
    rows = F.conv2d(rows, kernel.view(count, 1, 7, 1), groups=count)
    return F.conv2d(rows, kernel.view(count, 1, 1, 7), groups=count).transpose(0, 1)


def tone(images, generator, strength: float = 1.0):
    """Another characteristic curve: gamma, an S or its reverse, a cut window, a narrower range of greys."""
    draw = lambda low, high: column(uniform(len(images), low, high, generator))
    images = images.clamp(0, 1) ** torch.exp(strength * draw(-0.6, 0.6))
    images = images + strength * draw(-0.8, 0.8) * torch.sin(2 * math.pi * images) / (2 * math.pi)
    low, high = strength * draw(0, 0.25), 1 - strength * draw(0, 0.25)
    return ((images - low) / (high - low)).clamp(0, 1)


def grain(images, generator, softest: float, noise: float):
    """From blurred over unchanged to sharpened, then noise."""
    draw = lambda low, high: uniform(len(images), low, high, generator)
    soft = blur(images, draw(0, softest))
    images = images + column(draw(-1.2, 1.0).clamp(min=-1)) * (images - soft)
    return images + torch.randn(images.shape, generator=generator) * column(draw(0, noise))
