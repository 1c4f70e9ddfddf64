"""Close mean: `python -m handeye.tasks.bench.detector.close_mean A.onnx B.onnx -o closer.onnx` joins closer looks.

Those that were trained apart err in different places: their mean sees better than each of them. One that was trained on fewer
facts gets the first so many. Weights are kept in half precision: nobody sees the difference, and they take half the room.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from ....tools.widgets.facts import FACTS

GIVEN, SAID = ("ends", "around", "facts"), ("kinds", "states")
LARGE = 256
"""Weights of fewer numbers stay as they are."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", type=Path, nargs="+")
    parser.add_argument("-o", "--output", type=Path, required=True)
    told = parser.parse_args()
    import onnx

    onnx.save(joined([onnx.load(path) for path in told.parts]), told.output)


def joined(models: Sequence[Any]) -> Any:
    """One model that says the mean of what these say."""
    import onnx

    first = models[0]
    graph = onnx.GraphProto(name="closer")
    graph.input.extend(first.graph.input)
    graph.output.extend(first.graph.output)
    _width_of(next(each for each in graph.input if each.name == "facts")).dim_value = FACTS
    for n, model in enumerate(models):
        _add(graph, onnx.compose.add_prefix(model, f"{n}/").graph, n)
    graph.initializer.append(onnx.numpy_helper.from_array(np.array(1 / len(models), np.float32), "share"))
    for name in SAID:
        graph.node.append(onnx.helper.make_node("Sum", [f"{n}/{name}" for n in range(len(models))], [f"all/{name}"]))
        graph.node.append(onnx.helper.make_node("Mul", [f"all/{name}", "share"], [name]))
    whole = onnx.helper.make_model(graph, opset_imports=first.opset_import, ir_version=first.ir_version)
    onnx.checker.check_model(whole)
    return whole


def _add(graph: Any, part: Any, n: int) -> None:
    """The nodes of one, fed with what all are fed with."""
    import onnx

    given = {f"{n}/{name}": name for name in GIVEN}
    width = _width_of(next(each for each in part.input if each.name == f"{n}/facts")).dim_value
    if width < FACTS:
        cut = [onnx.numpy_helper.from_array(np.array([at], np.int64), f"{n}/cut {at}") for at in (0, width, 1)]
        graph.initializer.extend(cut)
        graph.node.append(onnx.helper.make_node("Slice", ["facts", *(each.name for each in cut)], [f"{n}/first facts"]))
        given[f"{n}/facts"] = f"{n}/first facts"
    for weights in part.initializer:
        values = onnx.numpy_helper.to_array(weights)
        if values.dtype == np.float32 and values.size >= LARGE:
            graph.initializer.append(onnx.numpy_helper.from_array(values.astype(np.float16), f"{weights.name} half"))
            graph.node.append(
                onnx.helper.make_node("Cast", [f"{weights.name} half"], [weights.name], to=int(onnx.TensorProto.FLOAT))
            )
        else:
            graph.initializer.append(weights)
    for node in part.node:
        for at, name in enumerate(node.input):
            node.input[at] = given.get(name, name)
        graph.node.append(node)


def _width_of(value: Any) -> Any:
    return value.type.tensor_type.shape.dim[1]


if __name__ == "__main__":
    main()
