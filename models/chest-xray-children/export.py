"""The committee as one ONNX file, and the same file run as the shipped program runs it."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch

OPSET = 17


def write_onnx(committee, size: int, path: Path) -> None:
    torch.onnx.export(
        committee.eval(),
        (torch.rand(2, 1, size, size),),
        str(path),
        input_names=["image"],
        output_names=["probability", "activation"],
        dynamic_axes={"image": {0: "n"}, "probability": {0: "n"}, "activation": {0: "n"}},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
    onnx.checker.check_model(model)
    onnx.save(model, path)


def run_onnx(path: Path, images: np.ndarray, batch: int = 32) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities [n] and activation maps [n,h,w] for float32 [n,1,S,S]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    answers = [session.run(None, {"image": images[k : k + batch]}) for k in range(0, len(images), batch)]
    return np.concatenate([a[0][:, 0] for a in answers]), np.concatenate([a[1] for a in answers])
