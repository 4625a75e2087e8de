"""Times what Hugging Face's library does for the benches; prints the best of three in seconds.

    python bench_references.py train SIZE CORPUS DATA
    python bench_references.py load NAME CORPUS DATA

Training is timed from one text in memory and from the file, which the library reads line by line on all processors; the
faster counts. Loading is reading DATA/vocabs/NAME.
"""

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


def main(work, what, corpus, data):
    print(train(what, corpus) if work == "train" else best(lambda: Tokenizer.from_file(f"{data}/vocabs/{what}"), 5))


if __name__ == "__main__":
    main(*sys.argv[1:])
