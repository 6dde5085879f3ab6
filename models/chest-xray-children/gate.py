"""What keeps a picture from the network. First its numbers: far outside what the training films look like as a whole it is
blank, wrongly exposed or of a wrong contrast. Then what the pixel gate (`train_gate.py`) takes it for."""

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


def refused(kinds: np.ndarray, distance: np.ndarray, gate: dict) -> np.ndarray:
    """Whether the pixel gate refuses each of n pictures, by its answers [n,K] and [n] and by the kinds and thresholds of gate.json.

    The twin of `gateFault`: what is wanted must be likely enough, and likelier than every kind with a fault save a neighbour,
    against which the threshold was chosen.
    """
    wanted = np.array(["fault" not in kind for kind in gate["kinds"]])
    forbidding = ~wanted & np.array([not kind.get("neighbour", False) for kind in gate["kinds"]])
    fit = kinds[:, wanted].sum(1)
    return (fit < gate["minimumFit"]) | (kinds[:, forbidding].max(1) > fit) | (distance > gate["maximumDistance"])
