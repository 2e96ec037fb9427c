"""The grammar's own parse: an English sentence to the compositions that it can tell.

Some sentences have several readings (a relative clause may belong to either of two nouns): all are returned. The
parse knows the templates of the grammar, not how this folder tells them in German.
"""

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

import starter_grammar  # noqa: F401
from grammar.compose import GUARD_VALUES, STEPS, Composition, target_of
from grammar.step import ITEM_WORDS, Step
from grammar.wording import EMPTY, LEADS, LEFT, QUESTIONS, WHOLES

TOKEN = re.compile(r"\['none'\]|\[-1\]|'[^']*'|-?\d+|key=value|\w+|[.,:?()]")
CLAUSE_LEADS = ("Return {}.", "Write a function that returns {}.", "Find out {}.", "Write a function to tell {}.")
CHAIN_MENTIONED = ("{}.", "Write a function to {}.", "Your task: {}.", "Please {}.")
CHAIN_SOURCE = ("Given {w}, {t}.", "For {w}: {t}.", "Write a function that takes {w}: {t}.", "Take {w}, {t}.", "Starting from {w}, {t}.")
JOINTS = (" and ", ", then ", " and then ", ", and finally ", ", ")


def tokens_of(text: str) -> tuple[str, ...]:
    """Tokens in lower case, except for quoted ones; odd characters become tokens that match nothing."""
    rest = TOKEN.sub(" ", text)
    found = tuple(t if t.startswith("'") else t.lower() for t in TOKEN.findall(text))
    return found if not rest.strip() else (*found, "<odd>")


@dataclass(frozen=True)
class Meaning:
    """A composition by its keys: ((key, constant), ...)."""

    source: str
    uses: tuple[tuple[str, object], ...]
    guard: bool = False


def meaning_of(composition: Composition) -> Meaning:
    return Meaning(composition.source, tuple((use.step.key, use.constant) for use in composition.uses), composition.guard)


@dataclass(frozen=True)
class Partial:
    """What a phrase means: a value of type `kind` computed from `source`."""

    source: str
    kind: str
    uses: tuple[tuple[str, object], ...] = ()

    def then(self, step: Step, constant) -> "Partial":
        return Partial(self.source, target_of(step), (*self.uses, (step.key, constant)))


@dataclass(frozen=True)
class Template:
    """Tokens before and after the inner phrase (None: there is no inner phrase) with the slots still open."""

    step: Step
    prefix: tuple[str, ...]
    suffix: tuple[str, ...] | None


# {items} and {one} of each type, as the grammar fills them.
SLOTS = {kind: {"{items}": {p for p, _ in pairs}, "{one}": {o for _, o in pairs}} for kind, pairs in ITEM_WORDS.items()}
OTHER = {"{items}": {"values"}, "{one}": {"value"}}
SLOT_TOKEN = re.compile(r"\{items\}|\{one\}|\{k!r\}|\{k\}")


def template_tokens(text: str) -> tuple[str, ...]:
    parts = []
    at = 0
    for slot in SLOT_TOKEN.finditer(text):
        parts += [*tokens_of(text[at : slot.start()]), slot.group()]
        at = slot.end()
    return (*parts, *tokens_of(text[at:]))


def place_forms(source: str) -> list[str]:
    return [f"{preposition} {whole}" for preposition in ("in", "of") for whole in WHOLES.get(source, ())]


def templates_of(step: Step, texts) -> set[Template]:
    found = set()
    for text in texts:
        for place in place_forms(step.source) if "{place}" in text else [""]:
            before, inner, after = text.replace("{place}", place).partition("{n}")
            found.add(Template(step, template_tokens(before), template_tokens(after) if inner else None))
    return found


def slot_words(step: Step, token: str) -> set[str]:
    if token in ("{items}", "{one}"):
        return SLOTS.get(step.source, OTHER)[token]
    if token in ("{k}", "{k!r}"):
        return {str(c) if token == "{k}" else repr(c) for c in step.constants}
    return {token}


