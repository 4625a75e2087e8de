#!/usr/bin/env python3
"""Writes tiny Vision Transformers by the classes of the library transformers, and what they make of a picture.

    python make_vision_goldens.py ../FormatsTests/Vision/Goldens

Each folder is what save_pretrained writes (config.json, model.safetensors), with random weights from a fixed seed, and beside it
expected.safetensors, all Float32:

    pixels         [1, 3, height, width]        the prepared picture
    hidden         [layers + 1, rows, width]    what goes into the first layer, and what each layer makes of it
    attention      [layers, heads, rows, rows]
    keys           [layers, rows, width]        of the attention, heads side by side
    last           [rows, width]                the model's last_hidden_state
    projected      [tokens, width]              of LLaVA, what its language model receives
    other.pixels, other.hidden                  the same for a picture of another size, where positions are stretched
    NAME.received  [tokens, width]              of LLaVA-NeXT, what its language model receives of the whole picture `formula` and its
                                                tiles, as its processor makes them; NAME is width x height

Needs torch, transformers, Pillow and safetensors; the files in the tree were written with torch 2.15 and transformers 5.24.
"""

import sys
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from safetensors.torch import save_file
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModel,
    DeiTConfig,
    DeiTModel,
    Dinov2Config,
    Dinov2Model,
    Dinov2WithRegistersConfig,
    Dinov2WithRegistersModel,
    LlamaConfig,
    LlavaConfig,
    LlavaForConditionalGeneration,
    LlavaNextConfig,
    LlavaNextForConditionalGeneration,
    SiglipVisionConfig,
    SiglipVisionModel,
    ViTConfig,
    ViTModel,
)
from transformers.models.llava_next.image_processing_pil_llava_next import LlavaNextImageProcessorPil

SIZES = dict(hidden_size=16, num_hidden_layers=2, num_attention_heads=2, image_size=16, patch_size=4)
MLP = dict(intermediate_size=24)
# Heights and widths of which LLaVA-NeXT chooses one, and pictures for which it chooses others.
TILES = dict(image_grid_pinpoints=[[16, 32], [32, 16], [32, 32], [16, 48], [48, 16]])
PICTURES = [(30, 20), (13, 40), (70, 17), (32, 32), (15, 16)]


def models():
    clip = CLIPVisionConfig(**SIZES, **MLP, projection_dim=8)
    text = LlamaConfig(
        vocab_size=40, hidden_size=12, intermediate_size=16, num_hidden_layers=1, num_attention_heads=2, max_position_embeddings=64
    )
    yield "clip", CLIPVisionModel(clip)
    yield "siglip", SiglipVisionModel(SiglipVisionConfig(**SIZES, **MLP))
    yield "dinov2", Dinov2Model(Dinov2Config(**SIZES, mlp_ratio=2))
    yield "dinov2-giant", Dinov2Model(Dinov2Config(**SIZES, mlp_ratio=2, use_swiglu_ffn=True))
    yield "registers", Dinov2WithRegistersModel(Dinov2WithRegistersConfig(**SIZES, mlp_ratio=2, num_register_tokens=4))
    yield "vit", ViTModel(ViTConfig(**SIZES, **MLP, qkv_bias=False), add_pooling_layer=False)
    yield "deit", DeiTModel(DeiTConfig(**SIZES, **MLP), add_pooling_layer=False)
    yield "llava", LlavaForConditionalGeneration(LlavaConfig(vision_config=clip, text_config=text, image_token_index=39, image_seq_length=16))
    yield "llava-next", LlavaNextForConditionalGeneration(LlavaNextConfig(vision_config=clip, text_config=text, image_token_index=39, **TILES))


def fill(model):
    """Weights large enough that every part of the model counts; norms near one."""
    for name, weight in model.named_parameters():
        weight.data.normal_(0, 0.25)
        if weight.dim() == 1 and ("norm" in name or "lambda" in name) and name.endswith(("weight", "lambda1")):
            weight.data.add_(1)


def run(vision, pixels, kind):
    keys = []
    hooks = [m.register_forward_hook(lambda m, i, o: keys.append(o[0])) for n, m in vision.named_modules() if n.endswith((".k_proj", ".key"))]
    # The other kinds stretch their positions by themselves.
    more = {} if kind.startswith(("dinov2", "registers")) else {"interpolate_pos_encoding": True}
    made = vision(pixels, output_hidden_states=True, output_attentions=True, **more)
    for hook in hooks:
        hook.remove()
    return {
        "hidden": torch.cat(made.hidden_states),
        "attention": torch.cat(made.attentions),
        "keys": torch.stack(keys),
        "last": made.last_hidden_state[0],
    }


def formula(width, height):
    """Edges, ramps and something like noise, in whole numbers only."""
    y, x, c = np.mgrid[0:height, 0:width, 0:3]
    return ((x * 7 + y * 13 + c * 50 + (x * y * (c + 1)) % 31 * 5 + (x // 5 + y // 4) % 2 * 90) % 256).astype(np.uint8)


def tiles(model, processor):
    made = {}
    for width, height in PICTURES:
        views = processor(Image.fromarray(formula(width, height)), return_tensors="pt")
        found = model.get_image_features(views["pixel_values"], image_sizes=views["image_sizes"]).pooler_output[0]
        made[f"{width}x{height}.received"] = found
    return made


def main(folder):
    for seed, (kind, model) in enumerate(models()):
        torch.manual_seed(seed)
        model.set_attn_implementation("eager")
        model.eval()
        with torch.no_grad():
            fill(model)
            vision = model.model.vision_tower if kind.startswith("llava") else model
            tensors = {"pixels": torch.randn(1, 3, 16, 16), "other.pixels": torch.randn(1, 3, 12, 24)}
            tensors |= run(vision, tensors["pixels"], kind)
            tensors["other.hidden"] = run(vision, tensors["other.pixels"], kind)["hidden"]
            if kind == "llava":
                tensors["projected"] = model.get_image_features(tensors["pixels"]).pooler_output[0]
            if kind == "llava-next":
                processor = LlavaNextImageProcessorPil(size={"shortest_edge": 16}, crop_size={"height": 16, "width": 16}, **TILES)
                tensors |= tiles(model, processor)
        path = Path(folder) / kind
        model.save_pretrained(path)
        (path / "generation_config.json").unlink(missing_ok=True)
        if kind == "llava-next":
            processor.save_pretrained(path)
        save_file({name: x.float().contiguous() for name, x in tensors.items()}, path / "expected.safetensors")


if __name__ == "__main__":
    main(*sys.argv[1:])
