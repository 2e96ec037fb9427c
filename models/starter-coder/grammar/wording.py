"""English sentences for a composition: nested noun phrases, chains of clauses, and mixtures."""

import random

from .compose import GUARD_VALUES, Composition, target_of
from .step import ITEM_WORDS, Use

WHOLES = {
    "ints": ("the list", "the given list", "a list of integers", "the list of numbers"),
    "words": ("the list of words", "the given list of strings", "a list of words"),
    "str": ("the string", "the given string", "a string", "the text"),
    "dict": ("the dictionary", "the given dictionary", "a dictionary"),
    "number": ("n", "the number", "the given number"),
    "pair": ("the two lists", "two lists", "the two given lists"),
    "nested": ("the list of lists", "the nested list", "a list of rows"),
}
EMPTY = {"ints": "the list is empty", "words": "the list is empty", "str": "the string is empty",
         "dict": "the dictionary is empty", "pair": "one of the lists is empty", "nested": "the list is empty"}  # fmt: skip
LEFT = ("the result", "what is left", "those")
LEADS = ("Return {}.", "Return {}.", "Write a function to find {}.", "Write a function that returns {}.", "Find {}.",
         "Write a python function to get {}.", "Compute {}.", "Give back {}.", "Your task is to return {}.")  # fmt: skip
QUESTIONS = ("What is {}?", "How do you compute {}?", "How can we get {}?")


def capitalized(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


class Teller:
    """Builds one sentence with its own random choices."""

    def __init__(self, random_: random.Random, composition: Composition):
        self.random = random_
        self.composition = composition
        self.whole = random_.choice(WHOLES[composition.source])
        self.place = random_.choice(("in", "of")) + " " + self.whole
        self.items = {kind: random_.choice(pairs) for kind, pairs in ITEM_WORDS.items()}

    def fill(self, use: Use, template: str, **more) -> str:
        plural, one = self.items.get(use.step.source, ("values", "value"))
        return use.fill(template, items=plural, one=one, place=self.place, **more)

    def base(self, kind: str) -> str:
        """What the first noun phrase speaks about: the numbers in the list, the string, ..."""
        if kind in ("ints", "words") and kind == self.composition.source:
            return f"the {self.items[kind][0]} {self.place}" if self.random.random() < 0.6 else self.whole
        return self.whole

    def noun(self, use: Use, inner: str | None) -> str:
        """The step as a noun phrase around `inner`, or around the source when that is None."""
        step = use.step
        if inner is None and step.first and step.source == self.composition.source:
            return self.fill(use, self.random.choice(step.first))
        inner = self.base(step.source) if inner is None else inner
        return self.fill(use, self.random.choice(step.nouns), n=inner)

    def clause(self, use: Use, first: bool) -> str:
        return self.fill(use, self.random.choice(use.step.verbs), n=self.whole if first else "the result")

    def nested(self, uses) -> str:
        phrase = None
        for use in uses:
            phrase = self.noun(use, phrase)
        return phrase

    def ask(self, phrase: str) -> str:
        """A whole sentence around a noun phrase."""
        if phrase.startswith(("whether", "how", "'")):
            lead = self.random.choice(("Return {}.", "Write a function that returns {}.", "Find out {}.", "Write a function to tell {}."))
        else:
            lead = self.random.choice(LEADS if self.random.random() < 0.8 else QUESTIONS)
        return lead.format(phrase)

    def chain(self, clauses: list[str], mentioned: bool) -> str:
        """Clauses one after the other, with the source named first."""
        pick = self.random.choice
        if len(clauses) == 1:
            told = clauses[0]
        elif self.random.random() < 0.5:
            told = ", ".join(clauses[:-1]) + pick((" and ", ", then ", " and then ", ", and finally ")) + clauses[-1]
        else:
            told = ", then ".join(clauses)
        if mentioned:
            return pick(("{}.", "Write a function to {}.", "Your task: {}.", "Please {}.")).format(told)
        return pick(("Given {w}, {t}.", "For {w}: {t}.", "Write a function that takes {w}: {t}.", "Take {w}, {t}.", "Starting from {w}, {t}.")).format(w=self.whole, t=told)

    def sentence(self) -> str:
        """One of the three plans, plus what is said about empty input."""
        uses = list(self.composition.uses)
        draw = self.random.random()
        if draw < 0.45:
            told = self.ask(self.nested(uses))
        else:
            split = 0 if draw < 0.8 or len(uses) == 1 else self.random.randrange(1, len(uses))
            clauses = [f"take {self.nested(uses[:split])}"] if split else []
            rest = uses[split:]
            noun_last = self.random.random() < 0.4 and bool(clauses or len(rest) > 1)
            clauses += [self.clause(use, not clauses and i == 0) for i, use in enumerate(rest[: len(rest) - noun_last])]
            mentioned = bool(split) or "{n}" in rest[0].step.verbs[0]
            if noun_last:
                clauses.append("return " + self.noun(rest[-1], self.random.choice(LEFT)))
            elif self.random.random() < 0.6:
                clauses.append("return the result" if len(clauses) > 1 else "return it")
            told = self.chain(clauses, mentioned)
        if self.composition.guard:
            told = self.with_guard(told)
        return capitalized(told)

    def with_guard(self, told: str) -> str:
        value = GUARD_VALUES[self.composition.target]
        empty = EMPTY[self.composition.source]
        if self.random.random() < 0.5:
            return f"{told} Return {value} if {empty}."
        return f"If {empty}, return {value}. {capitalized(told)}"


def tell(random_: random.Random, composition: Composition) -> str:
    return Teller(random_, composition).sentence()


def changed_types(composition: Composition) -> list[str]:
    """The types the value passes through, the source first."""
    return [composition.source] + [target_of(use.step) for use in composition.uses]
