"""What another room, tube, decoder or operator would have changed: random distortions for training.

Films are held at twice the network's size. An undistorted sample on the half-size grid is then the exact mean of
2x2 pixels, the same number preprocess.py gives.
"""

import math

import torch
from torch.nn import functional as F

LEVELS = 256
BANDS = 48


def uniform(count: int, low: float, high: float, generator) -> torch.Tensor:
    return torch.rand(count, generator=generator) * (high - low) + low


def resample(films, turn, wide, high, right, down, outside="zeros"):
    """Rotate by `turn`, stretch by `wide` and `high`, shift; half the size comes out. Outside is black or mirrored."""
    cos, sin = torch.cos(turn), torch.sin(turn)
    matrix = torch.stack([cos / wide, -sin / wide, right, sin / high, cos / high, down], 1).view(-1, 2, 3)
    size = films.shape[-1] // 2
    grid = F.affine_grid(matrix, (len(films), 1, size, size), align_corners=False)
    return F.grid_sample(films, grid, mode="bilinear", padding_mode=outside, align_corners=False)


def placed_plainly(films):
    """Films [N,1,2S,2S] at the network's size, as preprocess.py gives them."""
    return F.avg_pool2d(films, 2)


def levels_exchanged(films, generator, share=None, order=None):
    """Per film a table of its 256 levels: its histogram moved towards that of a film of the batch, of any class.

    Unless `share` and `order` say otherwise, a third of the films keep their own. Exposure and sharpness alone tell the classes of this corpus apart with AUC
    0.97; after this exchange exposure says little.
    """
    count = len(films)
    counts = torch.stack([torch.bincount(film.flatten()[::7].int(), minlength=LEVELS) for film in films]).float()
    share_below = counts.cumsum(1) / counts.sum(1, keepdim=True)
    middle = share_below - counts / (2 * counts.sum(1, keepdim=True))
    order = torch.randperm(count, generator=generator) if order is None else order
    other = share_below[order].contiguous()
    worn = torch.searchsorted(other, middle.contiguous()).clamp(max=LEVELS - 1).float() / (LEVELS - 1)
    own = torch.linspace(0, 1, LEVELS).expand(count, -1)
    if share is None:
        share = uniform(count, -0.5, 1.0, generator).clamp(min=0)
    return own + share[:, None] * (worn - own)


def toned(levels, generator):
    """Another characteristic curve: gamma, an S or its reverse, a cut window, a narrower range of greys."""
    draw = lambda low, high: uniform(len(levels), low, high, generator)[:, None]
    levels = levels.clamp(0, 1) ** torch.exp(draw(-0.6, 0.6))
    levels = levels + draw(-0.8, 0.8) * torch.sin(2 * math.pi * levels) / (2 * math.pi)
    low, high = draw(0, 0.3), draw(0.75, 1)
    return ((levels - low) / (high - low)).clamp(0, 1) * draw(0.5, 1) + draw(0, 0.2)


def developed(films, generator):
    """uint8 [N,1,H,W] to float, in other greys."""
    tables = toned(levels_exchanged(films, generator), generator)
    flat = films.view(len(films), -1).long()
    return tables.gather(1, flat).view(films.shape)


def shading(images, strength, generator):
    """A slow brightness field over the image: anode heel, grid cut-off, a tilted detector."""
    coarse = torch.randn(len(images), 1, 4, 4, generator=generator) * strength
    return images * torch.exp(F.interpolate(coarse, images.shape[-2:], mode="bicubic", align_corners=False))


def cover(images, generator, most=3):
    """Up to three rectangles of one grey: letters, electrodes, shields, fingers; often at the border."""
    count, _, size, _ = images.shape
    axis = torch.arange(size).view(1, -1)
    for _ in range(most):
        middle = uniform(2 * count, -0.1, 1.1, generator).view(2, count, 1) * size
        half = uniform(2 * count, 0.02, 0.14, generator).view(2, count, 1) * size
        inside = [(axis - middle[k]).abs() < half[k] for k in (0, 1)]
        chosen = torch.rand(count, 1, 1, generator=generator) < 0.5
        grey = torch.rand(count, 1, 1, 1, generator=generator)
        images = torch.where((inside[0][:, :, None] & inside[1][:, None, :] & chosen)[:, None], grey, images)
    return images


