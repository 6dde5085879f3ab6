"""Synthetic chest radiographs for the samples: random points of a low-rank model of the training films.

    python synthesise.py [CORPORA]

For each class the principal components (Turk and Pentland 1991, "Eigenfaces") of the films the network was trained on
are found; a sample is the class mean plus a few dozen components with random, truncated coefficients. Nobody's film is
such a point: a sample too near to any training film is thrown away. Writes samples/radiographs/*.png and index.json.
"""

import json
import sys
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter, zoom

HERE = Path(__file__).resolve().parent
MODEL = HERE.parent / "chest-xray-children"
SAMPLES = HERE.parents[1] / "samples" / "radiographs"
sys.path.insert(0, str(MODEL))

from corpus import corpora_folder, is_validation, list_films, read_grey  # noqa: E402
from judge import judge  # noqa: E402

COMPONENTS = 48
TRUNCATION = 1.4
SIDE, ADULT = 448, (544, 448)
DRAWS = 160
CLEAR = 0.93
WANTED = {"present": 7, "absent": 7, "indeterminate": 2}


class Eigenfilms:
    """Mean, components and scales of the films of one class, [n,224,224]."""

    def __init__(self, films: np.ndarray):
        flat = films.reshape(len(films), -1)
        self.mean = flat.mean(0)
        centred = flat - self.mean
        # The eigenvectors of the small Gram matrix give those of the covariance (Turk and Pentland 1991, section 2).
        values, vectors = np.linalg.eigh(centred @ centred.T)
        values, vectors = values[::-1][:COMPONENTS], vectors[:, ::-1][:, :COMPONENTS]
        self.components = (vectors / np.sqrt(values)).T @ centred
        self.scale = np.sqrt(values / len(films))
        self.places = centred @ self.components.T

    def draw(self, random: np.random.Generator) -> np.ndarray:
        """Coefficients: normal, cut at +-TRUNCATION deviations, in units of the training films' own spread."""
        return np.clip(random.standard_normal(COMPONENTS), -TRUNCATION, TRUNCATION) * self.scale

    def film(self, coefficients: np.ndarray) -> np.ndarray:
        side = int(np.sqrt(len(self.mean)))
        return (self.mean + coefficients @ self.components).reshape(side, side)

    def nearest(self, coefficients: np.ndarray) -> float:
        """Distance to the nearest training film within the low-rank space: detail it cannot show does not count."""
        return float(np.sqrt(((self.places - coefficients) ** 2).sum(1).min()))

    def typical(self) -> float:
        """Median distance of a training film to the nearest other one, in the same space."""
        squares = (self.places**2).sum(1)
        distances = squares[:, None] + squares[None] - 2 * self.places @ self.places.T
        np.fill_diagonal(distances, np.inf)
        return float(np.median(np.sqrt(np.maximum(distances.min(1), 0))))


def develop(film: np.ndarray, shape: tuple[int, int], random: np.random.Generator) -> np.ndarray:
    """To 12 bits: enlarged, edges lifted, a little correlated grain."""
    large = zoom(film, (shape[0] / film.shape[0], shape[1] / film.shape[1]), order=3)
    large = large + 0.9 * (large - gaussian_filter(large, 5))
    grain = gaussian_filter(random.standard_normal(shape), 1.2)
    large = large + 0.006 * grain / grain.std()
    # Steps of 4 of 4096 keep the files small; a detector's noise is coarser.
    return (np.round(np.clip(large, 0, 1) * 4095 / 4) * 4).clip(0, 4095).astype(np.uint16)


def state_of(probability: float, thresholds: dict) -> str:
    if probability >= thresholds["present"]:
        return "present"
    return "absent" if probability < thresholds["absent"] else "indeterminate"


def asked(pixels: np.ndarray, manifest: dict) -> tuple[float, bool]:
    """The model's probability, and whether its gates let the picture through."""
    probability, through = judge([pixels / 4095], manifest["input"]["shape"][1], manifest["quality"])
    return float(probability[0, 0]), bool(through[0])


