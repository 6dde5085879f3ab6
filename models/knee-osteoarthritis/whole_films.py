"""Pictures that are no cropped knee, for the gate: imitated whole films, turned and inverted knees, text, other films.

No whole film of a knee is at hand. They are imitated: a knee is set smaller into a frame of another shape, the shafts go
on above and below as its edge does, soft tissue fades to black at the sides; or both knees stand side by side.
"""

import numpy as np
from PIL import Image, ImageDraw

SIDE = 128


def resized(picture: np.ndarray, rows: int, columns: int) -> np.ndarray:
    image = Image.fromarray(picture.astype(np.float32), mode="F")
    return np.asarray(image.resize((columns, rows), Image.Resampling.BOX if rows < len(picture) else Image.Resampling.BILINEAR))


def padded(picture: np.ndarray) -> np.ndarray:
    """On black, filled up to a square of SIDE: what the gate is given (`fit: pad`)."""
    rows, columns = picture.shape
    scale = SIDE / max(rows, columns)
    small = resized(picture, max(1, round(rows * scale)), max(1, round(columns * scale)))
    out = np.zeros((SIDE, SIDE), np.float32)
    top, left = (SIDE - small.shape[0]) // 2, (SIDE - small.shape[1]) // 2
    out[top : top + small.shape[0], left : left + small.shape[1]] = small
    return out


def leg(knee: np.ndarray, rng) -> np.ndarray:
    """One knee with its shafts: the frame is 1.4 to 5 times as high and 1.15 to 3 times as wide as the crop."""
    rows, columns = knee.shape
    above, below = (rows * rng.uniform(0.2, 2.0, 2)).astype(int)
    beside = (columns * rng.uniform(0.08, 1.0, 2)).astype(int)
    tall = np.pad(knee, ((above, below), (0, 0)), mode="edge")
    if above and below:
        # A shaft narrows away from the joint and is not streaked like a repeated row.
        fade = np.concatenate([np.linspace(0.75, 1, above), np.ones(rows), np.linspace(1, 0.7, below)])
        tall = tall * fade[:, None] + rng.normal(0, 0.02, tall.shape)
    wide = np.pad(tall, ((0, 0), tuple(beside)), mode="linear_ramp", end_values=rng.uniform(0, 0.2))
    return np.clip(wide, 0, 1)


def whole_film(knee: np.ndarray, other: np.ndarray, rng) -> np.ndarray:
    """A leg, both legs, both crops side by side, or a crop with wide black borders."""
    kind = rng.integers(4)
    if kind == 0:
        return leg(knee, rng)
    if kind == 1:
        one, two = leg(knee, rng), leg(other, rng)[:, ::-1]
        return np.concatenate([one, resized(two, len(one), max(1, round(two.shape[1] * len(one) / len(two))))], 1)
    if kind == 2:
        gap = np.zeros((len(knee), rng.integers(0, 40)), np.float32)
        return np.concatenate([other[:, ::-1], gap, knee], 1)
    rows, columns = knee.shape
    edges = rng.uniform(0.25, 0.9, 4)
    return np.pad(knee, ((int(rows * edges[0]), int(rows * edges[1])), (int(columns * edges[2]), int(columns * edges[3]))))


def part(knee: np.ndarray, rng) -> np.ndarray:
    """A corner or the middle of the crop, enlarged: the joint is not whole."""
    rows, columns = knee.shape
    side = int(rows * rng.uniform(0.3, 0.55))
    top, left = rng.integers(rows - side + 1), rng.integers(columns - side + 1)
    return knee[top : top + side, left : left + side]


def turned(knee: np.ndarray, rng) -> np.ndarray:
    """Upside down, or lying on a side."""
    return np.rot90(knee, rng.integers(1, 4))


def text(rng) -> np.ndarray:
    """Lines of letters, a blank or noise."""
    shade = int(rng.integers(0, 60))
    image = Image.new("L", (SIDE, SIDE), shade if rng.random() < 0.7 else 255 - shade)
    draw = ImageDraw.Draw(image)
    for row in range(rng.integers(0, 9)):
        letters = "".join(chr(rng.integers(65, 91)) for _ in range(rng.integers(3, 16)))
        draw.text((int(rng.integers(0, 40)), 12 * row + 4), letters, fill=int(rng.integers(120, 256)))
    return np.asarray(image, np.float32) / 255 + rng.normal(0, rng.uniform(0, 0.15), (SIDE, SIDE))
