"""The films of a folder written as digital radiographs, and what `oka model evaluate` makes of each form of them.

    python robustness.py validation|test "why" [--oka "node cli/oka.mjs"]

Every film becomes a DX object of 12 bits with a child's age in the header: unsqueezed to true proportions, with black
borders, about 1,200 pixels broad; in both photometric interpretations, turned, under three windows, compressed with loss.
The whole way of the shipped program is measured: reading, decoding, window, gates, network. Writes robustness.json;
a run over the test folder is a look at it and is written down in looks.json.
"""

import argparse
import io
import json
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import rotate, zoom

from corpus import is_validation, list_films

sys.path.append(str(Path(__file__).parents[1]))
from common.corpora import corpora_folder, read_grey  # noqa: E402
from common.record import digest_of, note_look, read_json  # noqa: E402

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
EXPLICIT, JPEG_2000 = "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.4.91"
DX = "1.2.840.10008.5.1.4.1.1.1.1"
LONG = {"OB", "OW", "SQ", "UN", "UT"}
WHITE = 4095


def element(tag: str, vr: str, value) -> bytes:
    """One data element in Explicit VR Little Endian (PS3.5 section 7.1.2)."""
    body = struct.pack("<H", value) if vr == "US" else value if isinstance(value, bytes) else value.encode()
    if len(body) % 2:
        body += b"\0" if vr in ("UI", "OB", "OW") else b" "
    head = struct.pack("<HH", int(tag[:4], 16), int(tag[4:], 16)) + vr.encode()
    return head + (struct.pack("<HI", 0, len(body)) if vr in LONG else struct.pack("<H", len(body))) + body


def dicom(pixels: np.ndarray, uid: str, photometric="MONOCHROME2", window=(2048, 4096), lossy=False) -> bytes:
    """A DX object (PS3.3 A.26) of unsigned 12-bit pixels, of a child of three years."""
    syntax = JPEG_2000 if lossy else EXPLICIT
    meta = element("00020001", "OB", b"\0\1") + element("00020002", "UI", DX) + element("00020003", "UI", uid)
    meta += element("00020010", "UI", syntax) + element("00020012", "UI", "2.25.1")
    words = [("00080016", "UI", DX), ("00080018", "UI", uid), ("00080020", "DA", "20260301"), ("00080060", "CS", "DX")]
    words += [("00100010", "PN", "TEST^ROBUSTNESS"), ("00100020", "LO", "R-1"), ("00100030", "DA", "20230115")]
    words += [("00180015", "CS", "CHEST"), ("00185101", "CS", "AP"), ("0020000D", "UI", "2.25.2"), ("0020000E", "UI", "2.25.3")]
    words += [("00280002", "US", 1), ("00280004", "CS", photometric), ("00280010", "US", pixels.shape[0]), ("00280011", "US", pixels.shape[1])]
    # The encoder at hand writes code-streams of 16 bits: the twelve then stand in the upper ones.
    bits, factor = (16, 16) if lossy else (12, 1)
    words += [("00280100", "US", 16), ("00280101", "US", bits), ("00280102", "US", bits - 1), ("00280103", "US", 0)]
    words += [("00281050", "DS", str(window[0] * factor)), ("00281051", "DS", str(window[1] * factor))]
    data = b"".join(element(*word) for word in words)
    if lossy:
        data += struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0)
        stream = code_stream(pixels * factor)
        data += struct.pack("<HHI", 0xFFFE, 0xE000, len(stream)) + stream + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    else:
        data += element("7FE00010", "OW", pixels.astype("<u2").tobytes())
    return b"\0" * 128 + b"DICM" + element("00020000", "UL", struct.pack("<I", len(meta))) + meta + data


