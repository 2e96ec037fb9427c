"""Steps that take a predicate or a function: filters, maps, searches, sorts by key, groups, counts."""

from .parts import (CHAR_FUNCTIONS, CHAR_PREDICATES, INT_FUNCTIONS, INT_PREDICATES,
                    WORD_FUNCTIONS, WORD_PREDICATES)  # fmt: skip
from .step import LOOP_VARIABLE, Step

LIST_OF = {"int": "ints", "str": "words", "char": "chars"}
DEFAULT = {"ints": "-1", "words": "''", "chars": "''"}
DEFAULT_WORDS = {"ints": "-1", "words": "an empty string", "chars": "an empty string"}
FILLER = {"ints": ("0", "zero"), "words": ("'?'", "'?'"), "chars": ("'*'", "'*'")}
ELEMENT = {"ints": "int", "words": "str", "chars": "str"}


def predicate_steps(kind: str, p):
    """Every step built on predicate p over lists of type `kind`."""
    v = LOOP_VARIABLE[kind]
    c, n = p.code.replace("{v}", v), p.negated.replace("{v}", v)
    default, spoken = DEFAULT[kind], DEFAULT_WORDS[kind]
    filler, filler_spoken = FILLER[kind]

    def step(word, target, form, code, verbs, nouns, **more):
        more.setdefault("name", f"{word}_{p.name}")
        return Step(f"{word}:{p.key}", kind, target, form, code, verbs, nouns, constants=p.constants, **more)

    def spread(templates):
        """Fill {that} and {is} of each template with each of the predicate's phrases."""
        return tuple(t.replace("{that}", a).replace("{is}", b) for t in templates for a, b in zip(p.that, p.singular))

    adjectives = tuple(f"the {a} {{items}} {{place}}" for a in p.adjectives)
    yield step("keep", kind, "keep", p.code,
               spread(("keep only the {items} that {that}", "keep each {one} that {is}", "select the {items} that {that}", "discard every {one} unless it {is}")),
               spread(("those of {n} that {that}", "the ones among {n} that {that}")),
               first=adjectives * 2 + spread(("the {items} {place} that {that}", "every {one} {place} that {is}")), name=p.name)  # fmt: skip
    yield step("drop", kind, "keep", p.negated,
               spread(("remove the {items} that {that}", "drop every {one} that {is}", "leave out the {items} that {that}", "throw away each {one} that {is}")),
               spread(("{n} except those that {that}", "{n} without the ones that {that}")), name=f"no_{p.name}")  # fmt: skip
    yield step("count", "int", "expr", f"sum(1 for {v} in {{x}} if {c})",
               spread(("count the {items} that {that}", "count how many {items} {that}", "find how many of the {items} {that}")),
               spread(("the number of {n} that {that}", "how many of {n} {that}")),
               lines=("count = 0", f"for {v} in {{x}}:", f"    if {c}:", "        count += 1"), output="count")  # fmt: skip
    yield step("any", "bool", "expr", f"any({c} for {v} in {{x}})",
               spread(("check whether any {one} {is}", "tell if at least one {one} {is}")),
               spread(("whether any of {n} {is}", "whether at least one of {n} {is}")),
               lines=(f"for {v} in {{x}}:", f"    if {c}:", "        return True", "return False"), returns=True)  # fmt: skip
    yield step("all", "bool", "expr", f"all({c} for {v} in {{x}})",
               spread(("check whether all {items} {that}", "tell if every {one} {is}")),
               spread(("whether all of {n} {that}", "whether each of {n} {is}")),
               lines=(f"for {v} in {{x}}:", f"    if {n}:", "        return False", "return True"), returns=True)  # fmt: skip
    yield step("first", ELEMENT[kind], "expr", f"next(({v} for {v} in {{x}} if {c}), {default})",
               spread((f"find the first {{one}} that {{is}}, or {spoken} if there is none",)),
               spread((f"the first of {{n}} that {{is}}, or {spoken} if none does",)),
               lines=(f"for {v} in {{x}}:", f"    if {c}:", f"        return {v}", f"return {default}"), returns=True)  # fmt: skip
    yield step("index", "int", "expr", f"next((i for i, {v} in enumerate({{x}}) if {c}), -1)",
               spread(("find the index of the first {one} that {is}, or -1 if there is none", "find the position of the first {one} that {is}, or -1")),
               spread(("the index of the first of {n} that {is}, or -1 if none does",)),
               lines=(f"for i, {v} in enumerate({{x}}):", f"    if {c}:", "        return i", "return -1"), returns=True)  # fmt: skip
    yield step("replace", kind, "map", f"{filler} if {p.code} else {{v}}",
               spread((f"replace each {{one}} that {{is}} by {filler_spoken}", f"put {filler_spoken} in place of the {{items}} that {{that}}")),
               spread((f"{{n}} with {filler_spoken} for those that {{that}}",)))  # fmt: skip
    yield step("front", kind, "expr", f"[{v} for {v} in {{x}} if {c}] + [{v} for {v} in {{x}} if {n}]",
               spread(("move the {items} that {that} to the front", "put the {items} that {that} before all the others")),
               spread(("{n} with those that {that} moved to the front",)))  # fmt: skip
    yield step("take", kind, "lines", "",
               spread(("stop at the first {one} unless it {is}", "take {items} from the start as long as they {that}")),
               spread(("the leading part of {n} where all {that}",)),
               lines=("output = []", f"for {v} in {{x}}:", f"    if {n}:", "        break", f"    output.append({v})"))  # fmt: skip
    yield step("skip", kind, "lines", "",
               spread(("skip {items} at the start as long as they {that}", "remove leading {items} that {that}")),
               spread(("{n} after the leading ones that {that}",)),
               lines=("output = []", f"for {v} in {{x}}:", f"    if output or {n}:", f"        output.append({v})"))  # fmt: skip


