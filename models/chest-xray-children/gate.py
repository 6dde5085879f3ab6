"""Numbers for a simple image gate: what the training films look like at the network's size, before the network.

An image far outside is not a frontal chest film as the network knows it (blank, inverted, text, a knee) and is
`not-assessed`.
"""

import numpy as np

from preprocess import area_resize

TEMPLATE_SIZE = 16
# A film that is more like the template when turned upside down, by more than this, came upside down.
UPRIGHT_MARGIN = 0.05


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


def likeness(image: np.ndarray, template: np.ndarray) -> float:
    """Pearson correlation of the image, area-averaged to 16x16, with the mean training film."""
    small = area_resize(image, TEMPLATE_SIZE, TEMPLATE_SIZE)
    return float(np.corrcoef(small.ravel(), template.ravel())[0, 1])


def learn_gate(images: np.ndarray, labels: np.ndarray) -> dict:
    """Ranges from [n,S,S] training images: 1st to 99th percentile, widened by half their distance on each side."""
    seen = np.array([measures(image) for image in images])
    low, high = np.percentile(seen, [1, 99], axis=0)
    low, high = low - (high - low) / 2, high + (high - low) / 2
    # Classes weigh alike, so that the template is not mainly a picture of pneumonia.
    mean_film = (images[labels == 0].mean(0) + images[labels == 1].mean(0)) / 2
    template = np.round(area_resize(mean_film, TEMPLATE_SIZE, TEMPLATE_SIZE), 3)
    like = np.percentile([likeness(image, template) for image in images], 0.5)
    span = lambda k: [round(float(max(0, low[k])) if k < 2 else float(low[k]), 3), round(float(high[k]), 3)]
    return {
        "minimumContrast": span(1)[0],
        "mean": span(0),
        "contrast": span(1),
        "centreMinusBorder": span(2),
        "template": {
            "size": TEMPLATE_SIZE,
            "minimumCorrelation": round(float(like) - 0.1, 2),
            "uprightMargin": UPRIGHT_MARGIN,
            "values": template.ravel().tolist(),
        },
    }


def passes(image: np.ndarray, quality: dict) -> bool:
    mean, contrast, bulge = measures(image)
    inside = lambda value, span: span[0] <= value <= span[1]
    template = np.array(quality["template"]["values"]).reshape(TEMPLATE_SIZE, -1)
    like = likeness(image, template)
    return (
        inside(mean, quality["mean"])
        and inside(contrast, quality["contrast"])
        and inside(bulge, quality["centreMinusBorder"])
        and like >= quality["template"]["minimumCorrelation"]
        and likeness(image[::-1], template) <= like + quality["template"]["uprightMargin"]
    )
