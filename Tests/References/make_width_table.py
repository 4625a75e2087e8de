#!/usr/bin/env python3
"""Writes Sources/Basics/ColumnWidth+Table.swift: how every code point is drawn, for one edition of Unicode.

    python3 make_width_table.py > ../../Sources/Basics/ColumnWidth+Table.swift

Needs the third-party module `regex`, whose tables follow the Unicode character database (2026.5.9 carries Unicode 17.0).
The letters are those of `CharacterClass` in ColumnWidth.swift; a run is its letter and its length in hexadecimal.
"""
import regex

EDITION = "17.0"
NEWEST = 0x1FAEA  # assigned in 17.0: a module with older tables is refused


def test(pattern):
    return regex.compile(pattern).match


unassigned, private, surrogate = test(r"\p{Cn}"), test(r"\p{Co}"), test(r"\p{Cs}")
control, space, separator = test(r"\p{Cc}"), test(r"\p{Zs}"), test(r"[\p{Zl}\p{Zp}]")
bidi, selector, ignorable = test(r"\p{Bidi_Control}"), test(r"\p{Variation_Selector}"), test(r"\p{DI}")
format_, modifier, regional = test(r"\p{Cf}"), test(r"\p{Emoji_Modifier}"), test(r"\p{Regional_Indicator}")
mark = test(r"[\p{Mn}\p{Me}]")
vowel, final = test(r"\p{Hangul_Syllable_Type=V}"), test(r"\p{Hangul_Syllable_Type=T}")
wide, ambiguous = test(r"[\p{EA=W}\p{EA=F}\p{Emoji_Presentation}]"), test(r"\p{EA=A}")

RULES = [
    ("D", lambda c: bidi(c)),
    ("V", lambda c: selector(c)),
    ("U", lambda c: unassigned(c) or private(c) or surrogate(c)),
    ("C", lambda c: control(c)),
    ("S", lambda c: space(c) or c == "\u2800"),  # the braille blank is drawn as nothing at all
    ("I", lambda c: ignorable(c) or format_(c) or separator(c) or modifier(c) or regional(c)),
    ("M", lambda c: mark(c) or vowel(c) or final(c)),
    ("W", lambda c: wide(c)),
    ("A", lambda c: ambiguous(c)),
    ("N", lambda c: True),
]


def runs():
    last, length = None, 0
    for point in range(0x110000):
        letter = next(name for name, rule in RULES if rule(chr(point)))
        if letter == last:
            length += 1
            continue
        if last:
            yield f"{last}{length:x}"
        last, length = letter, 1
    yield f"{last}{length:x}"


def main():
    if unassigned(chr(NEWEST)):
        raise SystemExit(f"the tables of this `regex` are older than Unicode {EDITION}")
    print("// Made by Tests/References/make_width_table.py; not to be edited by hand.\n")
    print("extension ColumnWidth {")
    print("  /// The edition of the Unicode character database behind the table.")
    print(f'  package static let unicodeVersion = "{EDITION}"\n')
    print("  /// Runs of code points from 0 up: the letter of a `CharacterClass`, then the length in hexadecimal.")
    print('  static let runs: StaticString = """')
    line = "    "
    for run in runs():
        if len(line) + len(run) > 105:
            print(line + "\\")
            line = "    "
        line += run
    print(line)
    print('    """')
    print("}")


main()
