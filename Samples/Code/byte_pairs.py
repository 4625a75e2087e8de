"""Byte pair encoding, written to be read.

Start with bytes.  Find the pair of neighbours that occurs most often, give it a number of
its own, replace it everywhere, and begin again.  The list of pairs, in the order in which
they were found, is the whole model: to encode a text one applies the same replacements in
the same order, and to decode one looks up what each number stands for.

This version recounts everything after each merge.  It is slow, and hard to get wrong.

    python3 byte_pairs.py TEXT [MERGES]
"""
import re
import sys
from collections import Counter

# A word keeps the one space before it. Nothing is ever merged across a boundary.
SPLIT = re.compile(r"'[a-z]+| ?[^\W\d_]+| ?\d+| ?[^\w\s]+| ?_+|\s+(?!\S)|\s+")


def pieces(text):
    """Cut a text into pieces that together are the text again."""
    found = SPLIT.findall(text)
    assert "".join(found) == text, "the pattern lost something"
    return found


def pairs(ids):
    return zip(ids, ids[1:])


def merge(ids, pair, new):
    """Replace every occurrence of `pair`, from the left, without overlap.

    >>> merge((1, 1, 1, 2), (1, 1), 9)
    (9, 1, 2)
    """
    out, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            out.append(new)
            i += 2
        else:
            out.append(ids[i])
            i += 1
    return tuple(out)


class BytePairs:
    def __init__(self):
        self.ranks = {}                                     # pair -> id of what it becomes
        self.spelling = {i: bytes([i]) for i in range(256)}

    def train(self, text, merges, report=None):
        words = Counter(tuple(p.encode("utf-8")) for p in pieces(text))
        for _ in range(merges):
            counts = Counter()
            for ids, n in words.items():
                for pair in pairs(ids):
                    counts[pair] += n
            if not counts:
                break
            # Ties go to the pair that comes first in byte order, so that training on the
            # same text gives the same vocabulary on every machine.
            best = max(counts, key=lambda p: (counts[p], [-b for b in self.bytes_of(p)]))
            if counts[best] < 2:
                break
            new = len(self.spelling)
            self.ranks[best] = new
            self.spelling[new] = self.bytes_of(best)
            words = self.replaced(words, best, new)
            if report:
                report(new, self.spelling[new], counts[best])
        return self

    def bytes_of(self, ids):
        return b"".join(self.spelling[i] for i in ids)

    @staticmethod
    def replaced(words, pair, new):
        result = Counter()
        for ids, n in words.items():
            result[merge(ids, pair, new)] += n
        return result

    def encode(self, text):
        ids = []
        for piece in pieces(text):
            ids.extend(self.encode_piece(piece.encode("utf-8")))
        return ids

    def encode_piece(self, data):
        ids = tuple(data)
        while len(ids) > 1:
            # The merge that was learned first goes first.
            pair = min(pairs(ids), key=lambda p: self.ranks.get(p, float("inf")))
            if pair not in self.ranks:
                break
            ids = merge(ids, pair, self.ranks[pair])
        return ids

    def decode(self, ids):
        return self.bytes_of(ids).decode("utf-8", errors="replace")


def legible(data):
    """'·' for a space, and bytes that are no character on their own as <e2>."""
    return "".join(
        c if c.isprintable() and c != " " else "·" if c == " " else f"<{c.encode('utf-8', 'surrogateescape').hex()}>"
        for c in data.decode("utf-8", errors="surrogateescape"))


def main(path, merges=300):
    with open(path, encoding="utf-8", newline="") as file:
        text = file.read()

    def report(new, data, count):
        if new < 266 or new % 50 == 0:
            print(f"{new:6d}  {count:7d} times  {legible(data)}")

    model = BytePairs().train(text, merges, report)
    ids = model.encode(text)
    assert model.decode(ids) == text
    size = len(text.encode("utf-8"))
    print(f"{size} bytes in {len(ids)} tokens: {size / len(ids):.2f} bytes a token")
    for sample in ("the thirteenth", "The", " the", "naïve", "東京", "x = foo(bar[0])"):
        print(f"{sample!r:>22}  " + "|".join(legible(model.spelling[i]) for i in model.encode(sample)))


if __name__ == "__main__":
    if not 2 <= len(sys.argv) <= 3:
        sys.exit(__doc__)
    main(sys.argv[1], *map(int, sys.argv[2:]))
