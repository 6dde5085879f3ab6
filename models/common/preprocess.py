"""From a greyscale image to the network's input: cut or filled up to a square, then area averaging.

These functions are the whole preprocessing outside the network; the TypeScript twin repeats them number by
number. Normalisation of brightness and contrast happens inside model.onnx, so nothing else has to be repeated.
"""

import numpy as np


def centre_crop(image: np.ndarray) -> np.ndarray:
    """The largest centred square. An odd surplus leaves the extra row or column at the bottom or right."""
    height, width = image.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return image[top : top + side, left : left + side]


def pad(image: np.ndarray) -> np.ndarray:
    """The smallest square that holds the image, centred on black. An odd surplus stands at the bottom or right."""
    height, width = image.shape
    side = max(height, width)
    top, left = (side - height) // 2, (side - width) // 2
    square = np.zeros((side, side), dtype=image.dtype)
    square[top : top + height, left : left + width] = image
    return square


def area_weights(source: int, target: int) -> np.ndarray:
    """Matrix [target, source] of the exact box filter in one dimension.

    Output i covers the source interval [i*source/target, (i+1)*source/target); the weight of source pixel j, which
    covers [j, j+1), is the length of the overlap times target/source, so every row sums to 1.
    """
    ratio = source / target
    start = np.arange(target)[:, None] * ratio
    pixel = np.arange(source)[None, :]
    overlap = np.minimum(start + ratio, pixel + 1) - np.maximum(start, pixel)
    return np.clip(overlap, 0, None) / ratio


def area_resize(image: np.ndarray, height: int, width: int) -> np.ndarray:
    """Separable area-weighted mean in double precision: rows, then columns."""
    rows = area_weights(image.shape[0], height)
    columns = area_weights(image.shape[1], width)
    return rows @ image.astype(np.float64) @ columns.T


def preprocess(image: np.ndarray, size: int, square=centre_crop) -> np.ndarray:
    """Numbers 0..1 [rows, columns] to float32 [1, size, size]; bright is dense, as in MONOCHROME2."""
    return area_resize(square(image), size, size).astype(np.float32)[None]
