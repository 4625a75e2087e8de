#!/usr/bin/env python3
"""Times Tessera's encoder beside other libraries: the same files, one thread, each in a process of its own.

    python3 bench_peers.py --measure .build/release/Measure --data FOLDER [--only llama3] [--rounds 3] [--work FOLDER]

Prints for each vocabulary and text a line for each library: MB/s of the first pass (nothing cached) and of the later ones
(the best of whole text in one call and documents of about 8 kB, whichever suits the library), seconds to load, and megabytes
of memory that loading and encoding add. Figures are medians of rounds in which
the libraries take turns. Needs the packages named in PEERS from PyPI; those that are missing are left out, and that is said.

Texts are made here, 10 MB each, of what is on the machine: prose (documentation), code (Python, Perl, C), and
multilingual text (translated messages of all the programs installed, every language in turn).
"""

import argparse
import gettext
import itertools
import json
import os
import pathlib
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time

SIZE = 10_000_000
DOCUMENT = 8_000
PATTERNS = {
    "gpt2": r"'(?:[sdmt]|ll|ve|re)| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    "cl100k_base": r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    "o200k_base": "|".join(
        [
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?",
            r"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
        ]
    ),
}
# What is raced: a name, and the file below the data.
VOCABULARIES = [
    ("gpt2", "tiktoken/gpt2.tiktoken"),
    ("cl100k", "tiktoken/cl100k_base.tiktoken"),
    ("o200k", "tiktoken/o200k_base.tiktoken"),
    ("llama3", "hf/llama3.json"),
    ("qwen2", "hf/qwen2.json"),
    ("llama2", "hf/llama2.json"),
    ("bert", "hf/bert-base-uncased.json"),
    ("t5", "hf/t5-small.json"),
]
PEERS = ["tessera", "gigatoken", "fastokens", "splintr", "bpe-openai", "tokie", "tiktoken", "tokenizers", "sentencepiece"]


# MARK: texts


def lines_of(paths, seed=1):
    """Lines of files in an order that a seed decides, in UTF-8."""
    paths = sorted(paths)
    random.Random(seed).shuffle(paths)
    for path in paths:
        try:
            yield path.read_bytes().decode("utf-8")
        except (OSError, UnicodeDecodeError):
            continue


def found(roots, endings):
    return [p for root in roots for e in endings for p in pathlib.Path(root).rglob("*" + e) if p.is_file()]


def messages():
    """Translated messages, a language at a time in turn, so that every language has its share."""
    by_language = {}
    for path in sorted(pathlib.Path("/usr").rglob("*.mo")):
        by_language.setdefault(path.parts[-3], []).append(path)
    readers = [texts(paths) for _, paths in sorted(by_language.items())]
    while readers:
        for reader in list(readers):
            chunk = "".join(itertools.islice(reader, 40))
            if chunk:
                yield chunk
            else:
                readers.remove(reader)


def texts(paths):
    for path in paths:
        try:
            with open(path, "rb") as file:
                catalogue = gettext.GNUTranslations(file)._catalog
        except (OSError, ValueError, UnicodeDecodeError, IndexError):
            continue
        yield from (str(value) + "\n" for value in catalogue.values() if value)


def make_texts(folder):
    """The three texts, made once."""
    sources = {
        "prose": lambda: lines_of(found(["/usr/share/doc", "/usr/share/perl"], [".txt", ".html", ".pod", ".md", ".rst"])),
        "code": lambda: lines_of(found(["/usr/lib", "/usr/include", "/usr/share"], [".py", ".pm", ".pl", ".h", ".c"])),
        "multilingual": messages,
    }
    made = {}
    for name, source in sources.items():
        path = folder / f"{name}.txt"
        if not path.exists():
            text = bytearray()
            for part in source():
                text += part.replace("\0", "").encode("utf-8")[:200_000]
                if len(text) >= SIZE:
                    break
            path.write_text(text[:SIZE].decode("utf-8", "ignore"), "utf-8")
        made[name] = path
    return made


def documents(text):
    """Parts of about 8 kB that end at line ends."""
    parts, start = [], 0
    while start < len(text):
        end = text.find("\n", start + DOCUMENT)
        end = len(text) if end < 0 else end + 1
        parts.append(text[start:end])
        start = end
    return parts


# MARK: libraries. Each gives functions from a list of texts to a list of things that `ids` turns into arrays.


