"""A randomly initialised model of two layers with a tokenizer of a few words, and what its own library computes from it.

    python3 Tests/References/make_tiny_model.py FOLDER TEXT

writes FOLDER as transformers does, runs the text through the model, and prints one JSON object: the shape of the
hidden states, and the cosines of the last layer, row by row. The command tests run Samples/dump_hidden_states.py over
FOLDER and compare what Tessera says with these numbers. Needs torch, transformers and tokenizers.
"""

import json
import sys

import torch
from tokenizers import Tokenizer, models, pre_tokenizers, processors
from transformers import BertConfig, BertModel, PreTrainedTokenizerFast


def main():
    folder, text = sys.argv[1], sys.argv[2]
    words = ["[UNK]", "[CLS]", "[SEP]", "the", "cat", "sat", "café", "on", "mat"]
    tokenizer = Tokenizer(models.WordLevel({word: index for index, word in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 1), ("[SEP]", 2)]
    )
    fast = PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="[UNK]", cls_token="[CLS]", sep_token="[SEP]")
    fast.save_pretrained(folder)
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=2, num_attention_heads=2, intermediate_size=32
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    model.save_pretrained(folder)
    with torch.no_grad():
        made = model(**fast(text, return_tensors="pt"), output_hidden_states=True)
    last = torch.nn.functional.normalize(made.hidden_states[-1][0].double(), dim=-1)
    shape = [len(made.hidden_states), *made.hidden_states[0].shape[1:]]
    print(json.dumps({"shape": shape, "cosines": (last @ last.T).flatten().tolist()}))


if __name__ == "__main__":
    main()
