"""Runs the released functions of EmbedLens and VisionDrop on made-up numbers and writes what they choose, for the tests of Patches.

    python compare_probe.py EMBEDLENS VISIONDROP [--check]

EMBEDLENS and VISIONDROP are folders with a checkout of github.com/EIT-NLP/EmbedLens (bc877d4) and github.com/Ruixxxx/VisionDrop (f7a9444). Only the functions
named below are taken out of their files and run; nothing else of the projects is imported. Inputs follow from seeds by SplitMix64, so that the tests make the
same ones; only the queries and keys behind the rotation are written with the results. With --check nothing is written, and the file must already hold the
same.
"""

import ast
import json
import math
import sys
import textwrap
import types
from pathlib import Path

import torch
from torch import nn
import torch.nn.functional as F

GOLDEN = Path(__file__).parent.parent / "PatchesTests/Goldens/reduction.json"
MASK = (1 << 64) - 1


def numbers(seed, *sizes):
    """A tensor of numbers from -0.5 to 0.5 by SplitMix64, row by row."""
    state, values = seed, []
    for _ in range(math.prod(sizes)):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        values.append(((z ^ (z >> 31)) >> 11) * 2.0**-53)
    return torch.tensor(values, dtype=torch.float64).float().reshape(sizes) - 0.5


def taken(path, names, space):
    """Functions and classes of a file, by name, methods too, run in a space of their own."""
    source = Path(path).read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(source)):
        if getattr(node, "name", None) in names and isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            lines = source.splitlines()[node.lineno - 1 : node.end_lineno]
            exec(compile(textwrap.dedent("\n".join(lines)), path, "exec"), space)
            names = [name for name in names if name != node.name]
    assert not names, f"{path} has no {names}"
    return space


def probe(folder):
    """Members of targets in the way of pruning and of skipping: 576 tokens at 35 of a sequence of 620."""
    space = {"torch": torch, "F": F, "math": math}
    models = Path(folder) / "llava/model/language_model"
    taken(models / "llava_llama_token_pruning.py", ["find_useless_tokens"], space)
    taken(models / "llava_llama_layer_skipping.py", ["find_cluster"], space)
    table, tokens = numbers(11, 300, 8), numbers(12, 576, 8)
    model = types.SimpleNamespace(get_input_embeddings=lambda: types.SimpleNamespace(weight=table))
    sequence = torch.cat([torch.zeros(35, 8), tokens, torch.zeros(9, 8)])[None]
    cases = []
    for ids in ([7], [7, 100, 250], [3, 4, 5, 6, 8, 9, 10], [7, -2], [299, 0], [1000]):
        pruned = space["find_useless_tokens"](model, sequence, 3, ids)
        cases.append({"ids": ids, "pruned": (pruned - 35).tolist()})
    for ids in ([7, -1], [*range(290), -1], [1000, -1]):
        # Which ones is chance; how many is not.
        torch.manual_seed(0)
        pruned = space["find_useless_tokens"](model, sequence, 3, ids)
        cases.append({"ids": ids, "prunedCount": len(pruned)})
    for ids in ([7], [7, 100, -1], [1000, -1]):
        cases.append({"ids": ids, "skipped": (space["find_cluster"](model, sequence, 3, ids) - 35).tolist()})
    return cases


def encoder(folder):
    """Stage E: 64 patches behind CLS, 4 heads, 15 dominant and 4 contextual."""
    space = {"torch": torch}
    taken(Path(folder) / "llava/visionzip/clip_encoder.py", ["forward"], space)
    attention = (numbers(21, 1, 4, 65, 65) * 8).softmax(-1)
    hidden, metric = numbers(22, 1, 65, 6), numbers(23, 1, 65, 5)
    out = types.SimpleNamespace(attentions=[attention] * 3, hidden_states=[hidden] * 3)

    class Tower:
        _info = {"dominant": 15, "contextual": 4}
        vision_model = types.SimpleNamespace(
            encoder=types.SimpleNamespace(layers=[types.SimpleNamespace(metric=metric)] * 3)
        )

        def __call__(self, *_, **__):
            return out

    model = types.SimpleNamespace(vision_tower=Tower(), device="cpu", dtype=torch.float32)
    tokens, kept = space["forward"](model, torch.zeros(1, 3, 4, 4))
    return {
        "kept": sorted((kept[0][1:] - 1).tolist()),
        "attention": attention[0, :, 0, 1:].tolist(),
        "contextual": tokens[0, 16:].tolist(),
    }


