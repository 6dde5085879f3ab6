"""manifest.json from training.json, looks.json and report/figures.json: what was measured, nothing else."""

import sys
from pathlib import Path

from corpus import FINDINGS

sys.path.append(str(Path(__file__).parents[1]))
from common.describe import ADULTS, described  # noqa: E402
from common.record import read_json, write_manifest  # noqa: E402

HERE = Path(__file__).parent
VERSION = "1.0.0"


def own(training: dict) -> dict:
    size, films = training["size"], training["films"]
    return {
        "id": "chest-xray-adult",
        "version": VERSION,
        "title": {
            "en": "Chest X-ray of an adult: any finding (for shadow runs only)",
            "ru": "Рентгенограмма грудной клетки взрослого: любая находка (только теневой режим)",
        },
        "bodyPart": "CHEST",
        "ageMonths": ADULTS,
        "minimumPixels": 2 * size,
        "text": {
            "en": "Frontal chest X-rays of adults, in shadow only: its answers are kept for measuring and shown to "
            "nobody. It is here to show how a selection of films makes a model look better than it is.",
            "ru": "Прямые рентгенограммы грудной клетки взрослых, только в теневом режиме: ответы сохраняются для "
            "измерений и никому не показываются. Модель показывает, как отбор снимков делает её лучше на вид.",
        },
        "outOfScope": {
            "en": "Any use for a patient. Persons under 18, lateral films, CT.",
            "ru": "Любое применение для пациента. Люди до 18 лет, боковые снимки, КТ.",
        },
        "fit": "centre-crop",
        "labels": [
            {
                "index": 0,
                "id": "any-finding",
                "title": {"en": "Any of 14 chest findings", "ru": "Любая из 14 находок в грудной клетке"},
                "snomed": "168734001",
                "icd10": ["R91"],
            }
        ],
        "calibration": {
            "method": "Platt scaling of the mean logit: p = 1 / (1 + exp(-(slope * logit + offset)))",
            "on": "validation",
        },
        "preview": {
            "minimumPixels": 2 * size,
            "allowed": False,
            "why": "Runs in shadow only, where nothing is urgent: it waits for the whole image.",
        },
        "data": {
            "name": "NIH Clinical Center ChestX-ray14 (Wang et al., CVPR 2017), hand-picked films; labels mined from reports",
            "doi": "10.1109/CVPR.2017.369",
            "licence": "no restrictions; cite and acknowledge the NIH Clinical Center",
            "findings": list(FINDINGS),
            "training": films["training"],
            "validation": films["validation"],
        },
        "assumes": {"ageMonths": 600, "view": "PA", "modality": "DX"},
    }


if __name__ == "__main__":
    training = read_json(HERE / "training.json")
    write_manifest(HERE, described(HERE, training, own(training)))
