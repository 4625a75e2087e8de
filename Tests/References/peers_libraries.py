"""Other libraries that encode: each opened from a file, called as cheaply as it can be."""

import array
import pathlib

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


class Opened:
    """A library that has a tokenizer open.

    `encode` takes a list of texts, one thread, and gives whatever is cheapest for the library; `ids` turns what it gives into one list
    of ids for each text.
    """

    def __init__(self, encode, ids=None):
        self.encode = encode
        self.listed = ids or (lambda results: [list(map(int, r)) for r in results])

    def ids(self, texts):
        """By text, its ids as the bytes of numbers of four bytes."""
        return [array.array("I", ids).tobytes() for ids in self.listed(self.encode(texts))]


def stem(path):
    return pathlib.Path(path).name.split(".")[0]


def is_ranks(path):
    return path.endswith(".tiktoken")


def tiktoken(path):
    import tiktoken
    import tiktoken.load

    if not is_ranks(path):
        return None
    name = stem(path)
    ranks = tiktoken.load.load_tiktoken_bpe(path)
    encoding = tiktoken.Encoding(name, pat_str=PATTERNS[name], mergeable_ranks=ranks, special_tokens={})
    return Opened(lambda texts: [encoding.encode_ordinary(t) for t in texts])


def tokenizers(path):
    import tokenizers

    if is_ranks(path):
        return None
    tokenizer = tokenizers.Tokenizer.from_file(path)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return Opened(lambda texts: [tokenizer.encode(t, add_special_tokens=False).ids for t in texts])


def gigatoken(path):
    import gigatoken

    names = {"gpt2": "r50k", "cl100k_base": "cl100k", "o200k_base": "o200k"}
    if is_ranks(path):
        tokenizer = gigatoken.Tokenizer.from_tiktoken(path, pretokenizer=names[stem(path)])
    else:
        tokenizer = gigatoken.Tokenizer(path)
    return Opened(lambda texts: [tokenizer.encode(t.encode()) for t in texts])


def fastokens(path):
    import fastokens

    if is_ranks(path):
        tokenizer = fastokens.Tokenizer.from_tiktoken(path, pattern=PATTERNS[stem(path)], special_tokens={})
    else:
        tokenizer = fastokens.Tokenizer.from_file(path)

    def listed(results):
        (ids, ends), cut = results[0], []
        ids, ends = array.array("I", bytes(ids)), array.array("Q", bytes(ends))
        for start, end in zip(ends, ends[1:]):
            cut.append(ids[start:end].tolist())
        return cut

    return Opened(lambda texts: [tokenizer.encode_batch_flat(texts, False)], listed)


def splintr(path):
    import splintr

    tokenizer = splintr.Tokenizer(path, PATTERNS[stem(path)]) if is_ranks(path) else splintr.from_json(path)
    if hasattr(tokenizer, "encode_flat"):

        def listed(results):
            return [array.array("I", bytes(r)).tolist() if isinstance(r, bytes) else [int(i) for i in r] for r in results]

        return Opened(lambda texts: [tokenizer.encode_flat(t) for t in texts], listed)
    return Opened(lambda texts: [tokenizer.encode_ordinary(t) for t in texts])


def bpe_openai(path):
    import bpe_openai

    if not is_ranks(path) or stem(path) not in ("cl100k_base", "o200k_base"):
        return None
    encoding = bpe_openai.get_encoding(stem(path))
    return Opened(lambda texts: [encoding.encode(t) for t in texts])


def rs_bpe(path):
    from rs_bpe.bpe import openai

    if not is_ranks(path) or stem(path) not in ("cl100k_base", "o200k_base"):
        return None
    encoding = getattr(openai, stem(path))()
    return Opened(lambda texts: [encoding.encode(t) for t in texts])


def quicktok(path):
    import quicktok

    names = {"cl100k_base": "cl100k_base", "o200k_base": "o200k_base", "llama3": "llama3", "qwen2": "qwen3"}
    if stem(path) not in names:
        return None
    tokenizer = quicktok.get_encoding(names[stem(path)])
    return Opened(lambda texts: [tokenizer.encode_batch(texts, 1)], lambda r: cut_at(*r[0]))


def cut_at(ids, ends):
    return [ids[start:end].tolist() for start, end in zip(ends, ends[1:])]


def tokie(path):
    import tokie

    if is_ranks(path):
        return None
    tokenizer = tokie.Tokenizer.from_json(path)
    return Opened(lambda texts: [tokenizer.encode(t, False).ids for t in texts])


def kitoken(path):
    import kitoken

    read = kitoken.Kitoken.from_tiktoken_file if is_ranks(path) else kitoken.Kitoken.from_tokenizers_file
    tokenizer = read(path)
    return Opened(lambda texts: [tokenizer.encode(t, False) for t in texts])


def iree(path):
    import iree.tokenizer

    if is_ranks(path):
        tokenizer = iree.tokenizer.Tokenizer.from_tiktoken(path, stem(path))
    else:
        tokenizer = iree.tokenizer.Tokenizer.from_file(path)
    return Opened(lambda texts: [tokenizer.encode_to_array(t) for t in texts])


def sentencepiece(path):
    import sentencepiece

    names = {"llama2": "llama2.model", "t5-small": "t5-base.model"}
    model = pathlib.Path(path).parent.parent / "spm" / names.get(stem(path), "none")
    if is_ranks(path) or not model.exists():
        return None
    processor = sentencepiece.SentencePieceProcessor(model_file=str(model))
    return Opened(lambda texts: [processor.encode(t, num_threads=1) for t in texts])


ALL = {
    "gigatoken": gigatoken,
    "fastokens": fastokens,
    "splintr": splintr,
    "quicktok": quicktok,
    "bpe-openai": bpe_openai,
    "rs-bpe": rs_bpe,
    "tokie": tokie,
    "kitoken": kitoken,
    "iree": iree,
    "tiktoken": tiktoken,
    "tokenizers": tokenizers,
    "sentencepiece": sentencepiece,
}


def reference(path):
    """Whose ids are right for a file."""
    return "tiktoken" if is_ranks(path) else "tokenizers"
