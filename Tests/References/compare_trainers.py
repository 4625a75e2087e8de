"""Compares what `tessera train` learns with what Hugging Face's trainers learn from the same text.

    python compare_trainers.py PROGRAM TEXT [SIZE]

Needs the package `tokenizers`. Prints a line for each setting; ends with 1 when something differs that is defined.

What is not defined there: symbols with a prefix or suffix get their ids in the order of a hash table, another in each run, and
ids decide between pairs that are equally frequent; so do characters of equal frequency at an alphabet limit. There the
reference is run twice, and its difference from itself stands beside our difference from it. Two more differences of
meaning: `max_token_length` n there lets merges make entries shorter than n (two symbols always merge), so our --max-length is
n - 1; and where two pairs make the same entry, the library may list a merge twice, we do not.
"""

import json
import os
import subprocess
import sys
import tempfile

from tokenizers import Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, trainers

GPT2 = r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"
CL100K = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"


def reference(text, model, trainer, pre_tokenizer, normalizer=None):
    tokenizer = Tokenizer(model)
    tokenizer.pre_tokenizer = pre_tokenizer
    if normalizer:
        tokenizer.normalizer = normalizer
    tokenizer.train_from_iterator([text], trainer)
    return json.loads(tokenizer.to_str())["model"]


def split(pattern):
    return pre_tokenizers.Split(Regex(pattern), "isolated")


def byte_level(pattern):
    return pre_tokenizers.Sequence([split(pattern), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)])


def settings(size):
    """Name, our options, reference, and whether all is defined."""
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    pairs = lambda **more: trainers.BpeTrainer(**{"vocab_size": size, "min_frequency": 2, "show_progress": False, **more})
    bytes_ = lambda **more: pairs(initial_alphabet=alphabet, **more)
    yield "bytes", [], lambda t: reference(t, models.BPE(), bytes_(), byte_level(GPT2)), True
    yield "bytes, cl100k, specials", ["--pattern", "cl100k", "--special", "<|end|>", "--special", "!"], lambda t: reference(
        t, models.BPE(), bytes_(special_tokens=["<|end|>", "!"]), byte_level(CL100K)), True
    yield "bytes, at least 20", ["--min-frequency", "20"], lambda t: reference(
        t, models.BPE(), bytes_(min_frequency=20), byte_level(GPT2)), True
    yield "bytes, at most 5", ["--max-length", "5"], lambda t: reference(
        t, models.BPE(), bytes_(max_token_length=6), byte_level(GPT2)), True
    chars = ["--algorithm", "bpe-chars", "--special", "<unk>"]
    yield "characters", chars, lambda t: reference(
        t, models.BPE(unk_token="<unk>"), pairs(special_tokens=["<unk>"]), split(GPT2)), True
    yield "characters, initial alphabet", chars + ["--alphabet", "☃éж"], lambda t: reference(
        t, models.BPE(unk_token="<unk>"), pairs(special_tokens=["<unk>"], initial_alphabet=["☃", "é", "ж"]), split(GPT2)), True
    yield "characters, at most 60", chars + ["--alphabet-limit", "60"], lambda t: reference(
        t, models.BPE(unk_token="<unk>"), pairs(special_tokens=["<unk>"], limit_alphabet=60), split(GPT2)), False
    yield "characters, end of word", chars + ["--end-of-word-suffix", "</w>", "--pattern", "bert"], lambda t: reference(
        t, models.BPE(unk_token="<unk>", end_of_word_suffix="</w>"),
        pairs(special_tokens=["<unk>"], end_of_word_suffix="</w>"), pre_tokenizers.BertPreTokenizer()), False
    yield "WordPiece", ["--algorithm", "wordpiece", "--special", "[PAD]", "--special", "[UNK]"], lambda t: reference(
        t, models.WordPiece(unk_token="[UNK]"),
        trainers.WordPieceTrainer(vocab_size=size, min_frequency=2, special_tokens=["[PAD]", "[UNK]"], show_progress=False),
        pre_tokenizers.BertPreTokenizer(), normalizers.BertNormalizer()), False


def ours(program, text_path, size, options, folder):
    output = os.path.join(folder, "ours.json")
    command = [program, "train", "-o", output, "--size", str(size), *options, text_path]
    subprocess.run(command, check=True, capture_output=True)
    Tokenizer.from_file(output)
    with open(output, encoding="utf-8") as file:
        return json.load(file)["model"]


def missing(a, b):
    return len(set(a["vocab"]) - set(b["vocab"]))


def main(program, text_path, size="4000"):
    with open(text_path, encoding="utf-8", newline="") as file:
        text = file.read()
    failures = 0
    with tempfile.TemporaryDirectory() as folder:
        for name, options, train, is_defined in settings(int(size)):
            got, wanted = ours(program, text_path, size, options, folder), train(text)
            count = len(wanted["vocab"])
            if is_defined:
                same = got["vocab"] == wanted["vocab"] and got["merges"] == wanted["merges"]
                failures += not same
                print(f"{name}: {'the same' if same else 'DIFFERENT'}, {count} entries, {len(wanted['merges'])} merges")
            else:
                again = train(text)
                print(f"{name}: {missing(got, wanted)} of {count} entries differ; the reference differs from itself in {missing(again, wanted)}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
