"""The small natural share of typing errors and odd casing that text from the web has."""

import random

# Share of sentences that get one of the slips below; frozen together with the benchmark seeds.
TYPO_SHARE = 0.04


def _letters(sentence: str) -> list[int]:
    return [i for i, c in enumerate(sentence) if c.isascii() and c.isalpha()]


def _swap(random_, s):
    i = random_.choice(_letters(s)[:-1])
    return s[:i] + s[i : i + 2][::-1] + s[i + 2 :]


def _drop(random_, s):
    i = random_.choice(_letters(s))
    return s[:i] + s[i + 1 :]


def _double(random_, s):
    i = random_.choice(_letters(s))
    return s[: i + 1] + s[i:]


def _small_start(random_, s):
    return s[:1].lower() + s[1:]


def _loud_word(random_, s):
    parts = s.split(" ")
    i = random_.randrange(len(parts))
    parts[i] = parts[i].upper()
    return " ".join(parts)


def _capital(random_, s):
    i = random_.choice(_letters(s))
    return s[:i] + s[i].upper() + s[i + 1 :]


SLIPS = (_swap, _drop, _double, _small_start, _loud_word, _capital)


def slip(random_: random.Random, sentence: str) -> str:
    """The sentence, with one slip in TYPO_SHARE of all cases."""
    if random_.random() >= TYPO_SHARE or len(_letters(sentence)) < 3:
        return sentence
    return random_.choice(SLIPS)(random_, sentence)
