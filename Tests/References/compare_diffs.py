"""Computes anew, from the reference libraries' own tokens, what `tessera diff` says of random and sample texts.

    python compare_diffs.py PROGRAM DATA [SEED [COUNT]]

PROGRAM is the built `tessera`; DATA is a folder with `vocabs/hf/*.json` and `vocabs/tiktoken/*.tiktoken` (with `.meta.json`).
Needs the packages `tokenizers` and `tiktoken`. Compared are numbers of tokens, cuts in common, own cuts, and every stretch that is
cut differently with its place. Prints a line for each pair and ends with 1 when anything differs.
"""

import json
import os
import random
import subprocess
import sys
import unicodedata

import tiktoken
import tiktoken.load
from tokenizers import Tokenizer

sys.path.insert(0, os.path.dirname(__file__))
from compare_with_references import make_text, sample_lines  # noqa: E402


def byte_alphabet():
    plain = list(range(33, 127)) + list(range(161, 173)) + list(range(174, 256))
    letters = {chr(byte): byte for byte in plain}
    others = [byte for byte in range(256) if byte not in plain]
    letters.update({chr(256 + index): byte for index, byte in enumerate(others)})
    return letters


ALPHABET = byte_alphabet()


def rank_file(path):
    with open(path + ".meta.json", encoding="utf-8") as file:
        meta = json.load(file)
    pattern = meta.get("pattern") or meta["pat_str"]
    encoding = tiktoken.Encoding("given", pat_str=pattern, mergeable_ranks=tiktoken.load.load_tiktoken_bpe(path), special_tokens={})
    return lambda text: tiles(encoding.decode_tokens_bytes(encoding.encode(text, disallowed_special=())))


def byte_level(path):
    tokenizer = Tokenizer.from_file(path)

    def spans(text):
        encoding = tokenizer.encode(text, add_special_tokens=False)
        return tiles([bytes(ALPHABET[letter] for letter in token) for token in encoding.tokens])

    return spans


def by_offsets(path):
    tokenizer = Tokenizer.from_file(path)

    def spans(text):
        starts = [0]
        for character in text:
            starts.append(starts[-1] + len(character.encode()))
        return [(starts[a], starts[b]) for a, b in tokenizer.encode(text, add_special_tokens=False).offsets]

    return spans


def tiles(pieces):
    spans, start = [], 0
    for piece in pieces:
        spans.append((start, start + len(piece)))
        start += len(piece)
    return spans


def cuts(spans, count):
    places = {place for span in spans if span[0] < span[1] for place in span}
    held = {place for a, b in spans for place in range(a + 1, b)}
    return (places - held) | {0, count}


def expected(text, rows):
    count = len(text.encode())
    every = [cuts(row, count) for row in rows]
    common = sorted(set.intersection(*every))
    regions = []
    for start, end in zip(common, common[1:]):
        inside = [[span for span in row if start <= span[0] and span[1] <= end and span[0] < span[1]] for row in rows]
        if any(one != inside[0] for one in inside):
            regions.append((start, text.encode()[start:end]))
    return [len(row) for row in rows], [len(one - set(common)) for one in every], max(0, len(common) - 2), regions


def said(program, paths, text):
    command = [program, "diff", "--format", "json", "--no-why", "--limit", "0", "--text", text]
    for path in paths:
        command += ["-t", path]
    ran = subprocess.run(command, capture_output=True)
    if ran.returncode not in (0, 1):
        sys.exit(f"{text!r}: {ran.stderr.decode()}")
    figures = json.loads(ran.stdout)["figures"]
    rows = figures[0]["rows"]
    sentence = figures[0]["footnotes"][0]
    common = int(sentence.split("; ")[1].split()[0] if "; " in sentence else sentence.split(": ")[1].split()[0])
    listed = [figure for figure in figures if figure.get("title", "").startswith("Differences")]
    places = [row["byte"] for figure in listed for row in figure["rows"]]
    return [row["tokens"] for row in rows], [row["own_cuts"] for row in rows], common, places


def plain(text):
    """Without NUL, which no argument can hold, and without special tokens, which are another matter; never empty; in NFC, since
    Qwen's tokenizer makes it so and its tokens then do not say which bytes of the text they stand for."""
    for special in ("\0", "<|endoftext|>", "<|im_start|>", "[CLS]", "<mask>", "<s>", "</s>"):
        text = text.replace(special, "")
    return unicodedata.normalize("NFC", text) or "x"


def main():
    program, data = sys.argv[1:3]
    seed, count = (int(word) for word in (sys.argv[3:] + ["1", "100"])[:2])
    hf, ranks = data + "/vocabs/hf/", data + "/vocabs/tiktoken/"
    gpt2, cl100k, o200k = (ranks + name + ".tiktoken" for name in ("gpt2", "cl100k_base", "o200k_base"))
    pairs = [
        ((gpt2, rank_file), (cl100k, rank_file)),
        ((cl100k, rank_file), (o200k, rank_file)),
        ((hf + "llama3.json", byte_level), (hf + "qwen2.json", byte_level)),
        ((hf + "bert-base-uncased.json", by_offsets), (gpt2, rank_file)),
        ((gpt2, rank_file), (cl100k, rank_file), (o200k, rank_file)),
    ]
    lines = list(sample_lines())
    bad = 0
    for pair in pairs:
        readers = [reader(path) for path, reader in pair]
        rnd = random.Random(seed)
        wrong = 0
        for _ in range(count):
            text = plain(make_text(rnd, lines))
            wanted = expected(text, [reader(text) for reader in readers])
            got = said(program, [path for path, _ in pair], text)
            if (wanted[0], wanted[1], wanted[2], [place for place, _ in wanted[3]]) != got:
                wrong += 1
                if wrong <= 3:
                    print("  ", repr(text), wanted, got)
        names = " / ".join(os.path.basename(path) for path, _ in pair)
        print(f"{names}: {count} texts, {wrong} differences")
        bad += wrong
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
