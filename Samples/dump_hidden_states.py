#!/usr/bin/env python3
"""Write what a Hugging Face model makes of a text or a picture to a file that Tessera reads.

    python3 dump_hidden_states.py MODEL 'Some text' -o states.safetensors
    python3 dump_hidden_states.py VISION_MODEL --picture cat.jpg -o states.safetensors
    python3 dump_hidden_states.py LLAVA 'USER: <image> What is it? ASSISTANT:' --picture cat.jpg -o states.safetensors
    tessera similar --states states.safetensors --layer 6 --order cluster
    tessera similar --states states.safetensors --layers
    tessera project --states states.safetensors

MODEL is a folder, or a name that the library transformers knows. Needs the packages torch, transformers and
safetensors. Tensors in the file, all Float32 but for the ids:

    hidden_states  [layers + 1, tokens, width]            what goes into the first layer, and what each layer makes of it
    attentions     [layers, heads, tokens, tokens]        how much each token (row) looks at each other; where the model tells
    keys           [layers, heads, tokens, width of a head]  what each token is looked at by, with --keys; those of a
                                                          language model as they meet the queries, turned by position
    embeddings     [vocabulary, width]                    a row for each id, with --embeddings
    input_ids      [tokens]
    projected      [patches, width]                       of a language model that sees, the picture as it receives it

Texts in its metadata: text; spans, a list of [start, end] in bytes of the UTF-8 text, empty for tokens that stand for
no text; tokens, their spellings; model; about. Of a picture: picture, its file; grid, [rows, columns] of patches; patch, the side of one in pixels;
specials, names of the rows before the patches; span, [first, end] of the picture's rows among those of a language model. Tessera runs no code of a model: this script does, so use it with
models that you trust.
"""

import argparse
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoConfig, AutoImageProcessor, AutoModel, AutoModelForImageTextToText, AutoProcessor, AutoTokenizer


def byte_spans(text, offsets):
    """Byte ranges from ranges of characters."""
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode("utf-8")))
    return [[starts[start], starts[end]] for start, end in offsets]


def dump(model_name, text, output, with_embeddings=False, limit=None, with_keys=False):
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
    made, keys = run(model, encoded, with_keys)
    tensors = {name: x.float().contiguous() for name, x in (states(made) | keys).items()} | {"input_ids": ids[0].contiguous()}
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


# What the layers that make keys are called in the models of the library.
KEYS = ("k_proj", "key", "k_lin", "k")


def run(model, inputs, with_keys):
    """One pass; and the keys of every layer, when they are asked for."""
    found, hooks = [], []
    if with_keys:
        made_by = [m for name, m in model.named_modules() if name.rsplit(".", 1)[-1] in KEYS and isinstance(m, torch.nn.Linear)]
        hooks = [m.register_forward_hook(lambda m, i, out: found.append(out[0])) for m in made_by]
    with torch.no_grad():
        made = model(**inputs, output_hidden_states=True, output_attentions=True)
    for hook in hooks:
        hook.remove()
    return made, {"keys": keys_of(made, found)} if with_keys else {}


def keys_of(made, found):
    """[layers, heads, tokens, width of a head]: from the cache of a language model, or as they were made, by heads."""
    layers = [layer for layer in made.attentions or () if layer is not None]
    cache = getattr(made, "cache", None) or made.get("past_key_values")
    if cache is not None:
        keys = [layer.keys[0] for layer in getattr(cache, "layers", ())] or [layer[0][0] for layer in cache]
    elif layers and len(found) == len(layers):
        keys = [rows.unflatten(-1, (maps.shape[1], -1)).transpose(0, 1) for rows, maps in zip(found, layers)]
    else:
        sys.exit("No keys were found in this model: leave --keys out.")
    if any(x.shape != keys[0].shape or x.shape[1] != layers[0].shape[-1] for x in keys):
        sys.exit("The layers of this model keep keys of unlike shapes: leave --keys out.")
    return torch.stack(keys)


def states(made):
    """Hidden states, and attention where the model tells it."""
    tensors = {"hidden_states": torch.stack([layer[0] for layer in made.hidden_states])}
    attentions = [layer[0] for layer in made.attentions or () if layer is not None]
    if attentions:
        tensors["attentions"] = torch.stack(attentions)
    return tensors