def trim(images, generator):
    """Collimation and padding: a black or white edge of random breadth on each side of a third of the images."""
    count, _, size, _ = images.shape
    axis = torch.arange(size).view(1, -1).float()
    edge = uniform(4 * count, -0.12, 0.12, generator).view(4, count, 1) * size
    column = (axis >= edge[0]) & (axis < size - edge[1])
    row = (axis >= edge[2]) & (axis < size - edge[3])
    chosen = torch.rand(count, 1, 1, generator=generator) < 0.33
    outside = ~(row[:, :, None] & column[:, None, :]) & chosen
    shade = (torch.rand(count, 1, 1, 1, generator=generator) < 0.15).float()
    return torch.where(outside[:, None], shade, images)


def frequencies(size: int):
    """Radius 0..1 (1: Nyquist) of each place of an rfft2 of size x size."""
    return torch.hypot(torch.fft.fftfreq(size)[:, None], torch.fft.rfftfreq(size)[None]) * 2


def filtered(images, gain):
    """Images through a radial filter: `gain` takes (transform [N,1,H,W/2+1], radius) and gives factors."""
    pad = images.shape[-1] // 8
    wide = F.pad(images, (pad, pad, pad, pad), mode="reflect")
    transform = torch.fft.rfft2(wide)
    changed = torch.fft.irfft2(transform * gain(transform, frequencies(wide.shape[-1])), s=wide.shape[-2:])
    return changed[:, :, pad:-pad, pad:-pad]


def gaussian(sigma, radius):
    """Transfer function of a Gaussian blur of `sigma` pixels [N,1,1,1]."""
    return torch.exp(-0.5 * (math.pi * radius * sigma) ** 2)


def band_power(transform, radius):
    """Log power in each of 48 rings of the spectrum [N,48], and which ring each place is in."""
    ring = (radius * BANDS).long().clamp(max=BANDS - 1).flatten()
    rings = F.one_hot(ring, BANDS).float()
    power = transform.abs().square().flatten(1)
    return torch.log(power @ (rings / rings.sum(0)) + 1e-6), ring


def sharpness_exchanged(order, share, most: float):
    """A filter: the power of each ring of the spectrum moved by `share` towards that of the film `order` names,
    by at most a factor e^`most`. The lowest two rings, the shape of the whole, stay."""

    def gain(transform, radius):
        power, ring = band_power(transform, radius)
        towards = ((power[order] - power) / 2).clamp(-most, most)
        towards[:, :2] = 0
        return torch.exp(share.view(-1, 1, 1, 1) * towards[:, ring].view(len(order), 1, *radius.shape))

    return gain


def refocused(images, generator):
    """Sharpness of another film, then blurred or sharpened at random. Sharpness differs between the classes of this
    corpus and must not be what the network goes by."""
    count = len(images)
    column = lambda low, high: uniform(count, low, high, generator).view(-1, 1, 1, 1)
    order = torch.randperm(count, generator=generator)
    exchange = sharpness_exchanged(order, uniform(count, -0.5, 1.0, generator).clamp(min=0), 1.2)
    sigma, amount = column(0, 2.2), column(-1.2, 1.2).clamp(min=-1)
    gain = lambda transform, radius: exchange(transform, radius) * (1 + amount * (1 - gaussian(sigma, radius)))
    return filtered(images, gain)


def distort(films, generator):
    """uint8 [N,1,2S,2S] to a distorted [N,1,S,S]."""
    count = len(films)
    draw = lambda low, high: uniform(count, low, high, generator)
    # Each film is moved by its own share of the full range, so that films nearly as they came are seen as well.
    share = draw(0, 1)
    moved = lambda low, high: share * draw(low, high)
    # The corpus was squeezed to squares from frames of other proportions, and the proportions go with the class: the
    # breadth of the chest must not be what the network goes by, and a clinic's films come in true proportions, padded.
    scale, aspect = torch.exp(moved(-0.2, 0.25)), torch.exp(draw(-0.2, 0.35))
    side = torch.where(torch.rand(count, generator=generator) < 0.5, -1.0, 1.0)
    turn, right, down = moved(-15, 15) * math.pi / 180, moved(-0.14, 0.14), moved(-0.14, 0.14)
    outside = "zeros" if torch.rand(1, generator=generator) < 0.6 else "reflection"
    # Half of the stretching widens, half flattens: a wide film padded to a square is a flat one.
    wide, high = side * scale * aspect.sqrt(), scale / aspect.sqrt()
    images = resample(developed(films, generator), turn, wide, high, right, down, outside)
    column = lambda values: values.view(-1, 1, 1, 1)
    images = shading(images, column(draw(0, 0.15)), generator)
    images = trim(cover(images, generator), generator)
    images = refocused(images, generator)
    images = (images - 0.5) * column(torch.exp(draw(-0.4, 0.25))) + 0.5 + column(draw(-0.1, 0.1))
    images = images + torch.randn(images.shape, generator=generator) * column(draw(0, 0.04))
    return images.clamp(0, 1)
