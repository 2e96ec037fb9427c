"""One composition told three times at once: in English, in German, and in the English of the way back.

The plan of a sentence (nested noun phrases, a chain of clauses, or a mixture, with their odds) is that of the
grammar's `wording.py`; here every choice is made once and written in all three.
"""

import random
from dataclasses import dataclass

import starter_grammar  # noqa: F401
from german import sentences as german
from german.notation import ACCUSATIVE, DATIVE, NOMINATIVE, WERT, German, by_case, fill, finish, same
from grammar.compose import GUARD_VALUES, Composition
from grammar.step import ITEM_WORDS, Use
from grammar.wording import EMPTY, capitalized
from lexicon import LEXICON, Wording, wordings


@dataclass(frozen=True)
class Told:
    """The same words in English, in German and in the English of the way back."""

    english: str
    german: str
    back: str

    def finished(self) -> "Told":
        return Told(capitalized(self.english), capitalized(finish(self.german)), capitalized(self.back))


@dataclass(frozen=True)
class Phrase:
    """A noun phrase (or a clause that stands for one)."""

    english: str
    german: German
    back: str


def pick(random_: random.Random, pairs) -> Wording:
    return random_.choice(wordings(pairs))


def phrase_of(wording: Wording) -> Phrase:
    return Phrase(wording.english, German(tuple(by_case(wording.german, case) for case in range(3))), wording.back)


def in_cases(template: str, phrase: German) -> str:
    return template.format(phrase[ACCUSATIVE], n=phrase[NOMINATIVE], a=phrase[ACCUSATIVE], d=phrase[DATIVE])


