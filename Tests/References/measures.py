"""What tessera measure says, computed once more with Python's standard library alone.

    measures.py check TESSERA TOKENIZER FILE   compares tessera measure with ids and ranges from tessera encode
    measures.py golden TESSERA TOKENIZER FILE  prints ids, ranges, text and expected values for MeasureGoldenTests

The definitions are written out here from their sources, not from the program: windows are lists, phrases are tuples.
"""
import collections
import json
import math
import subprocess
import sys
import zlib


def run(*arguments):
    return json.loads(subprocess.run(arguments, check=True, capture_output=True).stdout)


def entropy(ids, k):
    """Plug-in conditional entropy of order k, in bits."""
    windows = [tuple(ids[i : i + k]) for i in range(len(ids) - k + 1)]
    if not windows:
        return None
    grams = collections.Counter(windows)
    contexts = collections.Counter(window[:-1] for window in windows)
    return -sum(c * math.log2(c / contexts[g[:-1]]) for g, c in grams.items()) / len(windows)


def renyi(ids, alpha):
    n = len(ids)
    return math.log2(sum((c / n) ** alpha for c in collections.Counter(ids).values())) / (1 - alpha)


def ceil_log2(n):
    return math.ceil(math.log2(n)) if n > 1 else 0


def lz78(ids, entries):
    """Bits and phrases."""
    known, phrase, bits = {()}, (), 0
    for id in ids:
        phrase += (id,)
        if phrase not in known:
            bits += ceil_log2(len(known)) + ceil_log2(entries)
            known.add(phrase)
            phrase = ()
    if phrase:
        bits += ceil_log2(len(known))
    return bits, len(known) - 1 + bool(phrase)


def leb128(ids):
    out = bytearray()
    for id in ids:
        while id >= 128:
            out.append(id & 127 | 128)
            id >>= 7
        out.append(id)
    return bytes(out)


def deflate(data):
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return len(packer.compress(data) + packer.flush())


# White_Space of Unicode; str.isspace also takes U+001C to U+001F.
SPACES = set("\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000") | {chr(c) for c in range(0x2000, 0x200B)}


def word_ranges(text):
    """Byte ranges of the runs that are not white space."""
    ranges, start, place = [], None, 0
    for character in text:
        if character in SPACES:
            if start is not None:
                ranges.append((start, place))
            start = None
        elif start is None:
            start = place
        place += len(character.encode())
    if start is not None:
        ranges.append((start, place))
    return ranges


def measures(text, ids, spans, entries):
    """By the keys of tessera measure."""
    characters, data, n = len(text), text.encode(), len(ids)
    words = word_ranges(text)
    tokens_of = [sum(a < end and b > start and a < b for a, b in spans) for start, end in words]
    bits, phrases = lz78(ids, entries)
    h1, r2, used = entropy(ids, 1), renyi(ids, 2), len(set(ids))
    result = {
        "bytes": len(data), "characters": characters, "tokens": n,
        "bytes_per_token": len(data) / n, "characters_per_token": characters / n,
        "words": len(words), "fertility": n / len(words),
        "single_token_share": sum(c == 1 for c in tokens_of) / len(words),
        "continued_share": sum(c > 1 for c in tokens_of) / len(words),
        "vocabulary": entries, "distinct_tokens": used, "vocabulary_use": used / entries,
        "capacity_use": h1 / math.log2(entries), "shannon_efficiency": h1 / math.log2(used),
        "renyi_efficiency": r2 / math.log2(entries), "renyi_entropy": r2,
        "lz78_bits": bits, "lz78_phrases": phrases, "lz78_bits_per_character": bits / characters,
        "deflate_bytes": deflate(leb128(ids)), "deflate_bits_per_character": 8 * deflate(leb128(ids)) / characters,
        "text_deflate_bits_per_character": 8 * deflate(data) / characters,
    }
    for k in range(1, 6):
        result[f"h{k}"] = entropy(ids, k)
        result[f"h{k}_per_character"] = entropy(ids, k) * n / characters
        if k > 1:
            result[f"distinct_{k}_grams"] = len({tuple(ids[i : i + k]) for i in range(n - k + 1)})
    return result


def encoded(tessera, tokenizer, path):
    figure = run(tessera, "encode", "-t", tokenizer, "--spans", "--format", "json", path)
    return figure["ids"], figure["spans"]


def main(mode, tessera, tokenizer, path):
    row = run(tessera, "measure", "--binary", "-t", tokenizer, "--format", "json", path)["figures"][0]["rows"][0]
    ids, spans = encoded(tessera, tokenizer, path)
    text = open(path, encoding="utf-8", newline="").read()
    expected = measures(text, ids, spans, row["vocabulary"])
    if mode == "golden":
        starts = [a for a, _ in spans] + [spans[-1][1]]
        assert [list(p) for p in zip(starts, starts[1:])] == spans, "tokens must tile the text"
        print(json.dumps({"text": text, "ids": ids, "starts": starts, "expected": expected}, ensure_ascii=False))
        return
    wrong = [key for key, value in expected.items() if not math.isclose(row[key], value, rel_tol=1e-9, abs_tol=1e-12)]
    left = set(row) - set(expected) - {"tokenizer", "state"}
    for key in wrong:
        print(f"{key}: {row[key]}, expected {expected[key]}")
    missing = sorted(key for key in left if row[key] is not None)
    print(f"{len(expected) - len(wrong)} of {len(expected)} measures agree; not computed here: {', '.join(missing) or 'none'}")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main(*sys.argv[1:5])
