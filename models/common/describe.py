"""manifest.json: what every model says alike; what is its own is handed in. Everything in it was measured."""

from pathlib import Path

from common.record import digest_of, manifest_figures

RADIOGRAPHS = {"modalities": ["CR", "DX"], "photometric": ["MONOCHROME1", "MONOCHROME2"], "views": ["AP", "PA"]}
ADULTS = {"min": 216, "max": 1440}


def square(size: int, fit: str) -> dict:
    """How a network wants its picture: a square of greys 0..1, area-averaged."""
    return {"name": "image", "shape": [1, size, size], "resize": "area", "fit": fit, "scale": "unit"}


def described(folder: Path, training: dict, own: dict) -> dict:
    """The manifest, in the order in which it is read.

    own: `id`, `version`, `title`, `bodyPart`, `ageMonths`, `minimumPixels`, `text`, `outOfScope`, `fit`, `labels`,
    `calibration`, `preview`, `data`, `assumes`; where there are any `mirror`, `grading`, `quality`, `gate`.
    """
    model, size = folder / "model.onnx", training["size"]
    sha256 = digest_of(model)
    figures = manifest_figures(folder, training, sha256)
    test = figures["test"]["n"] + figures["test"]["notAssessed"]
    only = lambda *names: {name: own[name] for name in names if name in own}
    return {
        **only("id", "version", "title"),
        "file": model.name,
        "sha256": sha256,
        "bytes": model.stat().st_size,
        "intendedUse": {
            "modalities": RADIOGRAPHS["modalities"],
            "bodyParts": [own["bodyPart"]],
            "views": RADIOGRAPHS["views"],
            "ageMonths": own["ageMonths"],
            "photometric": RADIOGRAPHS["photometric"],
            **only("minimumPixels", "text", "outOfScope"),
        },
        "input": {**square(size, own["fit"]), **only("mirror")},
        "outputs": {"probability": "probability", "activation": "activation"},
        "activationTitle": {
            "en": "What influenced the network, not where the disease is",
            "ru": "Что повлияло на сеть, а не где болезнь",
        },
        **only("labels", "grading"),
        "thresholds": {**training["thresholds"], "chosen": training["chosen"]},
        "calibration": {**own["calibration"], "parameters": training["calibration"]},
        **only("preview", "quality", "gate"),
        "data": {**own["data"], "test": test},
        "figures": figures,
        "evaluationAssumes": {**own["assumes"], "bodyPart": own["bodyPart"]},
    }
