#!/usr/bin/env python3
"""Times Tessera beside other libraries: the same files, one thread, each in a process of its own.

    python3 bench_peers.py --data FOLDER [--parts encode,open,train] [--only llama3] [--texts prose] [--peers gigatoken] [--rounds 3]

Three races, each a part:

encode: for each vocabulary and text a line for each library: MB/s of the first pass (nothing cached) and of the later ones (the best of
whole text in one call and documents of about 8 kB, whichever suits the library), seconds to load, megabytes of memory that loading and
encoding add, and in how many sampled documents its ids differ from those of the vocabulary's own library. Ours counts besides.

open: load and encode 100 kB. Ours is the whole process, from its start to its end, with its ids written as text; the others are measured
inside Python, from the import of the library to the last id, so that Python's own start does not count.

train: a vocabulary of 8,000 and 32,000 entries from 10 MB.

Figures are medians of rounds in which the libraries take turns. Needs the packages named in PEERS of the Makefile from PyPI; those that
are missing are left out, and that is said.
"""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

import peers_libraries
import peers_texts
import peers_trainers

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
OURS = "tessera"


# MARK: one process


def run_encode(library, path, text_path):
    """Load, first pass, later passes."""
    text = pathlib.Path(text_path).read_bytes().decode("utf-8")
    cut = peers_texts.documents(text)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    opened = peers_libraries.ALL[library](path)
    if opened is None:
        return None
    load = time.perf_counter() - start
    size = len(text.encode())
    start = time.perf_counter()
    opened.encode(cut)
    first = time.perf_counter() - start
    later = []
    for whole in [False, True, False, True, False]:
        start = time.perf_counter()
        try:
            opened.encode([text] if whole else cut)
        except ValueError:  # bpe-openai refuses long texts
            continue
        later.append(time.perf_counter() - start)
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"load": load, "first": size / first / 1e6, "later": size / min(later) / 1e6, "memory": memory}


def run_open(library, path, text_path):
    """From the import to the last id."""
    start, processor = time.perf_counter(), time.process_time()
    opened = peers_libraries.ALL[library](path)
    if opened is None:
        return None
    load = time.perf_counter() - start
    opened.encode([pathlib.Path(text_path).read_bytes().decode("utf-8")])
    return {"seconds": time.perf_counter() - start, "processor": time.process_time() - processor, "load": load}


def run_train(library, kind, text_path, size):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    made = peers_trainers.ALL[kind][library](text_path, int(size))
    seconds = time.perf_counter() - start
    memory = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    return {"seconds": seconds, "memory": memory, "entries": made}


def run_ids(library, path, text_path, out):
    """The ids of sampled documents: for each how many, then they, in numbers of four bytes."""
    opened = peers_libraries.ALL[library](path)
    if opened is None:
        return None
    text = pathlib.Path(text_path).read_bytes().decode("utf-8")
    with open(out, "wb") as file:
        for ids in opened.ids(peers_texts.sampled(peers_texts.documents(text))):
            file.write((len(ids) // 4).to_bytes(4, "little") + ids)
    return {}


ONE = {"encode": run_encode, "open": run_open, "train": run_train, "ids": run_ids}


# MARK: rounds


def environment():
    names = ["RAYON_NUM_THREADS", "OMP_NUM_THREADS", "GIGATOKEN_NUM_THREADS"]
    return dict(os.environ, TOKENIZERS_PARALLELISM="false", **{name: "1" for name in names})


def measured(library, command, *words):
    """What a process prints as its last line; a list with the reason when it fails."""
    words = [str(word) for word in words]
    if library != OURS:
        command = [sys.executable, __file__, "--one", library]
    made = subprocess.run([*command, *words], capture_output=True, text=True, env=environment())
    if made.returncode:
        return made.stderr.strip().splitlines()[-1:] or ["failed"]
    return json.loads(made.stdout.strip().splitlines()[-1])


def rounds(libraries, arguments, measure):
    """By library, the medians of its rounds; those that fail are told with the reason."""
    runs = {library: [] for library in libraries}
    faults = {}
    for _ in range(arguments.rounds):
        for library in libraries:
            if library in faults:
                continue
            run = measure(library)
            if isinstance(run, dict):
                runs[library].append(run)
            else:
                faults[library] = run
    for library, fault in faults.items():
        if fault:
            print(f"  {library} is left out: {fault[0][:160]}")
    return {
        library: {key: statistics.median(run[key] for run in made) for key in made[0]}
        for library, made in runs.items()
        if made
    }


def ratio(ours, theirs):
    return f"   ours {ours / theirs:.2f} times" if theirs else ""


# MARK: races


def race_encode(name, path, text_name, text, arguments):
    measure = lambda library: measured(library, [arguments.measure, "--encode"], *one(library, "encode"), path, text)
    middle = rounds(arguments.peers, arguments, measure)
    differ = differing(middle, path, text, arguments)
    ours = middle.get(OURS)
    for library, m in sorted(middle.items(), key=lambda item: -item[1]["later"]):
        line = f"{name:8} {text_name:13} {library:14} first {m['first']:6.1f}   later {m['later']:6.1f} MB/s"
        line += f"   load {m['load']:.3f} s   {m['memory']:4.0f} MB   {differ.get(library, '')}"
        if "count" in m:
            line += f"   count {m['count first']:.1f} / {m['count']:.1f} MB/s"
        if ours and library != OURS:
            line += f"   ours {ours['first'] / m['first']:.2f} / {ours['later'] / m['later']:.2f} times"
        print(line, flush=True)


def one(library, part):
    """What our program has no need to be told."""
    return [] if library == OURS else [part]


def differing(libraries, path, text, arguments):
    """By library, in how many sampled documents its ids differ from the reference's."""
    right = peers_libraries.reference(path)
    if right not in arguments.peers + ["tiktoken", "tokenizers"]:
        return {}
    made = {library: sampled_ids(library, path, text, arguments) for library in {*libraries, right}}
    if not made[right]:
        return {}
    shares = {}
    for library, ids in made.items():
        wrong = sum(a != b for a, b in zip(ids, made[right])) if len(ids) == len(made[right]) else len(made[right])
        shares[library] = "reference" if library == right else f"{wrong} of {len(made[right])} differ"
    return shares


def sampled_ids(library, path, text, arguments):
    with tempfile.NamedTemporaryFile() as file:
        run = measured(library, [arguments.measure, "--ids"], *one(library, "ids"), path, text, file.name)
        data = pathlib.Path(file.name).read_bytes() if isinstance(run, dict) else b""
    parts, place = [], 0
    while place < len(data):
        count = int.from_bytes(data[place : place + 4], "little")
        parts.append(data[place + 4 : place + 4 + 4 * count])
        place += 4 + 4 * count
    return parts


def race_open(name, path, text_name, text, arguments):
    with tempfile.NamedTemporaryFile(suffix=".txt") as part:
        part.write(pathlib.Path(text).read_bytes()[:100_000].decode("utf-8", "ignore").encode())
        part.flush()

        def measure(library):
            if library == OURS:
                return {"load": 0, **whole_process("encode", path, part.name, arguments)}
            return measured(library, [], "open", path, part.name)

        middle = rounds(arguments.peers, arguments, measure)
    ours = middle.get(OURS)
    for library, m in sorted(middle.items(), key=lambda item: item[1]["seconds"]):
        line = f"{name:8} {text_name:13} {library:14} load and encode 100 kB {m['seconds'] * 1e3:6.1f} ms, {m['processor'] * 1e3:6.1f} of the processor"
        line += "   whole process" if library == OURS else f"   load {m['load'] * 1e3:5.0f} ms"
        if ours and library != OURS:
            line += f"   ours {m['seconds'] / ours['seconds']:.2f} times, {m['processor'] / ours['processor']:.2f} by the processor"
        print(line, flush=True)


def whole_process(command, path, text, arguments):
    """Seconds from the start of our program to its end, and those of the processor."""
    words = [arguments.program, command, "-t", path, text] + (["--format", "ids"] if command == "encode" else [])
    with open(os.devnull, "wb") as nowhere:
        start = time.perf_counter()
        process = os.posix_spawn(
            words[0], words, os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)])
        _, status, used = os.wait4(process, 0)
        seconds = time.perf_counter() - start
    if os.waitstatus_to_exitcode(status):
        raise SystemExit(f"{' '.join(words)} ended with {status}")
    return {"seconds": seconds, "processor": used.ru_utime + used.ru_stime}


