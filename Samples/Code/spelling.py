#!/usr/bin/env python3
"""Suggest corrections for misspelt words.

The dictionary is kept in a BK-tree: a tree in which every child hangs from its
parent by the edit distance between the two words.  Because edit distance obeys
the triangle inequality, a search for words within distance ``k`` of a query may
skip every branch whose label differs from the query's distance by more than
``k``.  Most of the tree is never looked at.

Usage:
    spelling.py WORDLIST WORD [WORD ...]
    spelling.py --self-test
"""

from __future__ import annotations

import sys
from dataclasses import dataclass, field
from typing import Iterable, Iterator


def distance(a: str, b: str) -> int:
    """Return the Damerau-Levenshtein distance (optimal string alignment).

    >>> distance("kitten", "sitting")
    3
    >>> distance("teh", "the")      # one transposition
    1
    """
    before: list[int] = []
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, start=1):
        current = [i]
        for j, y in enumerate(b, start=1):
            best = min(
                previous[j] + 1,                # delete x
                current[j - 1] + 1,             # insert y
                previous[j - 1] + (x != y),     # replace x by y, or keep it
            )
            if i > 1 and j > 1 and x == b[j - 2] and a[i - 2] == y:
                best = min(best, before[j - 2] + 1)
            current.append(best)
        before, previous = previous, current
    return previous[-1]


@dataclass
class Node:
    word: str
    children: dict[int, "Node"] = field(default_factory=dict)


class BKTree:
    """A metric tree over words."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self.root: Node | None = None
        self.size = 0
        for word in words:
            self.add(word)

    def add(self, word: str) -> bool:
        """Insert ``word``; return False if it was already there."""
        if self.root is None:
            self.root, self.size = Node(word), 1
            return True
        node = self.root
        while True:
            d = distance(word, node.word)
            if d == 0:
                return False
            child = node.children.get(d)
            if child is None:
                node.children[d] = Node(word)
                self.size += 1
                return True
            node = child

    def search(self, word: str, limit: int) -> Iterator[tuple[int, str]]:
        """Yield ``(distance, entry)`` for each entry no further than ``limit``."""
        stack = [self.root] if self.root else []
        while stack:
            node = stack.pop()
            d = distance(word, node.word)
            if d <= limit:
                yield d, node.word
            low, high = d - limit, d + limit
            stack.extend(c for label, c in node.children.items() if low <= label <= high)


def suggestions(tree: BKTree, word: str, count: int = 5) -> list[str]:
    """The ``count`` closest entries, widening the search until there are any."""
    for limit in range(4):
        found = sorted(tree.search(word.lower(), limit))
        if found:
            return [entry for _, entry in found[:count]]
    return []


def self_test() -> None:
    words = "the then than their there these three tree free freeze breeze".split()
    tree = BKTree(words + words)
    assert tree.size == len(words), f"{tree.size} entries, expected {len(words)}"
    assert suggestions(tree, "teh")[0] == "the"
    assert suggestions(tree, "thier") == ["their"]
    assert set(suggestions(tree, "bree")) == {"free", "tree"}
    assert suggestions(tree, "xylophone") == []
    print("ok: 5 checks passed")


def main(argv: list[str]) -> int:
    if argv[1:] == ["--self-test"]:
        self_test()
        return 0
    if len(argv) < 3:
        print(__doc__, file=sys.stderr)
        return 2
    path, *queries = argv[1:]
    with open(path, encoding="utf-8") as lines:
        tree = BKTree(line.strip().lower() for line in lines if line.strip())
    for query in queries:
        close = suggestions(tree, query)
        print(f"{query:>20s}  ->  {', '.join(close) if close else '(nothing close)'}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv))