class Index:
    """Templates by their first token, or by their last where they begin with the inner phrase."""

    def __init__(self, templates):
        self.first: dict[str, list[Template]] = defaultdict(list)
        self.last: dict[str, list[Template]] = defaultdict(list)
        for template in templates:
            table, token = (self.first, template.prefix[0]) if template.prefix else (self.last, template.suffix[-1])
            for word in slot_words(template.step, token):
                table[word].append(template)


ALL_STEPS = [step for families in STEPS.values() for steps in families.values() for step in steps]
NOUNS = Index(t for step in ALL_STEPS for t in templates_of(step, step.nouns))
FIRST = Index(t for step in ALL_STEPS if step.source in WHOLES for t in templates_of(step, step.first))
VERBS = Index(t for step in ALL_STEPS for t in templates_of(step, step.verbs))
WHOLE_TOKENS: dict[tuple[str, ...], set[str]] = defaultdict(set)
for _source, _texts in WHOLES.items():
    for _text in _texts:
        WHOLE_TOKENS[tokens_of(_text)].add(_source)
BASES: dict[tuple[str, ...], set[str]] = defaultdict(set)
for _source in ("ints", "words"):
    for _plural, _ in ITEM_WORDS[_source]:
        for _place in place_forms(_source):
            BASES[tokens_of(f"the {_plural} {_place}")].add(_source)
LEFT_TOKENS = {tokens_of(text) for text in LEFT}
RESULT = tokens_of("the result")
RETURNS = {tokens_of("return the result"), tokens_of("return it")}


def match(step: Step, pattern: tuple[str, ...], text: tuple[str, ...], constant):
    """The constant after matching equal lengths of pattern and text, or None when they differ; () is "none yet"."""
    for want, got in zip(pattern, text):
        if want == got:
            continue
        if want not in ("{items}", "{one}", "{k}", "{k!r}") or got not in slot_words(step, want):
            return None
        if want.startswith("{k"):
            value = got.strip("'") if want == "{k!r}" else int(got)
            if constant not in ((), value):
                return None
            constant = value
    return constant


