"""Networks as ONNX files with their weights in 16 bits, and the same files run as the shipped program runs them."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

from kinds import SIZE

OPSET = 17
# Smaller constants (normalisation, shapes) stay as they are: they weigh nothing.
LEAST = 256


def write_onnx(committee, size: int, path: Path) -> None:
    export(committee, size, path, ("probability", "activation"))


def write_gate(gate, path: Path) -> None:
    export(gate, SIZE, path, ("kinds", "distance"))


def export(network, size: int, path: Path, outputs) -> None:
    torch.onnx.export(
        network.eval(),
        (torch.rand(2, 1, size, size),),
        str(path),
        input_names=["image"],
        output_names=list(outputs),
        dynamic_axes={name: {0: "n"} for name in ("image", *outputs)},
        opset_version=OPSET,
        dynamo=False,
    )
    model = onnx.load(path)
    for node in model.graph.node:
        node.doc_string = ""
    halve_weights(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def halve_weights(graph) -> None:
    """Large weights are stored as float16 with a Cast behind them: half the file, and the session folds the Cast away."""
    kept, casts = [], []
    for weight in graph.initializer:
        values = numpy_helper.to_array(weight)
        if values.dtype != np.float32 or values.size < LEAST:
            kept.append(weight)
            continue
        kept.append(numpy_helper.from_array(values.astype(np.float16), f"{weight.name}.half"))
        casts.append(helper.make_node("Cast", [f"{weight.name}.half"], [weight.name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.initializer[:], graph.node[:]
    graph.initializer.extend(kept)
    graph.node.extend(nodes)


def run(path: Path, images: np.ndarray, batch: int = 32) -> list[np.ndarray]:
    """The outputs of an ONNX file for float32 [n,1,S,S]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    answers = [session.run(None, {"image": images[k : k + batch]}) for k in range(0, len(images), batch)]
    return [np.concatenate(parts) for parts in zip(*answers)]


def run_onnx(path: Path, images: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Probabilities of pneumonia [n] and activation maps [n,h,w]."""
    probability, activation = run(path, images)
    return probability[:, 0], activation
