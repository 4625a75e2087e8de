"""Other libraries that learn a vocabulary from a file of text, on one thread."""

import io
import os


def gigatoken_bpe(path, size):
    import gigatoken

    vocabulary, _ = gigatoken.train_bpe(gigatoken.TextFileSource([path]), size, [])
    return len(vocabulary)


def rustbpe_bpe(path, size):
    import rustbpe

    tokenizer = rustbpe.Tokenizer()
    with open(path, encoding="utf-8") as file:
        tokenizer.train_from_iterator(file, vocab_size=size)
    return tokenizer.vocab_size


def youtokentome_bpe(path, size):
    import youtokentome

    youtokentome.BPE.train(data=path, model=os.devnull, vocab_size=size, n_threads=1)
    return size


def sentencepiece_of(kind):
    def train(path, size):
        import sentencepiece

        model = io.BytesIO()
        sentencepiece.SentencePieceTrainer.train(
            input=path, model_writer=model, vocab_size=size, model_type=kind, num_threads=1, max_sentence_length=1 << 24,
            character_coverage=1.0, byte_fallback=kind == "bpe", minloglevel=2, hard_vocab_limit=False)
        return sentencepiece.SentencePieceProcessor(model_proto=model.getvalue()).get_piece_size()

    return train


def tokenizers_bpe(path, size):
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=size, show_progress=False, initial_alphabet=pre_tokenizers.ByteLevel.alphabet())
    tokenizer.train([path], trainer)
    return tokenizer.get_vocab_size()


def tokenizers_unigram(path, size):
    from tokenizers import Tokenizer, models, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.Unigram())
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    trainer = trainers.UnigramTrainer(vocab_size=size, show_progress=False, unk_token="<unk>", special_tokens=["<unk>"])
    tokenizer.train([path], trainer)
    return tokenizer.get_vocab_size()


ALL = {
    "bpe": {
        "gigatoken": gigatoken_bpe,
        "rustbpe": rustbpe_bpe,
        "youtokentome": youtokentome_bpe,
        "sentencepiece": sentencepiece_of("bpe"),
        "tokenizers": tokenizers_bpe,
    },
    "unigram": {"sentencepiece": sentencepiece_of("unigram"), "tokenizers": tokenizers_unigram},
}
