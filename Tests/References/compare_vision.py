#!/usr/bin/env python3
"""Compares Vision Transformers of real size, with random weights, with the library transformers: every hidden state and every attention map.

    python Tests/References/compare_vision.py .build/release/Measure /tmp/vision [KIND ...]

Writes each model into a folder below the second argument as save_pretrained does, lets the program run it (`Measure --work states FOLDER`), and prints the largest
difference of a number, divided by the largest of its layer. Ends with 1 when one is above 1e-4. Needs torch, transformers and safetensors, and two gigabytes of disk.
"""

import subprocess
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from transformers import (
    CLIPVisionConfig,
    CLIPVisionModel,
    Dinov2WithRegistersConfig,
    Dinov2WithRegistersModel,
    SiglipVisionConfig,
    SiglipVisionModel,
    ViTConfig,
    ViTModel,
)

LARGE = dict(hidden_size=1024, intermediate_size=4096, num_hidden_layers=24, num_attention_heads=16)
KINDS = {
    "vit-b-16": (224, lambda: ViTModel(ViTConfig(), add_pooling_layer=False)),
    "clip-l-14-336": (336, lambda: CLIPVisionModel(CLIPVisionConfig(**LARGE, image_size=336, patch_size=14))),
    "siglip-b-16": (224, lambda: SiglipVisionModel(SiglipVisionConfig())),
    # Of another size than its positions, as DINOv2 is used.
    "dinov2-registers-b-14": (308, lambda: Dinov2WithRegistersModel(Dinov2WithRegistersConfig(patch_size=14, image_size=518))),
}


def fill(model):
    for name, weight in model.named_parameters():
        weight.data.normal_(0, 0.04)
        if weight.dim() == 1 and ("norm" in name or "lambda" in name) and name.endswith(("weight", "lambda1")):
            weight.data.add_(1)


def gap(ours, theirs):
    return float((ours - theirs).abs().max() / theirs.abs().max())


def compare(program, folder, kind):
    torch.manual_seed(0)
    size, make = KINDS[kind]
    model = make().eval()
    model.set_attn_implementation("eager")
    with torch.no_grad():
        fill(model)
        pixels = torch.randn(1, 3, size, size)
        made = model(pixels, output_hidden_states=True, output_attentions=True)
    path = Path(folder) / kind
    model.save_pretrained(path)
    save_file({"pixels": pixels}, path / "pixels.safetensors")
    subprocess.run([program, "--work", "states", path], check=True, stdout=subprocess.DEVNULL)
    ours = load_file(path / "ours.safetensors")
    hidden = [gap(a, b[0]) for a, b in zip(ours["hidden"], made.hidden_states, strict=True)]
    attention = [gap(ours[f"attention.{i}"][0], b[0]) for i, b in enumerate(made.attentions)]
    count = made.hidden_states[0].shape[1]
    print(f"{kind}, {count} rows: {len(hidden)} hidden states {max(hidden):.1e}, {len(attention)} attention maps {max(attention):.1e}")
    return max(hidden + attention) <= 1e-4


def main(program, folder, *kinds):
    results = [compare(program, folder, kind) for kind in kinds or KINDS]
    sys.exit(0 if all(results) else 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
