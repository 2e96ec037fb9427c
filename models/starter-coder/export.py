"""Write a decoder as ONNX (float16 weights, float32 arithmetic) in the layout of the Hugging Face hub."""

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from model import Decoder, rotary_tables
from shapes import END_OF_TEXT_ID, SHAPES, Shape

LAYER_WEIGHTS = {
    "q_proj": "attn", "k_proj": "attn", "v_proj": "attn", "o_proj": "attn",
    "gate_proj": "mlp", "up_proj": "mlp", "down_proj": "mlp",
}  # fmt: skip


class Graph:
    """Collects nodes and initialisers."""

    def __init__(self):
        self.nodes: list = []
        self.initialisers: list = []

    def node(self, kind, inputs, outputs, domain="", **attributes):
        name = f"/{outputs[0].replace('.', '/')}/{kind}"
        self.nodes.append(helper.make_node(kind, inputs, outputs, name=name, domain=domain, **attributes))
        return outputs[0]

    def constant(self, name, array):
        self.initialisers.append(numpy_helper.from_array(np.ascontiguousarray(array), name))
        return name

    def weight(self, name, array):
        """A float16 initialiser and the cast that widens it for the arithmetic."""
        self.constant(name, array.astype(np.float16))
        return self.node("Cast", [name], [f"{name}.float32"], to=TensorProto.FLOAT)


def add_layer(graph: Graph, shape: Shape, state: dict, i: int, x: str) -> str:
    """One decoder layer; returns the name of its output."""
    path = f"model.layers.{i}"

    def linear(role, source):
        part = f"{path}.{LAYER_WEIGHTS[role]}.{role}"
        matrix = graph.weight(f"{part}.MatMul.weight", state[f"layers.{i}.{role}.weight"].numpy().T)
        return graph.node("MatMul", [source, matrix], [f"{part}.output"])

    def norm(role, source):
        gain = graph.weight(f"{path}.{role}.weight", state[f"layers.{i}.{role}.weight"].numpy())
        return graph.node("SimplifiedLayerNormalization", [source, gain], [f"{path}.{role}.output"],
                          axis=-1, epsilon=shape.epsilon, stash_type=1)  # fmt: skip

    h = norm("input_layernorm", x)
    q, k, v = (linear(role, h) for role in ("q_proj", "k_proj", "v_proj"))
    past = [f"past_key_values.{i}.key", f"past_key_values.{i}.value"]
    present = [f"present.{i}.key", f"present.{i}.value"]
    mixed = graph.node(
        "GroupQueryAttention",
        [q, k, v, *past, "seqlens_k", "total_sequence_length", "cos_cache", "sin_cache"],
        [f"{path}.attn.output", *present], domain="com.microsoft", num_heads=shape.heads,
        kv_num_heads=shape.heads, do_rotary=1, rotary_interleaved=0, scale=shape.head_size**-0.5,
    )  # fmt: skip
    x = graph.node("Add", [x, linear("o_proj", mixed)], [f"{path}.attn.residual"])
    h = norm("post_attention_layernorm", x)
    gate = linear("gate_proj", h)
    sigmoid = graph.node("Sigmoid", [gate], [f"{path}.mlp.sigmoid"])
    gate = graph.node("Mul", [gate, sigmoid], [f"{path}.mlp.silu"])
    inner = graph.node("Mul", [gate, linear("up_proj", h)], [f"{path}.mlp.inner"])
    return graph.node("Add", [x, linear("down_proj", inner)], [f"{path}.mlp.residual"])


