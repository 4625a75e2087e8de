#!/usr/bin/env python3
"""Writes Sources/Tokens/Unicode/*Runs.swift: the Unicode 16.0 tables as short strings.

    pip install unicodedata2==16.0.0 fonttools==4.56.0
    python3 Tests/References/make_unicode_tables.py

Both packages carry the Unicode Character Database, version 16.0 (checked below). A table is a list of runs of code points that share
a value; a run is written as its length (base 64, most significant digit first, the last digit from a second alphabet so that no
separator is needed) and its value (one or two characters). The reader is Sources/Tokens/Unicode/RunTable.swift.
"""
import os
import unicodedata2 as U
from fontTools import unicodedata as F
from fontTools.unicodedata import Scripts

assert U.unidata_version == "16.0.0", U.unidata_version
assert "Scripts-16.0.0" in open(Scripts.__file__).read()[:2000]
HERE = os.path.dirname(os.path.abspath(__file__))
OUT = os.path.join(HERE, "..", "..", "Sources", "Tokens", "Unicode")
CATEGORIES = "Lu Ll Lt Lm Lo Mn Mc Me Nd Nl No Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So Zs Zl Zp Cc Cf Cs Co Cn".split()
MORE = "0123456789ABCDEFGHIJKLMNOPQRSTUV"  # 32 digits with more to come
LAST = "abcdefghijklmnopqrstuvwxyz+-*/=<"  # 32 digits that end a number


def number(n):
    digits = [LAST[n % 32]]
    n //= 32
    while n:
        digits.append(MORE[n % 32])
        n //= 32
    return "".join(reversed(digits))


def runs(values):
    out, start = [], 0
    for c in range(1, 0x110001):
        if c == 0x110000 or values[c] != values[start]:
            out.append(number(c - start) + number(values[start]))
            start = c
    return "".join(out)


def literal(text):
    lines = [text[i : i + 100] for i in range(0, len(text), 100)]
    return '    """\n' + "\\\n".join("    " + line for line in lines) + '\n    """\n'


def write(name, doc, text, extra=""):
    with open(os.path.join(OUT, name + ".swift"), "w") as f:
        f.write(f"/// {doc}\n///\n/// Made by Tests/References/make_unicode_tables.py; do not edit.\nenum {name} {{\n")
        f.write("  static let version = \"16.0\"\n" + extra + "  static let text: StaticString =\n" + literal(text) + "}\n")
    print(name, len(text))


category = [CATEGORIES.index(U.category(chr(c))) for c in range(0x110000)]
write("CategoryRuns", "General categories of Unicode 16.0 as runs.", runs(category))

names = sorted(set(F.script(chr(c)) for c in range(0x110000)), key=lambda s: (s != "Zzzz", s))
index = {n: i for i, n in enumerate(names)}
script = [index[F.script(chr(c))] for c in range(0x110000)]
listed = ";".join(f"{n}:{F.script_name(n).replace(' ', '_')}" for n in names)
write(
    "ScriptRuns", "Scripts of Unicode 16.0 as runs; `names` lists codes and long names in the order of the values.",
    runs(script), "  static let names: StaticString =\n" + literal(listed))
