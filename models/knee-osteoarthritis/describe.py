"""manifest.json from training.json, gate.json, looks.json and report/figures.json: what was measured, nothing else."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1]))
from common.describe import ADULTS, described  # noqa: E402
from common.record import read_json, write_manifest  # noqa: E402

HERE = Path(__file__).parent
VERSION = "1.0.0"
DISEASE = {"snomed": "239873007", "icd10": ["M17"]}
WORDS = {
    1: ("osteoarthritis-doubtful", "Knee, Kellgren-Lawrence grade 1 or more (doubtful)", "Коленный сустав, степень 1 и выше по Келлгрену–Лоуренсу (сомнительно)"),
    2: ("osteoarthritis", "Knee osteoarthritis, Kellgren-Lawrence grade 2 or more", "Остеоартроз коленного сустава, степень 2 и выше по Келлгрену–Лоуренсу"),
    3: ("osteoarthritis-moderate", "Knee osteoarthritis, Kellgren-Lawrence grade 3 or more (moderate)", "Остеоартроз коленного сустава, степень 3 и выше (умеренный)"),
    4: ("osteoarthritis-severe", "Knee osteoarthritis, Kellgren-Lawrence grade 4 (severe)", "Остеоартроз коленного сустава, степень 4 (тяжёлый)"),
}


def label(grade: int) -> dict:
    name, en, ru = WORDS[grade]
    use = {} if grade == 2 else {"use": "grade"}
    return {"index": grade - 1, "id": name, "title": {"en": en, "ru": ru}, **DISEASE, **use}


def own(training: dict) -> dict:
    size, knees = training["size"], training["knees"]
    return {
        "id": "knee-osteoarthritis",
        "version": VERSION,
        "title": {
            "en": "X-ray of an adult's knee, cropped and equalised: signs of osteoarthritis",
            "ru": "Рентгенограмма коленного сустава взрослого, вырезанная и выровненная: признаки остеоартроза",
        },
        "bodyPart": "KNEE",
        "ageMonths": ADULTS,
        "minimumPixels": size,
        "text": {
            "en": "Frontal, weight-bearing X-rays of one knee of an adult, cropped to the joint and "
            "contrast-equalised as in the training set: shows a physician how likely each Kellgren-Lawrence grade is.",
            "ru": "Прямые рентгенограммы одного коленного сустава взрослого стоя, вырезанные по суставу и "
            "выровненные по контрасту, как в обучающем наборе: показывают врачу вероятность каждой степени по "
            "Келлгрену–Лоуренсу.",
        },
        "outOfScope": {
            "en": "Whole films of one or both knees (the pixel gate refuses them), lateral and axial films, "
            "children; fractures, tumours, implants, any disease other than osteoarthritis; films whose side is "
            "not stated. Trained on persons of 45 to 79 years: younger and older adults are untested.",
            "ru": "Целые снимки одного или обоих коленных суставов (проверка изображения их не пропускает), боковые "
            "и аксиальные снимки, дети; переломы, опухоли, импланты, любые заболевания, кроме остеоартроза; снимки "
            "без указания стороны. Обучено на людях 45–79 лет: для более молодых и более старых не проверено.",
        },
        "fit": "centre-crop",
        "mirror": "right",
        "labels": [label(grade) for grade in (2, 1, 3, 4)],
        "grading": {"scale": "Kellgren-Lawrence", "atLeast": {WORDS[grade][0]: grade for grade in WORDS}},
        "calibration": {
            "method": "Platt scaling of the committee's mean logits with one slope and an offset for each grade: "
            "p = 1 / (1 + exp(-(slope * logit + offset)))",
            "on": "validation",
        },
        "preview": {
            "minimumPixels": size,
            "allowed": False,
            "why": "A cropped knee is a small image: a preview would win nothing and was not measured.",
        },
        # Blank and burnt-out pictures only: what else a picture must be like, the gate tells better and says why.
        "quality": {"mean": [0.03, 0.97], "contrast": [0.02, 0.5], "centreMinusBorder": [-1, 1]},
        "gate": read_json(HERE / "gate.json")["manifest"],
        "data": {
            "name": "Chen: Knee Osteoarthritis Severity Grading Dataset; upstream: Osteoarthritis Initiative, persons of "
            "45 to 79 years in four cities of the USA",
            "doi": "10.17632/56rmx5bjcr.1",
            "licence": "CC BY 4.0",
            "training": knees["training"],
            "validation": knees["validation"],
        },
        "assumes": {"ageMonths": 732, "view": "PA", "modality": "DX"},
    }


if __name__ == "__main__":
    training = read_json(HERE / "training.json")
    write_manifest(HERE, described(HERE, training, own(training)))
