"""The limits of gate.onnx, set on the validation knees, and what it refuses there: gate.json.

    python gate_limits.py [CORPORA]
"""

import json
import math
import sys
from pathlib import Path

import numpy as np
import onnxruntime

from corpus import list_knees, read_grey
from gate import KINDS, SIZE
from whole_films import padded, part, text, turned, whole_film

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder  # noqa: E402
from common.preprocess import area_resize  # noqa: E402
from common.record import digest_of  # noqa: E402

HERE = Path(__file__).parent
MINIMUM_FIT = 0.5
CHOSEN = (
    "minimumFit: likelier a cropped knee than everything else together; maximumDistance: keeps 99.5 % of the validation "
    "knees; rules set before the first look at the test folder and kept."
)


def answers(pictures: list) -> tuple[np.ndarray, np.ndarray]:
    """Kinds [n,K] and distances [n] that gate.onnx gives padded pictures."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(HERE / "gate.onnx"), options, providers=["CPUExecutionProvider"])
    small = np.stack([area_resize(picture, SIZE, SIZE) for picture in pictures]).astype(np.float32)[:, None]
    said = [session.run(None, {"image": small[at : at + 64]}) for at in range(0, len(small), 64)]
    return np.concatenate([kinds for kinds, _ in said]), np.concatenate([distance[:, 0] for _, distance in said])


def is_refused(pictures: list, gate: dict) -> np.ndarray:
    kinds, distance = answers(pictures)
    return (kinds[:, 0] < gate["minimumFit"]) | (distance > gate["maximumDistance"])


def main(corpora: Path) -> None:
    knees = [read_grey(knee) for knee in list_knees("val", corpora)]
    own = [padded(knee) for knee in knees]
    kinds, distance = answers(own)
    gate = {
        "file": "gate.onnx",
        "sha256": digest_of(HERE / "gate.onnx"),
        "bytes": (HERE / "gate.onnx").stat().st_size,
        "input": {"name": "image", "shape": [1, SIZE, SIZE], "resize": "area", "fit": "pad", "scale": "unit"},
        "outputs": {"kinds": "kinds", "distance": "distance"},
        "kinds": [{"id": name, **({"fault": fault} if fault else {})} for name, fault in KINDS],
        "minimumFit": MINIMUM_FIT,
        "maximumDistance": math.ceil(float(np.quantile(distance, 0.995)) * 1000) / 1000,
        "chosen": CHOSEN,
    }
    rng = np.random.default_rng(2)
    draw = lambda: knees[rng.integers(len(knees))]
    makers = {
        "whole-film": lambda: padded(whole_film(draw(), draw(), rng)),
        "part-of-a-knee": lambda: padded(part(draw(), rng)),
        "turned": lambda: padded(turned(draw(), rng)),
        "inverted": lambda: 1 - padded(draw()),
        "text-or-blank": lambda: text(rng).astype(np.float32),
    }
    summary = {
        "manifest": gate,
        "validation": {
            "knees": len(knees),
            "refused": int(is_refused(own, gate).sum()),
            "calledInverted": int((kinds.argmax(1) == [name for name, _ in KINDS].index("inverted")).sum()),
            "shareRefused": {
                name: float(is_refused([maker() for _ in range(400)], gate).mean()) for name, maker in makers.items()
            },
        },
    }
    (HERE / "gate.json").write_text(json.dumps(summary, indent=2) + "\n")
    print(json.dumps(summary["validation"], indent=2))


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else corpora_folder())