def opened(library, path):
    """By way of calling: what encodes a list of documents with one thread, as cheaply as the library can."""
    is_ranks = path.endswith(".tiktoken")
    stem = pathlib.Path(path).name.split(".")[0]
    if library == "tiktoken":
        import tiktoken
        import tiktoken.load

        if not is_ranks:
            return None
        ranks = tiktoken.load.load_tiktoken_bpe(path)
        encoding = tiktoken.Encoding(stem, pat_str=PATTERNS[stem], mergeable_ranks=ranks, special_tokens={})
        return lambda texts: [encoding.encode_ordinary(t) for t in texts]
    if library == "tokenizers":
        import tokenizers

        if is_ranks:
            return None
        tokenizer = tokenizers.Tokenizer.from_file(path)
        return lambda texts: [tokenizer.encode(t, add_special_tokens=False).ids for t in texts]
    if library == "gigatoken":
        import gigatoken

        if is_ranks:
            tokenizer = gigatoken.Tokenizer.from_tiktoken(path)
        else:
            tokenizer = gigatoken.Tokenizer(path)
        return lambda texts: [tokenizer.encode(t.encode()) for t in texts]
    if library == "fastokens":
        import fastokens

        if is_ranks:
            tokenizer = fastokens.Tokenizer.from_tiktoken(path, pattern=PATTERNS[stem], special_tokens={})
        else:
            tokenizer = fastokens.Tokenizer.from_file(path)
        return lambda texts: [tokenizer.encode_batch_flat(texts, False)]
    if library == "splintr":
        import splintr

        tokenizer = splintr.Tokenizer(path, PATTERNS[stem]) if is_ranks else splintr.from_json(path)
        if hasattr(tokenizer, "encode_flat"):
            return lambda texts: [tokenizer.encode_flat(t) for t in texts]
        return lambda texts: [tokenizer.encode_ordinary(t) for t in texts]
    if library == "bpe-openai":
        import bpe_openai

        names = {"cl100k_base": "cl100k_base", "o200k_base": "o200k_base"}
        if not is_ranks or stem not in names:
            return None
        encoding = bpe_openai.get_encoding(names[stem])
        return lambda texts: [encoding.encode(t) for t in texts]
    if library == "tokie":
        import tokie

        if is_ranks:
            return None
        tokenizer = tokie.Tokenizer.from_json(path)
        return lambda texts: [tokenizer.encode(t, False).ids for t in texts]
    if library == "sentencepiece":
        import sentencepiece

        names = {"llama2": "llama2.model", "t5-small": "t5-base.model"}
        model = pathlib.Path(path).parent.parent / "spm" / names.get(stem, "none")
        if is_ranks or not model.exists():
            return None
        processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
        return lambda texts: [processor.encode(t, num_threads=1) for t in texts]
    raise SystemExit(f"no library is called {library}")


def run_peer(library, path, text_path):
    """One process: load, first pass, later passes; prints a line of JSON."""
    text = pathlib.Path(text_path).read_text("utf-8")
    cut = documents(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    encode = opened(library, path)
    if encode is None:
        return print("null")
    load = time.perf_counter() - start
    size = len(text.encode())
    start = time.perf_counter()
    encode(cut)
    first = time.perf_counter() - start
    later = []
    for whole in [False, True, False, True, False]:
        start = time.perf_counter()
        try:
            encode([text] if whole else cut)
        except ValueError:  # bpe-openai refuses long texts
            continue
        later.append(time.perf_counter() - start)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(json.dumps({"load": load, "first": size / first / 1e6, "later": size / min(later) / 1e6, "memory": memory}))


# MARK: the race


def environment():
    return dict(
        os.environ, RAYON_NUM_THREADS="1", TOKENIZERS_PARALLELISM="false", OMP_NUM_THREADS="1", GIGATOKEN_NUM_THREADS="1"
    )


def measured(library, path, text, arguments):
    if library == "tessera":
        command = [arguments.measure, "--encode", path, str(text)]
    else:
        command = [sys.executable, __file__, "--one", library, path, str(text)]
    made = subprocess.run(["taskset", "-c", "0", *command], capture_output=True, text=True, env=environment())
    if made.returncode:
        return made.stderr.strip().splitlines()[-1:] or ["failed"]
    return json.loads(made.stdout.strip().splitlines()[-1])


def race(name, path, text_name, text, arguments):
    runs = {library: [] for library in arguments.peers}
    faults = {}
    for _ in range(arguments.rounds):
        for library in arguments.peers:
            if library in faults:
                continue
            run = measured(library, path, text, arguments)
            if isinstance(run, dict):
                runs[library].append(run)
            else:
                faults[library] = run
    middle = {
        library: {key: statistics.median(run[key] for run in found) for key in found[0]}
        for library, found in runs.items()
        if found
    }
    best = {key: max((m[key] for l, m in middle.items() if l != "tessera"), default=0) for key in ("first", "later")}
    for library, m in middle.items():
        ratio = f"  ×{m['first'] / best['first']:.2f} ×{m['later'] / best['later']:.2f} of the best peer" if library == "tessera" and best["first"] else ""
        print(
            f"{name:8} {text_name:13} {library:14} {m['first']:6.1f} / {m['later']:6.1f} MB/s   load {m['load']:.3f} s   {m['memory']:4.0f} MB{ratio}",
            flush=True,
        )
    for library, fault in faults.items():
        if fault:
            print(f"{name:8} {text_name:13} {library:14} left out: {fault[0]}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", default=".build/release/Measure")
    parser.add_argument("--data", help="the folder with the folder vocabs")
    parser.add_argument("--work", default=".build/bench/peers", help="where the texts are made")
    parser.add_argument("--only", default="", help="vocabularies whose names hold this")
    parser.add_argument("--texts", default="prose,code,multilingual")
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs=3, metavar=("LIBRARY", "VOCABULARY", "TEXT"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        return run_peer(*arguments.one)
    arguments.peers = arguments.peers.split(",")
    folder = pathlib.Path(arguments.work)
    folder.mkdir(parents=True, exist_ok=True)
    made = make_texts(folder)
    for name, file in VOCABULARIES:
        path = pathlib.Path(arguments.data) / "vocabs" / file
        if arguments.only in name and path.exists():
            for text_name in arguments.texts.split(","):
                race(name, str(path), text_name, made[text_name], arguments)


if __name__ == "__main__":
    main()
