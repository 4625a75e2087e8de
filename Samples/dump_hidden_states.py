#!/usr/bin/env python3
"""Write what a Hugging Face model makes of a text to a file that Tessera reads.

    python3 dump_hidden_states.py MODEL 'Some text' -o states.safetensors
    tessera similar --states states.safetensors --layer 6 --order cluster
    tessera similar --states states.safetensors --layers
    tessera project --states states.safetensors

MODEL is a folder, or a name that the library transformers knows. Needs the packages torch, transformers and
safetensors. Tensors in the file, all Float32 but for the ids:

    hidden_states  [layers + 1, tokens, width]            what goes into the first layer, and what each layer makes of it
    attentions     [layers, heads, tokens, tokens]        how much each token (row) looks at each other; where the model tells
    embeddings     [vocabulary, width]                    a row for each id, with --embeddings
    input_ids      [tokens]

Texts in its metadata: text; spans, a list of [start, end] in bytes of the UTF-8 text, empty for tokens that stand for
no text; tokens, their spellings; model; about. Tessera runs no code of a model: this script does, so use it with
models that you trust.
"""

import argparse
import json
import sys

import torch
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer


def byte_spans(text, offsets):
    """Byte ranges from ranges of characters."""
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode("utf-8")))
    return [[starts[start], starts[end]] for start, end in offsets]


def dump(model_name, text, output, with_embeddings=False, limit=None):
    """Runs the model over the text once and writes the file; gives the number of tokens."""
    text.encode("utf-8")
    tokenizer = AutoTokenizer.from_pretrained(model_name, use_fast=True)
    # Only the plain way of attending hands out its weights.
    model = AutoModel.from_pretrained(model_name, attn_implementation="eager").eval()
    encoded = tokenizer(
        text,
        return_tensors="pt",
        return_offsets_mapping=tokenizer.is_fast,
        truncation=limit is not None,
        max_length=limit,
    )
    offsets = encoded.pop("offset_mapping")[0].tolist() if tokenizer.is_fast else None
    ids = encoded["input_ids"]
    if hasattr(model, "encoder") and hasattr(model, "decoder"):
        model = model.encoder
    with torch.no_grad():
        made = model(**encoded, output_hidden_states=True, output_attentions=True)
    tensors = {
        "hidden_states": torch.stack([layer[0] for layer in made.hidden_states]).float().contiguous(),
        "input_ids": ids[0].contiguous(),
    }
    attentions = [layer[0] for layer in made.attentions or () if layer is not None]
    if attentions:
        tensors["attentions"] = torch.stack(attentions).float().contiguous()
    if with_embeddings:
        tensors["embeddings"] = model.get_input_embeddings().weight.detach().float().contiguous()
    count = ids.shape[1]
    metadata = {
        "text": text,
        "tokens": json.dumps(tokenizer.convert_ids_to_tokens(ids[0].tolist())),
        "model": str(model_name),
        "about": f"Hidden states of {type(model).__name__} ({model_name}) for a text of {count} tokens.",
    }
    if offsets is not None:
        metadata["spans"] = json.dumps(byte_spans(text, offsets))
    save_file(tensors, output, metadata=metadata)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder or a name")
    parser.add_argument("text", nargs="?", help="the text; without it standard input")
    parser.add_argument("-o", "--output", required=True, help="a file that ends in .safetensors")
    parser.add_argument("--embeddings", action="store_true", help="write the matrix of embeddings too")
    parser.add_argument("--limit", type=int, help="the most tokens; the rest of the text is cut off")
    options = parser.parse_args()
    text = options.text if options.text is not None else sys.stdin.read()
    count = dump(options.model, text, options.output, options.embeddings, options.limit)
    print(f"{options.output}: {count} tokens")


if __name__ == "__main__":
    main()