class ParallelTeller:
    """Builds one sentence; compare `Teller` of the grammar."""

    def __init__(self, random_: random.Random, composition: Composition):
        self.random = random_
        self.composition = composition
        self.whole = phrase_of(pick(random_, german.WHOLES[composition.source]))
        place = pick(random_, german.PLACES)
        self.place = Phrase(f"{place.english} {self.whole.english}", same(f"{place.german} {self.whole.german[DATIVE]}"), f"{place.back} {self.whole.back}")
        self.items = {kind: random_.choice(pairs) for kind, pairs in ITEM_WORDS.items()}

    def fill(self, use: Use, wording: Wording, inner: Phrase | None) -> Phrase:
        plural, one = self.items.get(use.step.source, ("values", "value"))
        item, (back_plural, back_one) = german.ITEMS.get(plural, (WERT, (plural, one)))
        more = {"n": inner.english} if inner else {}
        back_more = {"n": inner.back} if inner else {}
        return Phrase(
            use.fill(wording.english, items=plural, one=one, place=self.place.english, **more),
            fill(wording.german, item, use.constant, self.place.german[0], inner.german if inner else None),
            use.fill(wording.back, items=back_plural, one=back_one, place=self.place.back, **back_more),
        )

    def base(self, kind: str) -> Phrase:
        if kind in ("ints", "words") and kind == self.composition.source and self.random.random() < 0.6:
            plural = self.items[kind][0]
            item, (back_plural, _) = german.ITEMS[plural]
            cases = tuple(f"{article} {noun} {self.place.german[0]}" for article, noun in zip(("die", "die", "den"), item.plural))
            return Phrase(f"the {plural} {self.place.english}", German(cases), f"the {back_plural} {self.place.back}")
        return self.whole

    def noun(self, use: Use, inner: Phrase | None) -> Phrase:
        step = use.step
        words = LEXICON[step.source, step.key]
        if inner is None and words.first and step.source == self.composition.source:
            return self.fill(use, self.random.choice(words.first), None)
        return self.fill(use, self.random.choice(words.nouns), self.base(step.source) if inner is None else inner)

    def clause(self, use: Use, first: bool) -> Told:
        wording = self.random.choice(LEXICON[use.step.source, use.step.key].verbs)
        result = Phrase("the result", German(("das Ergebnis", "das Ergebnis", "dem Ergebnis")), "the result")
        filled = self.fill(use, wording, self.whole if first else result)
        return Told(filled.english, filled.german[ACCUSATIVE], filled.back)

    def nested(self, uses) -> Phrase:
        phrase = None
        for use in uses:
            phrase = self.noun(use, phrase)
        return phrase

    def ask(self, phrase: Phrase) -> Told:
        if phrase.english.startswith(("whether", "how", "'")):
            leads = german.CLAUSE_LEADS
        else:
            leads = german.LEADS if self.random.random() < 0.8 else german.QUESTIONS
        lead = pick(self.random, leads)
        return Told(lead.english.format(phrase.english), in_cases(lead.german, phrase.german), lead.back.format(phrase.back))

    def chain(self, clauses: list[Told], mentioned: bool) -> Told:
        if len(clauses) == 1:
            told = clauses[0]
        elif self.random.random() < 0.5:
            joint = pick(self.random, german.JOINTS)
            told = self.joined(clauses[:-1], Wording(*german.BETWEEN, german.BETWEEN[0]))
            told = self.joined([told, clauses[-1]], joint)
        else:
            told = self.joined(clauses, Wording(*german.BETWEEN_THEN, german.BETWEEN_THEN[0]))
        if mentioned:
            wrap = pick(self.random, german.CHAIN_MENTIONED)
            return Told(wrap.english.format(told.english), wrap.german.format(told.german), wrap.back.format(told.back))
        wrap, whole = pick(self.random, german.CHAIN_SOURCE), self.whole
        return Told(
            wrap.english.format(w=whole.english, t=told.english),
            wrap.german.format(n=whole.german[NOMINATIVE], a=whole.german[ACCUSATIVE], d=whole.german[DATIVE], t=told.german),
            wrap.back.format(w=whole.back, t=told.back),
        )

    @staticmethod
    def joined(parts: list[Told], joint: Wording) -> Told:
        return Told(
            joint.english.join(p.english for p in parts), joint.german.join(p.german for p in parts), joint.back.join(p.back for p in parts)
        )

    def returned(self, phrase: Phrase) -> Told:
        clause = phrase.german.clause
        lead, template = german.RETURN_CLAUSE if clause else german.RETURN_PHRASE
        return Told(lead + phrase.english, in_cases(template, phrase.german), lead + phrase.back)

    def sentences(self) -> list[Told]:
        uses = list(self.composition.uses)
        draw = self.random.random()
        if draw < 0.45:
            told = self.ask(self.nested(uses))
        else:
            split = 0 if draw < 0.8 or len(uses) == 1 else self.random.randrange(1, len(uses))
            clauses = []
            if split:
                taken = self.nested(uses[:split])
                clauses.append(Told(f"take {taken.english}", in_cases(german.TAKE[1], taken.german), f"take {taken.back}"))
            rest = uses[split:]
            noun_last = self.random.random() < 0.4 and bool(clauses or len(rest) > 1)
            clauses += [self.clause(use, not clauses and i == 0) for i, use in enumerate(rest[: len(rest) - noun_last])]
            mentioned = bool(split) or "{n}" in rest[0].step.verbs[0]
            if noun_last:
                left = phrase_of(pick(self.random, german.LEFT))
                clauses.append(self.returned(self.noun(rest[-1], left)))
            elif self.random.random() < 0.6:
                wording = wordings(german.RETURNS)[len(clauses) == 1]
                clauses.append(Told(wording.english, wording.german, wording.back))
            told = self.chain(clauses, mentioned)
        told = told.finished()
        return self.with_guard(told) if self.composition.guard else [told]

    def with_guard(self, told: Told) -> list[Told]:
        """The sentence about empty input before or after the other one."""
        value = GUARD_VALUES[self.composition.target]
        empty = EMPTY[self.composition.source]
        after = self.random.random() < 0.5
        english, german_text = german.GUARD_AFTER if after else german.GUARD_BEFORE
        english = english.format(value=value, empty=empty)
        guard = Told(english, german_text.format(value=value, empty=german.EMPTY[empty]), english).finished()
        return [told, guard] if after else [guard, told]


def tell_sentences(random_: random.Random, composition: Composition) -> list[Told]:
    """One sentence, or two where the composition answers empty input early."""
    return ParallelTeller(random_, composition).sentences()


def together(sentences: list[Told]) -> Told:
    return Told(*(" ".join(getattr(s, field) for s in sentences) for field in ("english", "german", "back")))


def tell(random_: random.Random, composition: Composition) -> Told:
    return together(tell_sentences(random_, composition))
