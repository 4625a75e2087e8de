"""Compares ids and byte ranges with the SentencePiece library on random and sample texts.

    python compare_with_sentencepiece.py PROGRAM DATA [SEED [COUNT]]

PROGRAM is the built `tessera`; DATA is a folder with `vocabs/spm/*.model` and `vocabs/synthetic-spm/*.model`. Needs the package
`sentencepiece`. Besides whole models, some are changed: random scores (with many ties), kinds and settings, so that rare rules
are met too. Prints a line for each model and ends with 1 when anything differs.
"""

import base64
import glob
import json
import os
import random
import subprocess
import sys
import tempfile

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as messages

from compare_with_references import make_text, sample_lines

EXTRA = "▁|▁▁| ▁|▁ |<unk>|<s>|</s>|<0x41>|<0xFF>|the|abc|ab|<ab>|<a>|日本語|①|㍿|ｶﾞ|ﷺ|é|e\u0301|\u3000|...|aaaaaaa|7777777|\u00ad".split("|")


def text_of(rnd, lines):
    text = make_text(rnd, lines)
    while rnd.random() < 0.5:
        place = rnd.randint(0, len(text))
        text = text[:place] + rnd.choice(EXTRA) * rnd.choice([1, 1, 1, 2, 5, 40]) + text[place:]
    return text


def changed(model, rnd):
    """The model with other scores, kinds and settings; None when the library refuses it."""
    proto = messages.ModelProto()
    proto.CopyFrom(model)
    step = rnd.choice([0, 1, 0.25])
    for piece in proto.pieces:
        if piece.type in (1, 4, 5):
            if rnd.random() < 0.05:
                piece.type = rnd.choice([1, 4, 5])
            if step:
                piece.score = -round(rnd.random() * 10 / step) * step
            elif rnd.random() < 0.1:
                piece.score = rnd.uniform(-12, 3)
    spec, trainer = proto.normalizer_spec, proto.trainer_spec
    spec.add_dummy_prefix = rnd.random() < 0.7
    spec.remove_extra_whitespaces = rnd.random() < 0.5
    spec.escape_whitespaces = rnd.random() < 0.9
    trainer.treat_whitespace_as_suffix = rnd.random() < 0.3
    trainer.model_type = rnd.choice([1, 1, 2, 2, 3, 4])
    if rnd.random() < 0.3:
        trainer.unk_surface = rnd.choice(["", "?", " <?> "])
    return proto


def ours(program, path, texts):
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    answer = subprocess.run(
        [program, "encode", "-t", path, "--jsonl", "--spans"], input=lines.encode(), capture_output=True)
    return [json.loads(line) for line in answer.stdout.decode().split("\n") if line]


def differences(program, path, texts):
    processor = sentencepiece.SentencePieceProcessor(model_file=path)
    found = ours(program, path, texts)
    wrong = [] if len(found) == len(texts) else [("lines", len(found), len(texts))]
    for text, line in zip(texts, found):
        try:
            pieces = processor.encode(text, return_type="proto").pieces
        except RuntimeError:  # The library refuses what its own rules have made of the text.
            continue
        ids, spans = [x.id for x in pieces], [[x.begin, x.end] for x in pieces]
        if line["ids"] != ids:
            wrong.append((text, line["ids"], ids))
        elif line["spans"] != spans:
            wrong.append((text, line["spans"], spans))
    return wrong


def main():
    program, data = sys.argv[1:3]
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 1
    count = int(sys.argv[4]) if len(sys.argv) > 4 else 400
    rnd, lines, failed = random.Random(seed), list(sample_lines()), 0
    paths = sorted(glob.glob(f"{data}/vocabs/*spm/*.model"))
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            model = messages.ModelProto.FromString(open(path, "rb").read())
            runs = [path]
            for number in range(4 if len(model.pieces) < 10_000 else 1):
                runs.append(os.path.join(folder, f"{number}.model"))
                with open(runs[-1], "wb") as file:
                    file.write(changed(model, rnd).SerializeToString())
            for run in runs:
                texts = [text_of(rnd, lines) for _ in range(count)]
                wrong = differences(program, run, texts)
                failed += len(wrong)
                kind = "" if run == path else " changed"
                print(f"{os.path.basename(path)}{kind}: {len(wrong)} of {len(texts)} differ", *wrong[:1])
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
