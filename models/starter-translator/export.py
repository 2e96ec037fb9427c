"""Export one direction in the layout that transformers.js reads for Marian: an encoder, and a decoder merged of the
first step and the later ones. Weights are kept as float16 and widened when a session is made; arithmetic is float32.
"""

import argparse
import json
import shutil
from pathlib import Path

import numpy as np
import onnx
import torch
import vocabulary
from corpus import DIRECTIONS
from onnx import TensorProto, helper, numpy_helper
from optimum.exporters.onnx import main_export
from train import configuration, learned
from transformers import GenerationConfig, MarianMTModel

FILES = ("encoder_model.onnx", "decoder_model_merged.onnx")
# Smaller tensors (gains, biases, scalars) stay as they are.
FEWEST = 256
OPSET = 18
MAX_TOKENS = 128


def trained(work: Path, direction: str) -> MarianMTModel:
    """The model with its weights rounded to float16, as the exported files have them."""
    words = vocabulary.load(work).get_vocab_size()
    model = MarianMTModel(configuration(words))
    state = torch.load(work / f"{direction}.pt", map_location="cpu")
    model.load_state_dict(learned(state.get("average") or state["model"]), strict=False)
    with torch.no_grad():
        for tensor in [*model.parameters(), *model.buffers()]:
            if tensor.dtype == torch.float32 and tensor.numel() >= FEWEST:
                tensor.copy_(tensor.half().float())
    padding = words - 1
    model.generation_config = GenerationConfig(
        max_length=MAX_TOKENS, decoder_start_token_id=padding, pad_token_id=padding, eos_token_id=vocabulary.END_ID,
        bad_words_ids=[[padding], [vocabulary.UNKNOWN_ID]], num_beams=1,
    )  # fmt: skip
    return model.eval()


def halve(graph: onnx.GraphProto) -> None:
    """Large float32 initialisers as float16 with a cast before everything else, in the graph and in its branches."""
    casts = []
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype != np.float32 or array.size < FEWEST:
            continue
        name = tensor.name
        half = array.astype(np.float16)
        if not np.isfinite(half).all():
            half = np.clip(array, -65504, 65504).astype(np.float16)
        tensor.CopyFrom(numpy_helper.from_array(half, f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], name=f"{name}.widened", to=TensorProto.FLOAT))
    for node in graph.node:
        for attribute in node.attribute:
            if attribute.type == onnx.AttributeProto.GRAPH:
                halve(attribute.g)
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)


def write_json(path: Path, value) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def export(work: Path, direction: str, out: Path) -> None:
    """Write the model's folder from the checkpoint in the working folder."""
    model = trained(work, direction)
    checkpoint, exported = work / f"checkpoint-{direction}", work / f"onnx-{direction}"
    for folder in (checkpoint, exported):
        shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(checkpoint)
    main_export(str(checkpoint), str(exported), task="text2text-generation-with-past", opset=OPSET, library_name="transformers",
                local_files_only=True, do_validation=False)  # fmt: skip
    (out / "onnx").mkdir(parents=True, exist_ok=True)
    for name in FILES:
        graph = onnx.load(exported / name)
        halve(graph.graph)
        onnx.checker.check_model(graph)
        onnx.save(graph, out / "onnx" / name)
    for name, without in (("config.json", ("torch_dtype", "dtype", "transformers_version")), ("generation_config.json", ("transformers_version",))):
        settings = json.loads((checkpoint / name).read_text())
        if name == "config.json":
            # Ours: the vocabulary is that of both languages, and a text in the other one is refused.
            settings["foreign_token_ids"] = vocabulary.foreign_ids(work, direction)
        write_json(out / name, {key: value for key, value in settings.items() if key not in without})
    for name in ("tokenizer.json", "tokenizer_config.json"):
        shutil.copy(work / name, out)
    print(out.name, sum(p.stat().st_size for p in out.rglob("*") if p.is_file()), "bytes", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="folder of the two models' folders")
    arguments = parser.parse_args()
    for direction in DIRECTIONS:
        export(arguments.work, direction, arguments.out / f"starter-{direction}")


if __name__ == "__main__":
    main()
