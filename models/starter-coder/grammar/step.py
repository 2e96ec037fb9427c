"""A step: one typed operation of a composition, with its wordings and its code."""

from dataclasses import dataclass, replace

LOOP_VARIABLE = {"ints": "v", "words": "w", "chars": "c", "nested": "row"}
ITEM_WORDS = {
    "ints": (("numbers", "number"), ("integers", "integer"), ("values", "value"), ("elements", "element")),
    "words": (("words", "word"), ("strings", "string"), ("words", "word")),
    "chars": (("characters", "character"),),
    "nested": (("rows", "row"), ("inner lists", "inner list")),
    "dict": (("entries", "entry"),),
}


@dataclass(frozen=True)
class Step:
    """One operation from type `source` to type `target`.

    kind: "keep" (code is a condition), "map" (code is an element), "expr" (code is an expression
    in {x}) or "lines" (only a statement form exists). {v} is the element, {k} the constant.
    `first` are noun phrases usable directly on a source ("the even {items} {place}"); `nouns`
    wrap an earlier noun phrase {n}; `verbs` are clauses in the imperative.
    """

    key: str
    source: str
    target: str
    kind: str
    code: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    first: tuple[str, ...] = ()
    constants: tuple = ()
    name: str = ""
    loop: tuple[str, str, str] | None = None
    lines: tuple[str, ...] = ()
    output: str = "output"
    generator: bool = False
    returns: bool = False

    @property
    def family(self) -> str:
        """The part of the key before the colon: filter by predicate, sort by key, ..."""
        return self.key.split(":")[0]

    @property
    def variable(self) -> str:
        return LOOP_VARIABLE.get(self.source, "v")


@dataclass(frozen=True)
class Use:
    """A step with its constant chosen."""

    step: Step
    constant: object = None

    def fill(self, template: str, **more) -> str:
        """Fill a template; the loop variable of the step's type stands for {v}."""
        return template.format(k=self.constant, v=more.pop("v", self.step.variable), **more)


def with_source(step: Step, source: str, target: str) -> Step:
    """The same step for another type of list."""
    return replace(step, source=source, target=target)
