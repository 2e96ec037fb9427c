"""Byte-level BPE with single digits, trained on the grammar's own text."""

from pathlib import Path

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, trainers

from data import documents
from export import write_json
from shapes import END_OF_TEXT, SHAPES

# Runs of letters with one leading space, single digits, runs of punctuation, line ends, spaces.
SPLIT = r" ?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+"
TRAINING_DOCUMENTS = 6000


def train(path: Path) -> Tokenizer:
    """Train on the first documents of shard 0 and save."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(Regex(SPLIT), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])  # fmt: skip
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=SHAPES["s"].vocabulary, special_tokens=[END_OF_TEXT], show_progress=False,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
    )  # fmt: skip
    tokenizer.train_from_iterator((part for pair in documents(0, TRAINING_DOCUMENTS) for part in pair), trainer)
    path.parent.mkdir(parents=True, exist_ok=True)
    tokenizer.save(str(path))
    return tokenizer


def write_configuration(folder: Path) -> None:
    """tokenizer_config.json, as transformers and transformers.js read it."""
    write_json(folder / "tokenizer_config.json", {
        "add_bos_token": False, "add_prefix_space": False, "bos_token": None,
        "clean_up_tokenization_spaces": False, "eos_token": END_OF_TEXT, "model_max_length": 512,
        "pad_token": END_OF_TEXT, "tokenizer_class": "PreTrainedTokenizerFast", "unk_token": None,
    })  # fmt: skip