def candidates(manifest: dict, corpora: Path, random: np.random.Generator):
    """Drawn films that are far from every training film and pass the image gate, with the model's answer."""
    drawn, distances = [], {}
    for label, name in enumerate(("normal", "pneumonia")):
        own = [f for f in list_films("train", corpora) if f.label == label and not is_validation(f)]
        own = own[:: max(1, len(own) // 1200)]
        space = Eigenfilms(np.stack([read_grey(film.path) for film in own]))
        typical, kept = space.typical(), []
        for _ in range(DRAWS):
            coefficients = space.draw(random)
            distance = space.nearest(coefficients)
            pixels = develop(space.film(coefficients), (SIDE, SIDE), random)
            if distance < typical:
                continue
            probability, through = asked(pixels, manifest)
            if not through:
                continue
            kept.append(distance / typical)
            drawn.append((name, pixels, probability, distance / typical, space.film(coefficients)))
        distances[name] = {"drawn": DRAWS, "kept": len(kept), "nearestOverTypical": [round(min(kept), 2), round(max(kept), 2)]}
        print(name, distances[name], flush=True)
    return drawn, distances


def choose(drawn, thresholds):
    """Clear cases of each state and those in between; `present` from pneumonia, `absent` from normal.

    Of the clear ones of pneumonia evenly many from just clear to certain: the most certain are the most blurred.
    """
    of = lambda name, state: [c for c in drawn if c[0] == name and state_of(c[2], thresholds) == state]
    clear = sorted((c for c in of("pneumonia", "present") if c[2] >= CLEAR), key=lambda c: c[2])
    present = [clear[k] for k in np.linspace(0, len(clear) - 1, WANTED["present"]).astype(int)]
    absent = sorted(of("normal", "absent"), key=lambda c: c[2])[: WANTED["absent"]]
    between = (of("normal", "indeterminate") + of("pneumonia", "indeterminate"))[: WANTED["indeterminate"]]
    return [("pneumonia", c) for c in present] + [("normal", c) for c in absent] + [("between", c) for c in between]


def main() -> None:
    corpora = Path(sys.argv[1]) if len(sys.argv) > 1 else corpora_folder()
    random = np.random.default_rng(20261122)
    manifest = json.loads((MODEL / "manifest.json").read_text())
    thresholds = manifest["thresholds"]
    drawn, distances = candidates(manifest, corpora, random)
    chosen = choose(drawn, thresholds)
    adult = next(c for c in drawn if c[0] == "normal" and all(c is not used for _, used in chosen))
    chosen.append(("adult-like", (adult[0], develop(adult[4], ADULT, random), adult[2], adult[3], adult[4])))
    SAMPLES.mkdir(parents=True, exist_ok=True)
    for old in SAMPLES.glob("*.png"):
        old.unlink()
    entries, count = [], {}
    for kind, (name, pixels, _, distance, _) in chosen:
        count[kind] = count.get(kind, 0) + 1
        file = f"{kind}-{count[kind]}.png"
        Image.fromarray(pixels).save(SAMPLES / file, optimize=True)
        probability, through = asked(pixels, manifest)
        if not through and kind != "adult-like":
            raise ValueError(f"{file} does not pass the gates")
        entries.append(
            {
                "file": file,
                "class": kind,
                "drawnFrom": name,
                "rows": pixels.shape[0],
                "columns": pixels.shape[1],
                "probability": round(probability, 6),
                "state": state_of(probability, thresholds),
                "distanceToNearestFilm": round(distance, 2),
            }
        )
    index = {
        "what": "Synthetic chest radiographs, nobody's films: 16-bit greyscale PNG with 12-bit values 0..4095, bright is "
        "dense (MONOCHROME2). Probability and state are the model's own, through preprocess.py; on adult-like ones they "
        "are shown only to show why the age gate refuses them.",
        "maximum": 4095,
        "model": {"id": manifest["id"], "version": manifest["version"], "sha256": manifest["sha256"]},
        "distances": {
            "what": "distance to the nearest training film over the median distance between nearest training films, "
            "in the low-rank space",
            **distances,
        },
        "images": entries,
    }
    (SAMPLES / "index.json").write_text(json.dumps(index, indent=2) + "\n")
    print("\n".join(f"{e['file']} {e['probability']:.4f} {e['state']}" for e in entries))


if __name__ == "__main__":
    main()
