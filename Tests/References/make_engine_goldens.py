#!/usr/bin/env python3
"""Writes Tests/TokensTests/Goldens/patterns.jsonl and trainer.json: what the reference engines do.

    pip install tiktoken==0.14.0 tokenizers==0.23.3
    python3 Tests/References/make_engine_goldens.py

patterns.jsonl: one line a pattern. For dialect "rust" `pieces` holds, for each text, the matches of tiktoken's engine; for "oniguruma" the
pieces of Hugging Face's Split with behaviour "isolated", in which what is not matched is a piece too. Texts are made of parts that
split patterns tell apart, from a fixed seed.
trainer.json: a text and the merges that Hugging Face's BpeTrainer learns from it (byte-level, GPT-2 splits, minimum frequency 2).
"""
import json, os, random
import tiktoken
from tokenizers import Regex, Tokenizer, models, pre_tokenizers, trainers

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "TokensTests", "Goldens")
PARTS = [
    "a", "Z", "word", "Word", "dON'T", "I'll", "'s", "'S", "'VE", "'lL", "'ſ", "ſ", "’s", "İ", "ß", " ", " ", " ", "  ", "   ", "\t", "\n",
    "\n\n", "\r\n", "\r", "\v", "\f", "\x85", "\xa0", "\u2003", "\u2028", "\u3000", "\u200b", "\ufeff", "\u180e", "\x1c", "\0", "0", "7", "12",
    "345", "6789", "1234567", "٣", "²", "½", "Ⅷ", "〇", "é", "e\u0301", "\u0301", "ा", "क्ष", "ǅ", "ʰ", "א", "ไทย", "漢字", "々", "カナ", "한국", "ㄅ",
    "𠀀", "⺀", "!", "?", ".", "...", "//", "/", "\n/", "!\n", "-", "_", "(", "$", "+", "<|x|>", "#", "¿", "—", "😀", "👨‍👩‍👧", "🇩🇪", "❤️",
    "\ue000", "\u0378", "\u1c89", "\ua7ce", "𐵀", "𑶰", "𖺠", "Ⓐ", "🄰", "ꟊ", "ｶ", "‿", "\u200d",
]
CI = "(?i:'s|'t|'re|'ve|'m|'ll|'d)"
TAIL = r"\s*[\r\n]+|\s+(?!\S)|\s+"
U, W = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}]"
KU, KW = r"[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]", r"[\p{Ll}\p{Lm}\p{Lo}\p{M}&&[^\p{Han}]]"
P = r"[^\r\n\p{L}\p{N}]?"
BOTH = [
    r"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+",
    CI + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + TAIL,
    CI + r"|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + TAIL,
    f"{P}{U}*{W}+{CI}?|{P}{U}+{W}*{CI}?" + r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + TAIL,
    f"{P}{U}*{W}+|{P}{U}+{W}*" + r"|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|" + TAIL,
    r"[\p{Han}]+|" + f"{P}{KU}*{KW}+{CI}?|{P}{KU}+{KW}*{CI}?" + r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|" + TAIL,
    "'(?i:[sdmt]|ll|ve|re)" + r"|[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"[!\"#$%&'()*+,\-./:;<=>?@\[\\\]^_`{|}~][A-Za-z]+|[^\r\n\p{L}\p{P}\p{S}]?[\p{L}\p{M}]+| ?[\p{P}\p{S}]+[\r\n]*|" + TAIL,
    r"\s?\p{L}+|\s?\p{P}+|[一-龥ࠀ-一가-퟿]+|\p{N}", r"[\p{P}\$\+<=>\^~\|`]+|[0-9][0-9][0-9]", r"\w+|[^\w\s]+", r"\bword\b|\B[A-Z]",
    r"\p{Greek}+|\p{Latin}+|\p{Cyrillic}+|\p{Hiragana}+|\p{Katakana}+|\p{Hangul}+|\p{Thai}+|\p{Arabic}+", r"(?i)WORD|[a-c]+|\d{2,}?|.",
    r"(?<=\s)\S+(?=\s)|(?<!a)Z", r"[^\S\n]+|\P{L}", r"(?>a|ab)c|x*+y|[\x30-\x39\u00e9]+|\t", r"\s+$|^\S", r"[[:alpha:]]+|[[:punct:]]+|[^[:space:]]",
    r"(?=(\d{3})+(?!\d))", r"(?s:.)", r"\h+|[\w&&[^\d_]]+",
]
ONLY = {"oniguruma": [r"\p{^L}+|\p{N}{2}+", r"(?m:a.)|[[:word:]]+", r"\Aword|\s\Z"], "rust": [r"(?s)a.|(?x) \d \d # two", r"(?m)^\S+$|\p{Script=Han}+", r"(?P<name>\pL\pN)"]}


def texts(seed, count, most):
    r = random.Random(seed)
    return ["".join(r.choice(PARTS) for _ in range(r.randint(1, most))) for _ in range(count)]


def rust(pattern, text):
    data, ranks = text.encode(), {bytes([i]): i for i in range(256)}
    for i in range(len(data)):
        for j in range(i + 2, len(data) + 1):
            ranks.setdefault(data[i:j], len(ranks))
    e = tiktoken.Encoding("x", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return [e.decode_single_token_bytes(t).decode() for t in e.encode_ordinary(text)]


def oniguruma(pattern, text):
    split = pre_tokenizers.Split(Regex(pattern), "isolated")
    return [text[a:b] for _, (a, b) in split.pre_tokenize_str(text)]


def patterns():
    inputs = texts(1, 30, 12)
    with open(os.path.join(HERE, "patterns.jsonl"), "w") as f:
        f.write(json.dumps({"texts": inputs}, ensure_ascii=True) + "\n")
        for dialect, engine in (("rust", rust), ("oniguruma", oniguruma)):
            for pattern in BOTH + ONLY[dialect]:
                try:
                    pieces = [engine(pattern, t) for t in inputs]
                except BaseException as e:
                    print("left out:", dialect, pattern, str(e)[:80])
                    continue
                f.write(json.dumps({"dialect": dialect, "pattern": pattern, "pieces": pieces}, ensure_ascii=True) + "\n")


def trainer():
    r = random.Random(2)
    words = ["".join(r.choice(["ka", "lo", "min", "ter", "é", "漢", "ing", "un", "s", "'s", "12", "-"]) for _ in range(r.randint(1, 4))) for _ in range(300)]
    text = "".join(r.choice(words[: r.randint(1, 300)]) + r.choice([" ", " ", " ", "  ", "\n", ", "]) for _ in range(3000))
    t = Tokenizer(models.BPE())
    t.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    t.train_from_iterator([text], trainers.BpeTrainer(vocab_size=1000, min_frequency=2, special_tokens=["<|endoftext|>"], initial_alphabet=alphabet, show_progress=False))
    model = json.loads(t.to_str())["model"]
    merges = [[model["vocab"][a], model["vocab"][b]] for a, b in model["merges"]]
    json.dump({"text": text, "merges": merges, "count": len(model["vocab"])}, open(os.path.join(HERE, "trainer.json"), "w"), ensure_ascii=True)


os.makedirs(HERE, exist_ok=True)
patterns()
trainer()
