"""Numbers for the first look at a picture: what the training films look like as a whole. A picture far outside is blank,
wrongly exposed or of a wrong contrast. What is on it tells the pixel gate (`train_gate.py`)."""

import numpy as np


def measures(image: np.ndarray) -> tuple[float, float, float]:
    """Mean, standard deviation, and centre minus border of a [S,S] image of numbers 0..1.

    Centre: the middle half in each direction. Border: the outer eighth on the four sides.
    """
    size = len(image)
    eighth, quarter = size // 8, size // 4
    centre = image[quarter : size - quarter, quarter : size - quarter]
    frame = np.ones_like(image, dtype=bool)
    frame[eighth : size - eighth, eighth : size - eighth] = False
    return float(image.mean()), float(image.std()), float(centre.mean() - image[frame].mean())


def learn_quality(images: np.ndarray) -> dict:
    """Ranges from [n,S,S] training images: 1st to 99th percentile, widened by half their distance on each side."""
    seen = np.array([measures(image) for image in images])
    low, high = np.percentile(seen, [1, 99], axis=0)
    low, high = low - (high - low) / 2, high + (high - low) / 2
    span = lambda k: [round(float(max(0, low[k])) if k < 2 else float(low[k]), 3), round(float(high[k]), 3)]
    return {"mean": span(0), "contrast": span(1), "centreMinusBorder": span(2)}


def passes(image: np.ndarray, quality: dict) -> bool:
    spans = (quality["mean"], quality["contrast"], quality["centreMinusBorder"])
    return all(low <= value <= high for value, (low, high) in zip(measures(image), spans))