class Parser:
    """All readings of one sentence."""

    def __init__(self, tokens: tuple[str, ...]):
        self.tokens = tokens
        self.noun = cache(self._noun)
        self.clauses = cache(self._clauses)
        self.chain = cache(self._chain)

    def candidates(self, index: Index, i: int, j: int):
        """(step, constant, start, end) of the templates that fit around an inner span; start is None without one."""
        if i >= j:
            return
        text = self.tokens
        for template in (*index.first.get(text[i], ()), *index.last.get(text[j - 1], ())):
            start = i + len(template.prefix)
            end = j - len(template.suffix or ())
            if template.suffix is None and start != j or template.suffix is not None and start >= end:
                continue
            constant = match(template.step, template.prefix, text[i:start], ())
            if constant is None:
                continue
            if template.suffix:
                constant = match(template.step, template.suffix, text[end:j], constant)
                if constant is None:
                    continue
            value = None if constant == () else constant
            yield template.step, value, None if template.suffix is None else start, end

    def _noun(self, i: int, j: int) -> frozenset[Partial]:
        """Readings of a span as a noun phrase."""
        span = self.tokens[i:j]
        found = {Partial(source, source) for source in WHOLE_TOKENS.get(span, set()) | BASES.get(span, set())}
        for step, constant, _, _ in self.candidates(FIRST, i, j):
            found.add(Partial(step.source, step.source).then(step, constant))
        for step, constant, start, end in self.candidates(NOUNS, i, j):
            if start is not None:
                found |= {p.then(step, constant) for p in self.noun(start, end) if p.kind == step.source}
        return frozenset(found)

    def over_left(self, i: int, j: int):
        """Steps told as a noun phrase about "the result" and the like."""
        for step, constant, start, end in self.candidates(NOUNS, i, j):
            if start is not None and self.tokens[start:end] in LEFT_TOKENS:
                yield step, constant

    def _clauses(self, i: int, j: int) -> frozenset:
        """(step, constant, sources): sources of the whole that is named, None when it is "the result" or unnamed."""
        found = set()
        for step, constant, start, end in self.candidates(VERBS, i, j):
            if start is None:
                found.add((step, constant, None))
                continue
            inner = self.tokens[start:end]
            if inner == RESULT:
                found.add((step, constant, None))
            if step.source in WHOLE_TOKENS.get(inner, ()):
                found.add((step, constant, step.source))
        return frozenset(found)

    def openings(self, i: int, j: int, source: str | None) -> set[Partial]:
        """Readings of a span as the first clause of a chain."""
        found = set()
        if source is None and self.tokens[i] == "take":
            found |= {p for p in self.noun(i + 1, j) if p.uses}
        for step, constant, named in self.clauses(i, j):
            if named == source is None:
                continue
            if source is None and named == step.source or named is None and step.source == source:
                found.add(Partial(step.source, step.source).then(step, constant))
        return found

    def _chain(self, i: int, j: int, source: str | None) -> frozenset[Partial]:
        """Readings of a span as clauses one after the other."""
        found = set(self.openings(i, j, source))
        for joint in map(tokens_of, JOINTS):
            for end in range(i + 1, j - len(joint)):
                start = end + len(joint)
                if self.tokens[end:start] != joint:
                    continue
                before = self.chain(i, end, source)
                if not before:
                    continue
                if self.tokens[start:j] in RETURNS:
                    found |= before
                    continue
                steps = [(step, constant) for step, constant, named in self.clauses(start, j) if named is None]
                if self.tokens[start] == "return":
                    steps += self.over_left(start + 1, j)
                found |= {p.then(step, constant) for p in before for step, constant in steps if p.kind == step.source}
        return frozenset(found)

    def framed(self, frame: str, i: int, j: int):
        """The inner span when the frame's words stand around it."""
        before, _, after = frame.partition("{}")
        prefix, suffix = tokens_of(before), tokens_of(after)
        start, end = i + len(prefix), j - len(suffix)
        if start < end and self.tokens[i:start] == prefix and self.tokens[end:j] == suffix:
            yield start, end

    def body(self, i: int, j: int) -> set[Partial]:
        """Readings of a sentence without what is said about empty input."""
        found: set[Partial] = set()
        for frame in {*LEADS, *QUESTIONS, *CLAUSE_LEADS}:
            for start, end in self.framed(frame, i, j):
                found |= self.noun(start, end)
        for frame in CHAIN_MENTIONED:
            for start, end in self.framed(frame, i, j):
                found |= self.chain(start, end, None)
        for frame in CHAIN_SOURCE:
            for whole, sources in WHOLE_TOKENS.items():
                for start, end in self.framed(frame.replace("{w}", " ".join(whole)).replace("{t}", "{}"), i, j):
                    for source in sources:
                        found |= self.chain(start, end, source)
        return {p for p in found if p.uses}

    def sentence(self) -> set[Meaning]:
        end = len(self.tokens)
        found = {Meaning(p.source, p.uses) for p in self.body(0, end)}
        for source, empty in EMPTY.items():
            for kind, value in GUARD_VALUES.items():
                before, after = tokens_of(f"If {empty}, return {value}."), tokens_of(f"Return {value} if {empty}.")
                spans = []
                if self.tokens[: len(before)] == before:
                    spans.append((len(before), end))
                if self.tokens[end - len(after) :] == after:
                    spans.append((0, end - len(after)))
                for i, j in spans:
                    found |= {Meaning(p.source, p.uses, True) for p in self.body(i, j) if (p.source, p.kind) == (source, kind)}
        return found


def readings(sentence: str) -> set[Meaning]:
    """Every composition that the sentence can tell; empty when it is not the grammar's."""
    return Parser(tokens_of(sentence)).sentence()