def function_steps(kind: str, f):
    """Every step built on function f over lists of type `kind`."""
    v = LOOP_VARIABLE[kind]
    e = f.code.replace("{v}", v)
    nouns = tuple(f"the {t}" if not t.startswith("{n}") else t for t in f.plural)
    yield Step(f"map:{f.key}", kind, LIST_OF[f.to], "map", f.code, f.verbs, nouns, constants=f.constants, name=f.name)
    if not f.by:
        return

    def step(word, target, form, code, verbs, nouns, **more):
        def spread(templates):
            return tuple(t.replace("{by}", by) for t in templates for by in f.by)

        return Step(f"{word}:{f.key}", kind, target, form, code, spread(verbs), spread(nouns),
                    constants=f.constants, name=f"{word}_{f.name}", **more)  # fmt: skip

    key = f"key=lambda {v}: {e}"
    yield step("sort_by", kind, "expr", f"sorted({{x}}, {key})",
               ("sort the {items} by {by}", "order the {items} by {by}"), ("{n} sorted by {by}", "{n} ordered by {by}"), generator=True)  # fmt: skip
    yield step("sort_down_by", kind, "expr", f"sorted({{x}}, {key}, reverse=True)",
               ("sort the {items} by {by} from high to low", "order the {items} by {by}, highest first"),
               ("{n} sorted by {by} in descending order", "{n} in descending order of {by}"), generator=True)  # fmt: skip
    default, spoken = DEFAULT[kind], DEFAULT_WORDS[kind]
    for word, extreme in (("max_by", ("largest", "highest", "max")), ("min_by", ("smallest", "lowest", "min"))):
        yield step(word, ELEMENT[kind], "expr", f"{extreme[2]}({{x}}, {key}, default={default})",
                   (f"find the {{one}} for which {{by}} is {extreme[0]}, or {spoken} if there is none", f"pick the {{one}} with the {extreme[1]} value of {{by}}, or {spoken} when empty"),
                   (f"the one of {{n}} with the {extreme[0]} value of {{by}}, or {spoken} if there is none",), generator=True)  # fmt: skip
    final = "idict"
    yield step("group", final, "lines", "",
               ("group the {items} by {by}", "collect the {items} in a dictionary of lists by {by}"),
               ("a dictionary that groups {n} by {by}", "{n} grouped by {by}"),
               lines=("groups = {{}}", f"for {v} in {{x}}:", f"    groups.setdefault({e}, []).append({v})"), output="groups")  # fmt: skip
    yield step("tally", "dict" if f.to in ("str", "char") else final, "lines", "",
               ("count the {items} by {by}", "count how many {items} there are for each value of {by}"),
               ("a dictionary that counts {n} by {by}", "counts of {n} by {by}"),
               lines=("counts = {{}}", f"for {v} in {{x}}:", f"    key = {e}", "    counts[key] = counts.get(key, 0) + 1"), output="counts")  # fmt: skip


def higher_steps() -> list[Step]:
    """All of them, for lists of numbers, of words and of characters."""
    steps: list[Step] = []
    for kind, predicates, functions in (("ints", INT_PREDICATES, INT_FUNCTIONS),
                                        ("words", WORD_PREDICATES, WORD_FUNCTIONS),
                                        ("chars", CHAR_PREDICATES, CHAR_FUNCTIONS)):  # fmt: skip
        for predicate in predicates:
            steps.extend(predicate_steps(kind, predicate))
        for function in functions:
            steps.extend(function_steps(kind, function))
    return steps