def specials_before(count, kind):
    """Names of the rows before the patches."""
    names = ["CLS", "distillation"][: 2 if kind == "deit" else 1][:count]
    return names + [f"register {i + 1}" for i in range(count - len(names))]


def see(model_name, picture, with_keys):
    """Runs a vision model over a picture."""
    image = picture_of(picture)
    pixels = AutoImageProcessor.from_pretrained(model_name)(images=image, return_tensors="pt")["pixel_values"]
    model = AutoModel.from_pretrained(model_name, attn_implementation="eager").eval()
    model = getattr(model, "vision_model", model)
    # A picture of another size than the model was trained on: DINOv2 stretches its positions by itself.
    size = model.config.image_size
    more = {} if "dinov2" in model.config.model_type or list(pixels.shape[2:]) == [size, size] else {"interpolate_pos_encoding": True}
    made, keys = run(model, {"pixel_values": pixels} | more, with_keys)
    patch = model.config.patch_size
    rows, columns = pixels.shape[2] // patch, pixels.shape[3] // patch
    count = made.hidden_states[0].shape[1]
    specials = specials_before(count - rows * columns, model.config.model_type)
    return model, states(made) | keys, {"grid": json.dumps([rows, columns]), "patch": str(patch), "specials": json.dumps(specials)}


def read_and_see(model_name, picture, text, with_keys):
    """Runs a language model that sees over a picture and the text around its place."""
    encoded = AutoProcessor.from_pretrained(model_name)(images=picture_of(picture), text=text or "<image>", return_tensors="pt")
    model = AutoModelForImageTextToText.from_pretrained(model_name, attn_implementation="eager").eval()
    made, keys = run(model, encoded, with_keys)
    places = (encoded["input_ids"][0] == model.config.image_token_id).nonzero().flatten().tolist()
    if not places or places[-1] - places[0] + 1 != len(places):
        sys.exit("The tokens of the picture do not stand in one stretch: no span can be given.")
    first, end = places[0], places[-1] + 1
    metadata = {"span": json.dumps([first, end])}
    vision = model.config.vision_config
    side = vision.image_size // vision.patch_size
    if side * side == len(places):
        metadata |= {"grid": json.dumps([side, side]), "patch": str(vision.patch_size), "specials": "[]"}
    tensors = states(made) | keys | {"input_ids": encoded["input_ids"][0], "projected": made.hidden_states[0][0, first:end]}
    return model, tensors, metadata


def picture_of(path):
    from PIL import Image

    return Image.open(path).convert("RGB")


def dump_picture(model_name, picture, text, output, with_keys=False):
    """Runs the model over the picture once and writes the file; gives the number of rows."""
    config = AutoConfig.from_pretrained(model_name)
    reads = hasattr(config, "image_token_id")
    model, tensors, metadata = read_and_see(model_name, picture, text, with_keys) if reads else see(model_name, picture, with_keys)
    count = tensors["hidden_states"].shape[1]
    metadata |= {
        "picture": Path(picture).name,
        "model": str(model_name),
        "about": f"Hidden states of {type(model).__name__} ({model_name}) for the picture {Path(picture).name}, {count} rows.",
    }
    save_file({name: (x if name == "input_ids" else x.float()).contiguous() for name, x in tensors.items()}, output, metadata=metadata)
    return count


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="a folder or a name")
    parser.add_argument("text", nargs="?", help="the text; without it standard input")
    parser.add_argument("--picture", help="a picture, for a model that sees")
    parser.add_argument("-o", "--output", required=True, help="a file that ends in .safetensors")
    parser.add_argument("--embeddings", action="store_true", help="write the matrix of embeddings too")
    parser.add_argument("--keys", action="store_true", help="write the keys of every layer too")
    parser.add_argument("--limit", type=int, help="the most tokens; the rest of the text is cut off")
    options = parser.parse_args()
    if options.picture:
        rows = dump_picture(options.model, options.picture, options.text, options.output, options.keys)
        print(f"{options.output}: {rows} rows")
        return
    text = options.text if options.text is not None else sys.stdin.read()
    count = dump(options.model, text, options.output, options.embeddings, options.limit, options.keys)
    print(f"{options.output}: {count} tokens")


if __name__ == "__main__":
    main()