def decoder(folder):
    """A stage L: 30 visual tokens at 5 of 40, 2 heads of 4, 8 dominant and 3 contextual."""
    def mask(_, sizes, states, past_key_values_length):
        # What that function of transformers 4 gives when nothing is padded.
        least = torch.finfo(states.dtype).min
        return torch.full((sizes[1], sizes[1]), least).triu(1).expand(sizes[0], 1, -1, -1)

    space = {"torch": torch, "nn": nn, "math": math, "IGNORE_INDEX": -100, "_prepare_4d_causal_attention_mask": mask}
    taken(
        Path(folder) / "llava/model/modeling_llama_visiondrop.py",
        ["rotate_half", "apply_rotary_pos_emb", "LlamaRotaryEmbedding", "visiondrop_rank_drop"],
        space,
    )
    heads, size, length = 2, 4, 40
    width = heads * size
    states = numbers(31, 1, length, width)

    def linear(seed):
        layer = nn.Linear(width, width, bias=False)
        layer.weight.data = numbers(seed, width, width) * 4
        return layer

    attention = types.SimpleNamespace(
        num_heads=heads, num_key_value_heads=heads, head_dim=size, q_proj=linear(32), k_proj=linear(33),
        v_proj=linear(34), rotary_emb=space["LlamaRotaryEmbedding"](size),
    )
    model = types.SimpleNamespace(
        config=types.SimpleNamespace(tokenizer_padding_side="right", tokenizer_model_max_length=2048),
        image_tokens=[30], image_token_ratio_list=[(30, 0), (8, 3)], image_token_posi=[5], prompt_len=[10],
        training=False, layers=[types.SimpleNamespace(self_attn=attention, input_layernorm=nn.Identity())],
    )
    with torch.no_grad():
        found = space["visiondrop_rank_drop"](model, 0, 0, states, None, None, None)
        features = next(x for x in found if torch.is_tensor(x) and x.is_floating_point() and x.dim() == 3)

        def split(layer):
            return layer(states).view(1, length, heads, size).transpose(1, 2)

        cos, sin = attention.rotary_emb(states, seq_len=length)
        place = torch.arange(length)[None]
        queries, keys = space["apply_rotary_pos_emb"](split(attention.q_proj), split(attention.k_proj), cos, sin, place)
    return {"queries": queries[0].tolist(), "keys": keys[0].tolist(), "features": features[0, 5:16].tolist()}


def rounded(value):
    if isinstance(value, float):
        return float(f"{value:.7g}")
    if isinstance(value, list):
        return [rounded(x) for x in value]
    return {key: rounded(x) for key, x in value.items()} if isinstance(value, dict) else value


def main():
    folders = [x for x in sys.argv[1:] if not x.startswith("--")]
    if len(folders) != 2:
        sys.exit(__doc__)
    stage = encoder(folders[1])
    # The attention follows from its seed; what is left of it here is the sum over heads, by which tokens are kept.
    stage["scores"] = torch.tensor(stage.pop("attention")).sum(0).tolist()
    found = rounded({"probe": probe(folders[0]), "encoder": stage, "decoder": decoder(folders[1])})
    text = json.dumps(found, separators=(",", ":")) + "\n"
    if "--check" in sys.argv:
        sys.exit(0 if GOLDEN.read_text(encoding="utf-8") == text else f"{GOLDEN} differs")
    GOLDEN.write_text(text, encoding="utf-8")
    print(f"{GOLDEN}: {len(text)} bytes")


if __name__ == "__main__":
    main()
