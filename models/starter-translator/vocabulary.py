"""The vocabulary and the tokenizer: whole words of both languages; anything else is the unknown token.

A token is a word with the space before it ("▁numbers") or one of the marks , . : ? ). There are no smaller pieces,
so that a misspelt word cannot pass as its parts.
"""

import json
import random
import re
from pathlib import Path

import starter_grammar  # noqa: F401
from grammar.compose import sample
from telling import tell

END, UNKNOWN = "</s>", "<unk>"
PADDING = "<pad>"
END_ID, UNKNOWN_ID = 0, 1
MARKS = (",", ".", ":", "?", ")")
SEED = 2026112101
# Sentences read to collect the words; every template and constant occurs many times among them.
READ = 60_000
PIECE = re.compile(r"[,.:?)]|[^\s,.:?)]+")


def pieces(text: str) -> list[str]:
    """The text as the tokenizer cuts it, for the collection of the words."""
    found = []
    for word in text.split(" "):
        for i, piece in enumerate(PIECE.findall(word)):
            found.append(piece if i else f"▁{piece}")
    return found


def collect_languages(count: int = READ) -> tuple[set[str], set[str]]:
    """The words of English and of German, without the marks."""
    random_ = random.Random(SEED)
    english: set[str] = set()
    german: set[str] = set()
    for _ in range(count):
        told = tell(random_, sample(random_))
        for text, seen in ((told.english, english), (told.german, german), (told.back, english)):
            # Words stand in lower case after a joint and with a capital at the start: both are kept.
            seen.update(pieces(text), pieces(text[:1].lower() + text[1:]))
    return english - set(MARKS), german - set(MARKS)


def collect(count: int = READ) -> list[str]:
    """All words of both languages, in alphabetical order."""
    english, german = collect_languages(count)
    return sorted(english | german)


def foreign_ids(folder: Path, direction: str) -> list[int]:
    """Tokens of the language that a direction writes and does not read."""
    english, german = collect_languages()
    foreign = german - english if direction.startswith("en") else english - german
    tokenizer = load(folder)
    return sorted(tokenizer.token_to_id(word) for word in foreign)


def tokenizer_json(words: list[str]) -> dict:
    """A tokenizer of Marian's kind (Unigram over words marked with their space), as tokenizers' JSON."""
    listed = [END, UNKNOWN, *MARKS, *words, PADDING]
    specials = [(listed.index(token), token) for token in (END, UNKNOWN, PADDING)]
    return {
        "version": "1.0",
        "truncation": None,
        "padding": None,
        "added_tokens": [
            {"id": i, "content": token, "single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
            for i, token in specials
        ],
        "normalizer": None,
        "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "post_processor": {
            "type": "TemplateProcessing",
            "single": [{"Sequence": {"id": "A", "type_id": 0}}, {"SpecialToken": {"id": END, "type_id": 0}}],
            "pair": [{"Sequence": {"id": "A", "type_id": 0}}, {"Sequence": {"id": "B", "type_id": 0}}, {"SpecialToken": {"id": END, "type_id": 0}}],
            "special_tokens": {END: {"id": END, "ids": [END_ID], "tokens": [END]}},
        },
        "decoder": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
        "model": {"type": "Unigram", "unk_id": UNKNOWN_ID, "vocab": [[token, 0.0 if i < 2 else -8.0] for i, token in enumerate(listed)], "byte_fallback": False},
    }  # fmt: skip


TOKENIZER_CONFIG = {
    "tokenizer_class": "MarianTokenizer",
    "eos_token": END,
    "unk_token": UNKNOWN,
    "pad_token": PADDING,
    "model_max_length": 96,
    "clean_up_tokenization_spaces": False,
}


def write(folder: Path, words: list[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tokenizer.json").write_text(json.dumps(tokenizer_json(words), ensure_ascii=False, indent=1) + "\n")
    (folder / "tokenizer_config.json").write_text(json.dumps(TOKENIZER_CONFIG, indent=2) + "\n")


def load(folder: Path):
    from tokenizers import Tokenizer

    return Tokenizer.from_file(str(folder / "tokenizer.json"))
