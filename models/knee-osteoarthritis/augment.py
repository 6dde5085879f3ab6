"""What another cropping, tube or equalising would have changed in a knee; the sides are never exchanged."""

import math
import sys
from pathlib import Path

import torch

sys.path.append(str(Path(__file__).parents[1]))
from common.distort import column, grain, resample, tone, uniform  # noqa: E402


def distort(knees, generator):
    """[N,1,S,S] numbers 0..1 to distorted ones of the same size."""
    count, _, size, _ = knees.shape
    draw = lambda low, high: uniform(count, low, high, generator)
    # Each knee is moved by its own share of the full range, so that knees nearly as they came are seen as well.
    share = draw(0, 1)
    moved = lambda low, high: share * draw(low, high)
    scale, aspect = torch.exp(moved(-0.12, 0.15)), torch.exp(moved(-0.06, 0.06))
    turn, right, down = moved(-8, 8) * math.pi / 180, moved(-0.10, 0.10), moved(-0.12, 0.12)
    images = resample(knees, turn, scale * aspect, scale / aspect, right, down, size, outside="reflection")
    images = tone(images, generator, 0.7)
    images = grain(images, generator, 0.9, 0.04)
    return (images + column(draw(-0.08, 0.08))).clamp(0, 1)
