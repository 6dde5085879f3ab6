"""The reference of a manifest: what a model met and said on the films it was tuned on.

`oka model watch` holds what comes in a region against it (domain/recognition/watch.ts). The twin in TypeScript, which
goes from image files, is `oka model reference`.
"""

from collections.abc import Sequence

import numpy as np

BINS = 10


def reference(
    pictures: np.ndarray, scores: Sequence[float], positive: Sequence[bool], abstention: float, on: str = "validation"
) -> dict:
    """The `reference` of a manifest.

    pictures: [N, rows, columns] or [N, 1, rows, columns], the network's inputs, 0 to 1, of films that the gate lets through.
    scores: calibrated probability of the first label, one for each picture; positive: whether it is ill.
    abstention: share of the films that the gate holds back because of the picture itself.
    """
    pictures = np.asarray(pictures, dtype=np.float64).reshape(len(pictures), *np.shape(pictures)[-2:])
    ill = np.asarray(positive, dtype=bool)
    scores = np.asarray(scores, dtype=np.float64)
    edges = edges_of(scores)
    return {
        "on": on,
        "n": len(pictures),
        "inputs": {
            name: {"edges": edges_of(values), "shares": shares_of(edges_of(values), values)}
            for name, values in numbers_of(pictures).items()
        },
        "scores": {
            "edges": edges,
            "positive": shares_of(edges, scores[ill]),
            "negative": shares_of(edges, scores[~ill]),
        },
        "abstention": round(float(abstention), 4),
    }


def numbers_of(pictures: np.ndarray) -> dict[str, np.ndarray]:
    """Mean, standard deviation, and mean of the middle half minus that of the outer eighth (domain/imaging/quality.ts)."""
    size = pictures.shape[-1]
    row, column = np.mgrid[0:size, 0:size]
    edge = np.minimum(np.minimum(row, column), np.minimum(size - 1 - row, size - 1 - column))
    centre = pictures[:, edge >= size // 4].mean(axis=1)
    border = pictures[:, edge < size // 8].mean(axis=1)
    flat = pictures.reshape(len(pictures), -1)
    numbers = {"mean": flat.mean(axis=1), "contrast": flat.std(axis=1), "centreMinusBorder": centre - border}
    return {name: np.round(values, 4) for name, values in numbers.items()}


def edges_of(values: np.ndarray) -> list[float]:
    """Edges that cut the values into bins of equal counts, ties left together."""
    ordered = np.sort(values)
    cuts = [float(ordered[((cut + 1) * len(ordered)) // BINS]) for cut in range(BINS - 1)]
    edges = sorted({round(cut, 6) for cut in cuts if cut > ordered[0]})
    return edges or [float(ordered[0]) + 1]


def shares_of(edges: list[float], values: np.ndarray) -> list[float]:
    """Share of the values in each bin: `edges[k - 1] <= value < edges[k]`; the first and the last bin are open."""
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return [round(float(count) / max(1, len(values)), 6) for count in counts]