def race_train(text_name, text, arguments):
    for kind, libraries in peers_trainers.ALL.items():
        raced = [library for library in arguments.peers if library in libraries or library == OURS]
        for size in [8_000, 32_000]:
            measure = lambda library: measured(
                library, [arguments.measure, "--train"], *one(library, "train"), kind, text, size)
            middle = rounds(raced, arguments, measure)
            ours = middle.get(OURS, {}).get("seconds")
            for library, m in sorted(middle.items(), key=lambda item: item[1]["seconds"]):
                line = f"{kind:8} {size:5} {text_name:13} {library:14} {m['seconds']:7.2f} s   {m['memory']:4.0f} MB   {m['entries']:.0f} entries"
                print(line + (ratio(m["seconds"], ours) if library != OURS else ""), flush=True)


def options():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measure", default=".build/release/Measure", help="our bench")
    parser.add_argument("--program", default=".build/release/tessera", help="our program, for whole processes")
    parser.add_argument("--data", help="the folder with the folder vocabs")
    parser.add_argument("--work", default=".build/bench/peers", help="where the texts are made")
    parser.add_argument("--parts", default="encode,open,train")
    parser.add_argument("--only", default="", help="vocabularies whose names hold one of these, with commas between")
    parser.add_argument("--texts", default="prose,code,multilingual")
    parser.add_argument("--peers", default=",".join([OURS, *peers_libraries.ALL, "rustbpe", "youtokentome"]))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--one", nargs="+", metavar="WORD", help=argparse.SUPPRESS)
    return parser.parse_args()


def main():
    arguments = options()
    if arguments.one:
        library, part, *words = arguments.one
        return print(json.dumps(ONE[part](library, *words)))
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    libraries = arguments.peers.split(",")
    folder = pathlib.Path(arguments.work)
    folder.mkdir(parents=True, exist_ok=True)
    made = peers_texts.make_texts(folder)
    names, parts = arguments.texts.split(","), arguments.parts.split(",")
    arguments.peers = [library for library in libraries if library == OURS or library in peers_libraries.ALL]
    for name, file in VOCABULARIES:
        path = pathlib.Path(arguments.data) / "vocabs" / file
        if not path.exists() or not any(only in name for only in arguments.only.split(",")):
            continue
        for text_name in names:
            if "encode" in parts:
                race_encode(name, str(path), text_name, made[text_name], arguments)
            if "open" in parts:
                race_open(name, str(path), text_name, made[text_name], arguments)
    arguments.peers = libraries
    if "train" in parts and not arguments.only:
        race_train(names[0], made[names[0]], arguments)


if __name__ == "__main__":
    main()
