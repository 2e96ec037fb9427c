"""Inputs for each source type: ordinary ones, and the edge cases that tests want."""

import random

WORDS = ("apple bread candle door eagle forest garden house island jungle kettle lemon market needle orange "
         "planet queen river stone table under violet window yellow zebra ant bed cat dog eel fox gate hat ink "
         "level noon radar civic kayak at on it is to by moon star sun tree bird green blue red old new tall deer").split()  # fmt: skip
ODD_WORDS = ["Anna", "Bob", "London", "Paris", "NASA", "iPad", "a", "I", "aa", "abc", "x1", "b2b", "Level", "eeE"]
UNICODE_WORDS = ["é", "über", "naïve", "日本", "straße", "Ñandú", "été", "🙂", "Ünü", "smörgås"]
TEXTS = ["a", " ", "  two  spaces ", "12", "a1b2c3", "Hello World", "level", "A man", "MiXeD CaSe", "one,two,,three",
         ",", "zzz", "e", "No on", "x-y-z", "9 lives", "tab\tand\nline", "aA", "rotor rotor"]  # fmt: skip
UNICODE_TEXTS = ["é", "Größe 12", "naïve café", "日本 語", "🙂 ok 🙂", "ÀÉÎ õü", "straße,Ñandú"]


def number_value(random_: random.Random) -> int:
    """Mostly small, around the constants that problems use; sometimes two or three digits."""
    draw = random_.random()
    if draw < 0.8:
        return random_.randint(-5, 12)
    return random_.randint(-30, 60) if draw < 0.96 else random_.randint(-120, 250)


def numbers(random_: random.Random, low: int = 3, high: int = 7) -> list[int]:
    values = [number_value(random_) for _ in range(random_.randint(low, high))]
    if len(values) > 2 and random_.random() < 0.45:
        i = random_.randrange(1, len(values))
        values[i] = values[random_.randrange(i)] if random_.random() < 0.5 else values[i - 1]
    if random_.random() < 0.1:
        values.sort()
    return values


def word(random_: random.Random, unicode_share: float = 0.0) -> str:
    draw = random_.random()
    if draw < unicode_share:
        return random_.choice(UNICODE_WORDS)
    if draw < unicode_share + 0.1:
        return random_.choice(ODD_WORDS)
    plain = random_.choice(WORDS)
    return random_.choices((plain, plain.capitalize(), plain.upper()), (8, 2, 1))[0]


def words(random_: random.Random, low: int = 3, high: int = 5, unicode_share: float = 0.0) -> list[str]:
    values = [word(random_, unicode_share) for _ in range(random_.randint(low, high))]
    if len(values) > 2 and random_.random() < 0.35:
        values[-1] = random_.choice(values[:-1])
    return values


def text(random_: random.Random, unicode_share: float = 0.0) -> str:
    parts = [word(random_, unicode_share) for _ in range(random_.randint(1, 3))]
    if random_.random() < 0.45:
        parts.append(str(random_.randint(0, 99)))
    return random_.choices((" ", ",", ", "), (8, 1, 1))[0].join(parts)


def argument(random_: random.Random, source: str, wide: bool = False) -> list:
    """One list of arguments for a function with this source type."""
    share = 0.1 if wide else 0.0
    more = 3 if wide else 0
    if source == "ints":
        return [numbers(random_, 3 - 2 * wide, 5 + more)]
    if source == "words":
        return [words(random_, 3 - 2 * wide, 4 + more, share)]
    if source == "str":
        return [random_.choice(TEXTS) if random_.random() < (0.15 if wide else 0.03) else text(random_, share)]
    if source == "dict":
        return [{w: number_value(random_) for w in words(random_, 2, 3 + more, share)}]
    if source == "number":
        return [random_.randint(1, 60) if random_.random() < 0.8 else random_.randint(0, 999)]
    if source == "pair":
        first = numbers(random_, 2, 4 + more)
        second = [v if random_.random() < 0.35 else number_value(random_) for v in first]
        if random_.random() < 0.25:
            second = numbers(random_, 2, 4 + more)
        return [first, second]
    return [[numbers(random_, 0 if random_.random() < 0.25 else 1, 4) for _ in range(random_.randint(2, 3 + more // 2))]]


EDGES = {
    "ints": [[], [0], [5], [-3], [2, 2, 2], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [10, 9, 8, 7, 6], [-1, -2, -3], [0, 0], [4, 4, 7, 7, 7, 1], [100, -100], [6, 3, 9, 12, 15], [8, 16, 24], [7, 5, 3, 1]],
    "words": [[], [""], ["a"], ["same", "same", "same"], ["B", "b", "a", "A"], UNICODE_WORDS[:5], ["", "x", ""], ["level", "noon", "door"], ["NASA", "Anna", "bob"], ["cat", "dog", "cat", "eel", "dog"], ["aeiou", "xyz"], ["été", "🙂", "été"]],
    "str": ["", *TEXTS, *UNICODE_TEXTS],
    "dict": [{}, {"a": 0}, {"b": 2, "a": 1}, {"x": -5, "y": -5}, {"Key": 7, "key": 7, "KEY": 8}, {"é": 3, "日本": 12}, {"": 4}, {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}, {"level": 9, "noon": 6, "a": 3}],
    "number": [0, 1, 2, 3, 7, 8, 9, 10, 11, 12, 16, 24, 27, 36, 64, 97, 99, 100, 101, 128, 360, 1000],
    "pair": [([], []), ([1], [1]), ([1, 2, 3], []), ([], [4]), ([2, 2], [2, 2]), ([1, 2, 3], [3, 2, 1]), ([-1, -2], [1, 2]), ([5, 6, 7, 8], [5, 0, 7]), ([0], [0, 0, 0])],
    "nested": [[], [[]], [[], []], [[1]], [[3, 1, 2], [], [9, 9]], [[-1, -2], [-3]], [[5, 5], [5, 5]], [[10], [2, 4, 6, 8], [1, 3]], [[0, 0, 0]], [[7, 14, 21], [6, 12], [4]]],
}  # fmt: skip


def edge_arguments(source: str) -> list[list]:
    """The fixed edge cases of a source type, as argument lists."""
    return [list(value) if source == "pair" else [value] for value in EDGES[source]]
