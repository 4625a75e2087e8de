"""Compares ids and byte ranges with the reference libraries on random and sample texts.

    python compare_with_references.py PROGRAM DATA [SEED [COUNT]]

PROGRAM is the built `tessera`; DATA is a folder with `vocabs/hf/*.json`, `vocabs/synthetic-hf/*.json`, `vocabs/bpe/*.vocab.json`
with their `*.merges.txt`, `vocabs/wordpiece/*.vocab.txt` and `vocabs/tiktoken/*.tiktoken`.
Needs the packages `tokenizers` and `tiktoken`. Prints a line for each vocabulary and ends with 1 when anything differs.
"""

import base64
import glob
import json
import os
import random
import subprocess
import sys

import tiktoken
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from tokenizers.implementations import BertWordPieceTokenizer

PIECES = (
    "a|b|Z| |  |\n|\r\n|\t|1|23|4567|'s|'S|'ll|'ſ|é|e\u0301|ß|İ|ı|ſ|中|文字|日本語|한국|ᄒ|ᅡ|ア|ﾊﾟ|ａ|۱۲|२|¼|²|Ⅷ|!|?!|...|_|-|/|//"
    "|<s>|</s>|<mask>|[CLS]|\u00a0|\u3000|\u200b|\u200d|\ufeff|👩‍👩‍👧|🇹🇷|👍🏽|ا|مرحبا|שלום|ไทย|नमस्ते|ǅ|ʰ|ﬁ|Å|\u0345|\ue000"
    "|\U000e0041|\u2028|\u0085|\x0b|\x0c|\x1c|\x00|\x7f|Σ|ΑΣ|—|’s|%|$|+|=|^|~|`|𝒳|𐐀|\u1680|word|Word|WORD|camelCase|don't|I'd've"
).split("|") + ["|", "<|endoftext|>", "<|im_start|>"]
RANGES = [(0, 0x2FF), (0x300, 0x2FFF), (0x3000, 0xD7FF), (0xE000, 0xFFFF), (0x10000, 0x1FFFF), (0xE0000, 0xE01FF)]


def sample_lines():
    folder = os.path.join(os.path.dirname(__file__), "../../Samples")
    for path in sorted(glob.glob(folder + "/**/*.txt", recursive=True)):
        with open(path, encoding="utf-8", errors="replace") as file:
            yield from file.read().split("\n")


def make_text(rnd, lines):
    kind = rnd.random()
    if kind < 0.5:
        return "".join(rnd.choice(PIECES) for _ in range(rnd.randint(1, 25)))
    if kind < 0.7:
        return rnd.choice(lines)
    if kind < 0.8:
        return "".join(chr(rnd.randint(*rnd.choice(RANGES))) for _ in range(rnd.randint(1, 12)))
    middle = "".join(rnd.choice(PIECES) for _ in range(rnd.randint(1, 8)))
    return rnd.choice(lines)[: rnd.randint(0, 60)] + middle + rnd.choice(lines)[:60]


def ours(program, path, texts, *options):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    command = [program, "encode", "-t", path, "--jsonl", "--spans", *options]
    answer = subprocess.run(command, input=lines.encode(), capture_output=True)
    return [json.loads(line) for line in answer.stdout.decode().split("\n") if line]


def byte_spans(text, offsets):
    starts = [0]
    for character in text:
        starts.append(starts[-1] + len(character.encode()))
    return [[starts[a], starts[b]] for a, b in offsets]


def report(name, pairs):
    different = [(text, got, wanted) for text, got, wanted in pairs if got != wanted]
    print(f"{name}: {len(different)} of {len(pairs)} differ")
    for text, got, wanted in different[:2]:
        print("  ", repr(text)[:200], "\n     ours     ", str(got)[:200], "\n     reference", str(wanted)[:200])
    return len(different)


def hugging_face(data):
    """Paths with the tokenizers that the library makes of them."""
    for folder in ("hf", "synthetic-hf"):
        for path in sorted(glob.glob(f"{data}/vocabs/{folder}/*.json")):
            reference = Tokenizer.from_file(path)
            reference.no_truncation()
            reference.no_padding()
            yield path, reference
    for path in sorted(glob.glob(data + "/vocabs/bpe/*.vocab.json")):
        stem = path.removesuffix(".vocab.json")
        first = os.path.exists(stem + ".meta.json")
        model = models.BPE.from_file(
            path, stem + ".merges.txt", **({"unk_token": "<unk>", "end_of_word_suffix": "</w>"} if first else {}))
        reference = Tokenizer(model)
        if first:
            reference.normalizer = normalizers.BertNormalizer(lowercase=True)
            reference.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
            reference.add_special_tokens(["<unk>"])
        else:
            reference.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        yield path, reference
    for path in sorted(glob.glob(data + "/vocabs/wordpiece/*.vocab.txt")):
        yield path, BertWordPieceTokenizer(path, lowercase="bert-base-cased" not in path)._tokenizer
    for path in sorted(glob.glob(data + "/vocabs/bpe/clip*.txt*")):
        yield path, Tokenizer.from_file(data + "/vocabs/hf/clip.json")


def main(program, data, seed="1", count="3000"):
    rnd = random.Random(int(seed))
    lines = list(sample_lines())
    texts = [make_text(rnd, lines) for _ in range(int(count))]
    failures = 0
    for path, reference in hugging_face(data):
        for special in (False, True):
            answers = ours(program, path, texts, *(["--add-special"] if special else []))
            wanted = reference.encode_batch(texts, add_special_tokens=special)
            pairs = [
                (text, (answer.get("ids"), answer.get("spans")), (encoding.ids, byte_spans(text, encoding.offsets)))
                for text, answer, encoding in zip(texts, answers, wanted)
            ]
            failures += report(f"{os.path.basename(path)}{' with special tokens' if special else ''}", pairs)
    for path in sorted(glob.glob(data + "/vocabs/tiktoken/*.tiktoken")):
        with open(path + ".meta.json", encoding="utf-8") as file:
            meta = json.load(file)
        if meta.get("normalize"):
            continue
        with open(path, "rb") as file:
            ranks = {base64.b64decode(line.split()[0]): int(line.split()[1]) for line in file if line.strip()}
        reference = tiktoken.Encoding(
            path, pat_str=meta["pat_str"], mergeable_ranks=ranks, special_tokens=meta["special_tokens"])
        for mode, encode in (("text", reference.encode_ordinary), ("allow", lambda t: reference.encode(t, allowed_special="all"))):
            answers = ours(program, path, texts, "--special", mode)
            pairs = [(text, answer.get("ids"), encode(text)) for text, answer in zip(texts, answers)]
            failures += report(f"{os.path.basename(path)}, special as {mode}", pairs)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