def code_stream(pixels: np.ndarray) -> bytes:
    """JPEG 2000 with loss, at a twentieth of 16 bits a pixel."""
    file = io.BytesIO()
    image = Image.fromarray(pixels.astype(np.uint16))
    image.save(file, "JPEG2000", quality_mode="rates", quality_layers=[20], irreversible=True, no_jp2=True)
    return file.getvalue() + b"\0" * (len(file.getvalue()) % 2)


def film(path: Path, number: int) -> np.ndarray:
    """A film in true proportions (broader by 15 to 45 %), with black borders, 12 bits."""
    random = np.random.default_rng(number)
    grey = read_grey(path)
    side = 900
    broad = int(side * random.uniform(1.15, 1.45))
    large = np.clip(zoom(grey, (side / grey.shape[0], broad / grey.shape[1]), order=1), 0, 1)
    edges = (random.uniform(0.02, 0.10, 4) * side).astype(int)
    return np.round(np.pad(large, ((edges[0], edges[1]), (edges[2], edges[3]))) * WHITE).astype(np.uint16)


def turned(degrees: float):
    return lambda pixels: rotate(pixels, degrees, reshape=False, order=1, mode="constant", cval=0).clip(0, WHITE).astype(np.uint16)


SAME = lambda pixels: pixels
FORMS = {
    "MONOCHROME2": (SAME, {}),
    "MONOCHROME1": (lambda pixels: WHITE - pixels, {"photometric": "MONOCHROME1"}),
    "turned 10 degrees left": (turned(10), {}),
    "turned 10 degrees right": (turned(-10), {}),
    "wide window": (SAME, {"window": (2048, 6000)}),
    "narrow window": (SAME, {"window": (2048, 3000)}),
    "bright window": (SAME, {"window": (1700, 3600)}),
    "JPEG 2000 with loss": (SAME, {"lossy": True}),
}


def films_of(part: str):
    corpora = corpora_folder()
    if part == "test":
        return list_films("test", corpora)
    return [one for one in list_films("train", corpora) if is_validation(one)]


def evaluate(oka: list[str], folder: Path) -> dict:
    command = [*oka, "model", "evaluate", "chest-xray-children", str(folder), "--positive", "PNEUMONIA", "--json"]
    answer = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    said = json.loads(answer.stdout)
    return {key: said[key] for key in ("auc", "aucCi95", "sensitivity", "specificity", "n", "notAssessed", "notAssessedReasons")}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=("validation", "test"))
    parser.add_argument("why")
    parser.add_argument("--oka", default="node cli/oka.mjs")
    parser.add_argument("--each", type=int, default=1, help="only every so many films, for a trial")
    chosen = parser.parse_args()
    films = films_of(chosen.part)[:: chosen.each]
    oka = chosen.oka.split()
    work = Path(tempfile.mkdtemp(prefix="oka-robustness-"))
    for name in ("NORMAL", "PNEUMONIA"):
        (work / "as-it-came" / name).mkdir(parents=True)
    for one in films:
        shutil.copy(one.path, work / "as-it-came" / one.path.parent.name / one.path.name)
    measured = {"as it came": evaluate(oka, work / "as-it-came")}
    for name, (change, how) in FORMS.items():
        folder = work / "form"
        for label in ("NORMAL", "PNEUMONIA"):
            (folder / label).mkdir(parents=True)
        for number, one in enumerate(films):
            pixels = change(film(one.path, number))
            (folder / one.path.parent.name / f"{number}.dcm").write_bytes(dicom(pixels, f"2.25.9{number}", **how))
        measured[name] = evaluate(oka, folder)
        shutil.rmtree(folder)
        print(name, json.dumps(measured[name]), flush=True)
    shutil.rmtree(work)
    path = HERE / "robustness.json"
    kept = read_json(path, {})
    kept[chosen.part] = {"sha256": digest_of(HERE / "model.onnx"), "films": len(films), "forms": measured}
    path.write_text(json.dumps(kept, indent=2) + "\n")
    if chosen.part == "test":
        note_look(HERE, chosen.why, measured, kind="robustness")


if __name__ == "__main__":
    main()
