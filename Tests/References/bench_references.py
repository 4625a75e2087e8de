"""Times what Hugging Face's library does for the benches; prints the best of three in seconds.

    python bench_references.py train SIZE CORPUS DATA
    python bench_references.py load NAME CORPUS DATA
    python bench_references.py memory NAME CORPUS DATA

Training is timed from one text in memory and from the file, which the library reads line by line on all processors; the
faster counts. Loading is reading DATA/vocabs/NAME. `memory` prints the megabytes (10^6) that are resident before and after it.
"""

import os
import sys
import time

from tokenizers import Tokenizer, models, pre_tokenizers, trainers


def best(work, runs=3):
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def train(size, corpus):
    with open(corpus, encoding="utf-8", errors="ignore", newline="") as file:
        text = file.read()
    trainer = trainers.BpeTrainer(
        vocab_size=int(size), min_frequency=2, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())

    def fresh():
        tokenizer = Tokenizer(models.BPE())
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        return tokenizer

    whole = best(lambda: fresh().train_from_iterator([text], trainer))
    return min(whole, best(lambda: fresh().train([corpus], trainer)))


def resident():
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def memory(path):
    before = resident()
    tokenizer = Tokenizer.from_file(path)
    after = resident()
    assert tokenizer.get_vocab_size() > 0
    print(before, after)


def main(work, what, corpus, data):
    if work == "memory":
        memory(f"{data}/vocabs/{what}")
        return
    print(train(what, corpus) if work == "train" else best(lambda: Tokenizer.from_file(f"{data}/vocabs/{what}"), 5))


if __name__ == "__main__":
    main(*sys.argv[1:])
