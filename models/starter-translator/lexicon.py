"""Every wording of every step beside its German, checked against the grammar when it is built."""

from dataclasses import dataclass

import starter_grammar  # noqa: F401
from german.families import (ADJECTIVE_FIRST, FILLER, FIRST, FUNCTION_FAMILIES, MAP_VALUES_NOUN,
                             PREDICATE_FAMILIES, SPOKEN)  # fmt: skip
from german.notation import NOMINATIVE, DATIVE, WERT, agree, by_case
from german.openers import OPENERS
from german.parts import ADJECTIVES, FUNCTIONS, PREDICATES
from german.plain import PLAIN
from grammar.compose import STEPS
from grammar.higher import DEFAULT_WORDS
from grammar.higher import FILLER as GRAMMAR_FILLER
from grammar.parts import (CHAR_FUNCTIONS, CHAR_PREDICATES, INT_FUNCTIONS, INT_PREDICATES,
                           WORD_FUNCTIONS, WORD_PREDICATES)  # fmt: skip
from grammar.step import Step

PREDICATE_PARTS = {"ints": INT_PREDICATES, "words": WORD_PREDICATES, "chars": CHAR_PREDICATES, "dict": INT_PREDICATES}
FUNCTION_PARTS = {"ints": INT_FUNCTIONS, "words": WORD_FUNCTIONS, "chars": CHAR_FUNCTIONS, "dict": INT_FUNCTIONS}


@dataclass(frozen=True)
class Wording:
    """A template of the grammar, its German, and the template that the way back says for that German."""

    english: str
    german: str
    back: str


@dataclass(frozen=True)
class Words:
    """All wordings of one step, in the grammar's order (repetitions are weights)."""

    verbs: tuple[Wording, ...]
    nouns: tuple[Wording, ...]
    first: tuple[Wording, ...] = ()


def wordings(pairs) -> tuple[Wording, ...]:
    """Pairs of English and German as wordings; of equal German texts the marked one (else the first) is said back."""
    plain = [(english, german.removeprefix("* "), german.startswith("* ")) for english, german in pairs]
    back: dict[str, str] = {}
    for english, german, _ in plain:
        back.setdefault(german, english)
    for english, german, marked in plain:
        if marked:
            back[german] = english
    return tuple(Wording(english, german, back[german]) for english, german, _ in plain)


def spread(templates, fillers) -> tuple[Wording, ...]:
    """Every template with every filler; a filler maps (English, German, back) templates to filled ones."""
    return tuple(
        Wording(english(t.english), german(t.german), back(t.back)) for t in wordings(templates) for english, german, back in fillers
    )


def predicate_fillers(kind: str, predicate, extra: dict[str, str]):
    """For each pair of the predicate: three functions that fill {that}, {is} and what the family needs."""
    german_pairs = PREDICATES["ints" if kind == "dict" else kind][predicate.key]
    endings = wordings(zip([f"{a}|{b}" for a, b in zip(predicate.that, predicate.singular)], german_pairs, strict=True))

    def filler(pair: str, more: dict[str, str]):
        that, is_ = (part.strip() for part in pair.split("|"))

        def apply(template: str) -> str:
            template = template.replace("{that}", that).replace("{is}", is_)
            for slot, text in more.items():
                template = template.replace(slot, text)
            return template

        return apply

    english = {slot: text for slot, text in extra.items()}
    german = {slot: {**SPOKEN, **FILLER}.get(text, text) for slot, text in extra.items()}
    return [(filler(e.english, english), filler(e.german, german), filler(e.back, english)) for e in endings]


def predicate_words(step: Step, kind: str, predicate) -> Words:
    verbs, nouns = PREDICATE_FAMILIES[step.family]
    extra = {}
    if kind != "dict":
        extra = {"{spoken}": DEFAULT_WORDS[kind], "{filler}": GRAMMAR_FILLER[kind][1]}
    fillers = predicate_fillers(kind, predicate, extra)
    first: tuple[Wording, ...] = ()
    if step.family == "keep":
        told = [tuple(t.replace("{adjective}", word) for t, word in zip(ADJECTIVE_FIRST, (a, ADJECTIVES[a]))) for a in predicate.adjectives]
        first = wordings(told) * 2 + spread(FIRST, fillers)
    return Words(spread(verbs, fillers), spread(nouns, fillers), first)


def function_words(step: Step, kind: str, function) -> Words:
    german_nouns, german_verbs, german_by = FUNCTIONS["ints" if kind == "dict" else kind][function.key]
    if step.family == "map":
        english = [t if t.startswith("{n}") else f"the {t}" for t in function.plural]
        return Words(wordings(zip(function.verbs, german_verbs, strict=True)), wordings(zip(english, german_nouns, strict=True)))
    if step.family == "map_values":
        verbs = tuple(
            Wording(w.english.replace("{one}", "value of {n}"), agree(w.german, WERT).replace("Wert", "Wert von {n:d}"), w.back.replace("{one}", "value of {n}"))
            for w in wordings(zip(function.verbs, german_verbs, strict=True))
        )
        english, german = MAP_VALUES_NOUN
        noun = (english.replace("{verb}", function.verbs[0].replace("{one}", "value")), german.replace("{verb}", by_case(agree(german_verbs[0], WERT), 1)))
        return Words(verbs, wordings([noun]))
    verbs, nouns = FUNCTION_FAMILIES[step.family]
    spoken = DEFAULT_WORDS[kind]

    def in_english(by: str):
        return lambda t: t.replace("{by}", by).replace("{spoken}", spoken)

    def in_german(by: str):
        return lambda t: t.replace("{by:d}", by_case(by, DATIVE)).replace("{by:n}", by_case(by, NOMINATIVE)).replace("{spoken}", SPOKEN[spoken])

    fillers = [(in_english(w.english), in_german(w.german), in_english(w.back)) for w in wordings(zip(function.by, german_by, strict=True))]
    return Words(spread(verbs, fillers), spread(nouns, fillers))


def words_of(step: Step) -> Words:
    family, _, part = step.key.partition(":")
    if not part:
        verbs, nouns = (PLAIN | OPENERS)[family]
        return Words(wordings(verbs), wordings(nouns))
    if family in PREDICATE_FAMILIES:
        return predicate_words(step, step.source, next(p for p in PREDICATE_PARTS[step.source] if p.key == part))
    return function_words(step, step.source, next(f for f in FUNCTION_PARTS[step.source] if f.key == part))


def checked(step: Step) -> Words:
    """The words of a step, whose English must be the grammar's own, wording by wording."""
    words = words_of(step)
    for role in ("verbs", "nouns", "first"):
        ours, theirs = [w.english for w in getattr(words, role)], list(getattr(step, role))
        if ours != theirs:
            raise SystemExit(f"{step.source} {step.key} {role}: tables and grammar differ\n{ours}\n{theirs}")
    return words


LEXICON: dict[tuple[str, str], Words] = {
    (step.source, step.key): checked(step) for families in STEPS.values() for steps in families.values() for step in steps
}
