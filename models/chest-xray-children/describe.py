"""manifest.json from training.json (what train.py measured) and looks.json (what look.py measured)."""

import hashlib
import json
from pathlib import Path

HERE = Path(__file__).parent
VERSION = "1.0.0"


def short(value):
    """Four digits are enough for a figure; thresholds and the gate are given exactly elsewhere."""
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, dict):
        return {key: short(part) for key, part in value.items()}
    return [short(part) for part in value] if isinstance(value, list) else value


def figures(measured: dict) -> dict:
    keep = ("auc", "aucCi95", "sensitivity", "specificity", "ece", "brier", "n", "notAssessed")
    chosen = {key: measured[key] for key in keep}
    chosen["atAbsent"] = {key: measured["atAbsent"][key] for key in ("sensitivity", "specificity")}
    return short(chosen)


def manifest(training: dict, looks: list, model: bytes) -> dict:
    size = training["size"]
    digest = hashlib.sha256(model).hexdigest()
    looks_at_this = [look for look in looks if look["sha256"] == digest]
    films = training["films"]
    measured = {"validation": figures(training["validation"])}
    if looks_at_this:
        measured["test"] = figures(looks_at_this[-1]["figures"])
    return {
        "id": "chest-xray-children",
        "version": VERSION,
        "title": {
            "en": "Chest X-ray of a child: signs of pneumonia",
            "ru": "Рентгенограмма грудной клетки ребёнка: признаки пневмонии",
        },
        "status": "active",
        "statusReason": "Demonstration with invented patients. Not a medical device. On the test folder below its bar (AUC "
        "0.97, specificity 0.80), see CARD.md; before real patients a region evaluates it on its own films and starts in shadow.",
        "file": "model.onnx",
        "sha256": digest,
        "bytes": len(model),
        "intendedUse": {
            "modalities": ["CR", "DX"],
            "bodyParts": ["CHEST"],
            "views": ["AP", "PA"],
            "ageMonths": {"min": 12, "max": 71},
            "photometric": ["MONOCHROME1", "MONOCHROME2"],
            "minimumPixels": 2 * size,
            "text": {
                "en": "Frontal chest X-rays of children from 1 to 5 years of age: raises films with signs of pneumonia "
                "in the reading order and shows them to a physician.",
                "ru": "Прямые рентгенограммы грудной клетки детей от 1 года до 5 лет: поднимает в очереди описания "
                "снимки с признаками пневмонии и показывает их врачу.",
            },
            "outOfScope": {
                "en": "Adults, infants under 1 year, children of 6 and older; lateral films, CT, photographs of films "
                "or screens; any disease other than pneumonia; ruling pneumonia out without a physician.",
                "ru": "Взрослые, дети до 1 года и с 6 лет; боковые снимки, КТ, фотографии плёнок и экранов; любые "
                "заболевания, кроме пневмонии; исключение пневмонии без врача.",
            },
        },
        "input": {"name": "image", "shape": [1, size, size], "resize": "area", "fit": "centre-crop", "scale": "unit"},
        "outputs": {"probability": "probability", "activation": "activation"},
        "activationTitle": {
            "en": "What influenced the network, not where the disease is",
            "ru": "Что повлияло на сеть, а не где болезнь",
        },
        "labels": [
            {
                "index": 0,
                "id": "pneumonia",
                "title": {"en": "Pneumonia", "ru": "Пневмония"},
                "snomed": "233604007",
                "radlex": "RID5350",
                "icd10": ["J12", "J13", "J14", "J15", "J16", "J17", "J18"],
            }
        ],
        "thresholds": {**training["thresholds"], "chosen": training["chosen"]},
        "calibration": {
            "method": "Platt scaling of the committee's mean logit: p = 1 / (1 + exp(-(slope * logit + offset)))",
            "on": "validation",
            "parameters": training["calibration"],
        },
        "preview": {
            "minimumPixels": 256,
            "allowed": True,
            "why": f"The network sees {size}x{size} area averages: a preview of 256 pixels on the shorter side or more "
            "holds all it uses.",
        },
        "quality": training["quality"],
        "data": {
            "name": "Kermany, Zhang, Goldbaum: Large Dataset of Labeled Optical Coherence Tomography (OCT) and Chest "
            "X-Ray Images; children aged 1-5, Guangzhou",
            "doi": "10.17632/rscbjbr9sj.2",
            "licence": "CC BY 4.0",
            "training": films["training"],
            "validation": films["validation"],
            "test": looks[-1]["figures"]["n"] if looks else 314,
        },
        "figures": measured,
        "evaluationAssumes": {"ageMonths": 36, "view": "PA", "modality": "CR", "bodyPart": "CHEST"},
        "legalBasis": "demonstration, invented patients",
    }


if __name__ == "__main__":
    looks_file = HERE / "looks.json"
    looks = json.loads(looks_file.read_text()) if looks_file.exists() else []
    training = json.loads((HERE / "training.json").read_text())
    described = manifest(training, looks, (HERE / "model.onnx").read_bytes())
    (HERE / "manifest.json").write_text(json.dumps(described, indent=2, ensure_ascii=False) + "\n")
    print(described["sha256"], described["bytes"], "figures of the test: " + ("yes" if "test" in described["figures"] else "not yet"))
