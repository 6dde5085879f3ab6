"""A network as an ONNX file with half-precision weights, and the same file run as the shipped program runs it."""

from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper

OPSET = 17


def write_onnx(network, size: int, path: Path, outputs=("probability", "activation")) -> None:
    """`image` [n,1,size,size] to `probability` [n,K] and `activation` [n,h,w], batch free; or to other outputs."""
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
    halve(model.graph)
    onnx.checker.check_model(model)
    onnx.save(model, path)


def halve(graph, least: int = 512) -> None:
    """Weights of `least` numbers or more are stored as float16 and cast back in the graph.

    A runtime folds the casts when it makes the session: the arithmetic stays in float32, only the file is halved.
    """
    casts = []
    for weight in list(graph.initializer):
        numbers = numpy_helper.to_array(weight)
        if numbers.dtype != np.float32 or numbers.size < least:
            continue
        half = f"{weight.name}.half"
        casts.append(helper.make_node("Cast", [half], [weight.name], to=TensorProto.FLOAT, name=f"{weight.name}.cast"))
        graph.initializer.remove(weight)
        graph.initializer.append(numpy_helper.from_array(numbers.astype(np.float16), half))
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def run_onnx(path: Path, images: np.ndarray, batch: int = 32) -> list[np.ndarray]:
    """The outputs for float32 [n,1,S,S]: probabilities [n,K] and activation maps [n,h,w], or kinds [n,K] and distances [n,1]."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    answers = [session.run(None, {"image": images[k : k + batch]}) for k in range(0, len(images), batch)]
    return [np.concatenate(parts) for parts in zip(*answers)]
