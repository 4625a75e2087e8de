"""Texts for the races with other libraries, 10 MB each, made of what is on the machine: prose (documentation), code (Python, Perl, C),
and multilingual text (translated messages of all the programs installed, every language in turn).
"""

import gettext
import itertools
import pathlib
import random

SIZE = 10_000_000
DOCUMENT = 8_000


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
            path.write_bytes(text[:SIZE].decode("utf-8", "ignore").encode())
        made[name] = path
    return made


def documents(text):
    """Parts of about 8 kB that end at line ends, as `PeerRace` cuts them."""
    parts, start, data = [], 0, text.encode()
    while start < len(data):
        end = data.find(b"\n", start + DOCUMENT)
        end = len(data) if end < 0 else end + 1
        parts.append(data[start:end].decode())
        start = end
    return parts


def sampled(parts, count=100):
    """About so many of the parts, from everywhere."""
    return parts[:: max(1, len(parts) // count)]