def build(shape: Shape, state: dict) -> onnx.ModelProto:
    """The whole graph from a decoder's state dictionary."""
    graph = Graph()
    cos, sin = rotary_tables(shape)
    graph.constant("cos_cache", cos.numpy())
    graph.constant("sin_cache", sin.numpy())
    graph.constant("one_i64", np.array([1], np.int64))
    graph.constant("one", np.array(1, np.int64))
    # Lengths as GroupQueryAttention wants them: last index of each row, and the longest row.
    graph.node("ReduceSum", ["attention_mask", "one_i64"], ["row_lengths"], keepdims=0)
    graph.node("Sub", ["row_lengths", "one"], ["row_lengths_minus_one"])
    graph.node("Cast", ["row_lengths_minus_one"], ["seqlens_k"], to=TensorProto.INT32)
    graph.node("Shape", ["attention_mask"], ["mask_shape"])
    graph.node("Gather", ["mask_shape", "one"], ["mask_width"], axis=0)
    graph.node("Cast", ["mask_width"], ["total_sequence_length"], to=TensorProto.INT32)

    embedding = graph.weight("model.embed_tokens.weight", state["embed_tokens.weight"].numpy())
    x = graph.node("Gather", [embedding, "input_ids"], ["model.embed_tokens.output"])
    for i in range(shape.layers):
        x = add_layer(graph, shape, state, i, x)
    gain = graph.weight("model.norm.weight", state["norm.weight"].numpy())
    x = graph.node("SimplifiedLayerNormalization", [x, gain], ["model.norm.output"],
                   axis=-1, epsilon=shape.epsilon, stash_type=1)  # fmt: skip
    head = graph.node("Transpose", [embedding], ["lm_head.MatMul.weight"], perm=[1, 0])
    graph.node("MatMul", [x, head], ["logits"])

    tensor = helper.make_tensor_value_info
    inputs = [tensor("input_ids", TensorProto.INT64, ["batch_size", "sequence_length"]),
              tensor("attention_mask", TensorProto.INT64, ["batch_size", "total_sequence_length"])]  # fmt: skip
    outputs = [tensor("logits", TensorProto.FLOAT, ["batch_size", "sequence_length", shape.vocabulary])]
    for i in range(shape.layers):
        for part in ("key", "value"):
            for side, prefix, length in ((inputs, "past_key_values", "past_sequence_length"),
                                         (outputs, "present", "total_sequence_length")):  # fmt: skip
                dims = ["batch_size", shape.heads, length, shape.head_size]
                side.append(tensor(f"{prefix}.{i}.{part}", TensorProto.FLOAT, dims))
    proto = helper.make_graph(graph.nodes, "starter-coder", inputs, outputs, graph.initialisers)
    opsets = [helper.make_opsetid("", 18), helper.make_opsetid("com.microsoft", 1)]
    return helper.make_model(proto, opset_imports=opsets, ir_version=9, producer_name="starter-coder")


def configuration(shape: Shape) -> dict:
    """config.json, as transformers and transformers.js read it."""
    return {
        "architectures": ["LlamaForCausalLM"], "model_type": "llama", "attention_bias": False,
        "bos_token_id": END_OF_TEXT_ID, "eos_token_id": END_OF_TEXT_ID, "head_dim": shape.head_size,
        "hidden_act": "silu", "hidden_size": shape.hidden, "intermediate_size": shape.intermediate,
        "max_position_embeddings": shape.context, "mlp_bias": False, "num_attention_heads": shape.heads,
        "num_hidden_layers": shape.layers, "num_key_value_heads": shape.heads,
        "rms_norm_eps": shape.epsilon, "rope_scaling": None, "rope_theta": shape.theta,
        "tie_word_embeddings": True, "torch_dtype": "float16", "use_cache": True,
        "vocab_size": shape.vocabulary,
    }  # fmt: skip


def write_json(path: Path, value) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def export(shape: Shape, state: dict, folder: Path) -> Path:
    """Write graph and configuration into a hub-style folder; the graph appears whole or not at all."""
    write_json(folder / "config.json", configuration(shape))
    write_json(folder / "generation_config.json",
               {"bos_token_id": END_OF_TEXT_ID, "eos_token_id": END_OF_TEXT_ID, "do_sample": False})  # fmt: skip
    target = folder / "onnx" / "model_fp16.onnx"
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    partial.write_bytes(build(shape, {k: v.detach().float().cpu() for k, v in state.items()}).SerializeToString())
    partial.replace(target)
    return target


def load_state(checkpoint: Path | None, shape: Shape) -> dict:
    """Weights of a checkpoint, or of a fresh decoder when there is none yet."""
    if checkpoint is None:
        torch.manual_seed(0)
        return Decoder(shape).state_dict()
    return torch.load(checkpoint, map_location="cpu", weights_only=True)["model"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=list(SHAPES), required=True)
    parser.add_argument("--checkpoint", type=Path, help="left out: random weights")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    shape = SHAPES[arguments.size]
    path = export(shape, load_state(arguments.checkpoint, shape), arguments.out)
    print(f"{path}: {shape.parameters:,} parameters, {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
