"""Steps that start from strings, dictionaries, numbers, pairs of lists and nested lists."""

from .parts import INT_FUNCTIONS, INT_PREDICATES, WORD_PREDICATES
from .plain import _s
from .step import Step

LETTERS = tuple("abdeglmnorst")

STRINGS = [
    _s("characters", "str", "chars", "list({x})", ["take the characters of {n}"], ["the characters of {n}", "the letters and other characters of {n}"], name="chars"),
    _s("split", "str", "words", "{x}.split()", ["split {n} into words"], ["the words of {n}", "the words in {n}"], name="words"),
    _s("split_comma", "str", "words", "{x}.split(',')", ["split {n} at the commas"], ["the parts of {n} between commas"], name="parts"),
    _s("digits_in", "str", "ints", "[int(c) for c in {x} if c.isdigit()]", ["take the digits in {n} as numbers"], ["the digits in {n} as numbers", "the numeric digits of {n}"], name="digits"),
    _s("codes", "str", "ints", "[ord(c) for c in {x}]", ["take the character codes of {n}"], ["the character codes of {n}"]),
    _s("string_upper", "str", "str", "{x}.upper()", ["convert {n} to upper case"], ["{n} in upper case"], name="upper"),
    _s("string_lower", "str", "str", "{x}.lower()", ["convert {n} to lower case"], ["{n} in lower case"], name="lower"),
    _s("string_swap", "str", "str", "{x}.swapcase()", ["swap the case of {n}"], ["{n} with upper and lower case swapped"], name="swapcase"),
    _s("string_reverse", "str", "str", "{x}[::-1]", ["reverse {n}"], ["{n} reversed", "{n} read backwards"], name="reversed"),
    _s("strip", "str", "str", "{x}.strip()", ["remove spaces around {n}"], ["{n} without spaces at both ends"]),
    _s("squeeze", "str", "str", "{x}.replace(' ', '')", ["remove all spaces from {n}"], ["{n} without any spaces"], name="no_spaces"),
    _s("dashes", "str", "str", "{x}.replace(' ', '-')", ["replace the spaces of {n} by dashes"], ["{n} with dashes instead of spaces"]),
    _s("star_out", "str", "str", "{x}.replace({k!r}, '*')", ["replace every {k!r} of {n} by a star"], ["{n} with a star for each {k!r}"], constants=LETTERS, name="mask"),
    _s("without_letter", "str", "str", "{x}.replace({k!r}, '')", ["delete every {k!r} from {n}"], ["{n} without the letter {k!r}"], constants=LETTERS, name="delete"),
    _s("string_head", "str", "str", "{x}[:{k}]", ["take the first {k} characters of {n}"], ["the first {k} characters of {n}"], constants=(2, 3, 4, 5), name="prefix"),
    _s("string_last", "str", "str", "{x}[-{k}:]", ["take the last {k} characters of {n}"], ["the last {k} characters of {n}"], constants=(2, 3, 4, 5), name="suffix"),
    _s("string_twice", "str", "str", "{x} + {x}", ["repeat {n} twice"], ["{n} written twice"], name="doubled"),
    _s("string_length", "str", "int", "len({x})", ["measure the length of {n}"], ["the length of {n}"], name="length"),
    _s("letter_total", "str", "int", "{x}.count({k!r})", ["count how often {k!r} occurs in {n}"], ["the number of times {k!r} occurs in {n}"], constants=LETTERS, name="count"),
    _s("string_mirror", "str", "bool", "{x} == {x}[::-1]", ["check whether {n} is a palindrome"], ["whether {n} is a palindrome"], name="is_palindrome"),
]  # fmt: skip

DICTIONARIES = [
    _s("dict_values", "dict", "ints", "list({x}.values())", ["take the values of {n}"], ["the values of {n}", "the numbers stored in {n}"], name="values"),
    _s("dict_keys", "dict", "words", "list({x})", ["take the keys of {n}"], ["the keys of {n}"], name="keys"),
    _s("keys_by_value", "dict", "words", "sorted({x}, key={x}.get)", ["take the keys of {n} sorted by value"], ["the keys of {n} in order of their values"]),
    _s("top_key", "dict", "str", "max({x}, key={x}.get, default='')", ["find the key of {n} with the largest value, or an empty string if there is none"], ["the key of {n} with the largest value, or an empty string if there is none"]),
    _s("low_key", "dict", "str", "min({x}, key={x}.get, default='')", ["find the key of {n} with the smallest value, or an empty string if there is none"], ["the key of {n} with the smallest value, or an empty string if there is none"]),
    _s("pairs_text", "dict", "words", "[w + '=' + str(v) for w, v in {x}.items()]", ["write each entry of {n} as key=value"], ["the entries of {n} written as key=value"], name="entries"),
    _s("upper_keys", "dict", "dict", "{{w.upper(): v for w, v in {x}.items()}}", ["convert the keys of {n} to upper case"], ["{n} with its keys in upper case"]),
    _s("sorted_dict", "dict", "dict", "dict(sorted({x}.items()))", ["sort the entries of {n} by key"], ["{n} with its entries sorted by key"], name="sorted"),
    _s("turn", "dict", "idict", "{{v: w for w, v in {x}.items()}}", ["swap keys and values of {n}"], ["{n} with keys and values swapped"], name="inverted"),
    _s("dict_lengths", "dict", "ints", "[len(w) * v for w, v in {x}.items()]", ["multiply each value of {n} by the length of its key"], ["the values of {n}, each multiplied by the length of its key"], name="weighted"),
]  # fmt: skip

NUMBERS = [
    _s("digits_of", "number", "ints", "[int(c) for c in str({x})]", ["take the digits of {n}"], ["the digits of {n}"], name="digits",
       lines=("output = []", "rest = {x}", "while rest > 9:", "    output.insert(0, rest % 10)", "    rest //= 10", "output.insert(0, rest)")),
    _s("divisors", "number", "ints", "[i for i in range(1, {x} + 1) if {x} % i == 0]", ["take the divisors of {n}"], ["the divisors of {n}", "the numbers that divide {n}"]),
    _s("up_to", "number", "ints", "list(range(1, {x} + 1))", ["take the numbers from 1 to {n}"], ["the numbers from 1 to {n}", "the integers from 1 up to and including {n}"], name="up_to"),
    _s("down_from", "number", "ints", "list(range({x}, 0, -1))", ["count down from {n} to 1"], ["the numbers from {n} down to 1"], name="countdown"),
    _s("below_n", "number", "ints", "list(range({x}))", ["take the numbers from 0 to just below {n}"], ["the numbers from 0 up to but not including {n}"], name="below"),
    _s("halvings", "number", "ints", "", ["halve {n} rounding down until it is 0, keeping every value"], ["the values met when halving {n} until it is 0"], kind="lines",
       lines=("output = []", "rest = {x}", "while rest > 0:", "    output.append(rest)", "    rest //= 2")),
    _s("binary", "number", "ints", "[int(c) for c in bin({x})[2:]]", ["take the binary digits of {n}"], ["the binary digits of {n}"], name="bits"),
    _s("collatz", "number", "ints", "", ["follow {n}, halving even values and mapping odd ones to 3 times plus 1, until 1"], ["the Collatz sequence from {n} until 1"], kind="lines", name="collatz",
       lines=("output = [{x}]", "while output[-1] > 1:", "    rest = output[-1]", "    output.append(rest // 2 if rest % 2 == 0 else rest * 3 + 1)")),
]  # fmt: skip

PAIRS = [
    _s("added", "pair", "ints", "[v + w for v, w in zip(a, b)]", ["add {n} element by element"], ["the sums of matching elements of {n}"], name="pair_sum"),
    _s("subtracted", "pair", "ints", "[v - w for v, w in zip(a, b)]", ["subtract the second from the first of {n} element by element"], ["the differences of matching elements of {n}, first minus second"], name="pair_difference"),
    _s("multiplied", "pair", "ints", "[v * w for v, w in zip(a, b)]", ["multiply {n} element by element"], ["the products of matching elements of {n}"], name="pair_product"),
    _s("larger", "pair", "ints", "[max(v, w) for v, w in zip(a, b)]", ["take the larger of each pair of matching elements of {n}"], ["the larger of each two matching elements of {n}"], name="pair_max"),
    _s("smaller", "pair", "ints", "[min(v, w) for v, w in zip(a, b)]", ["take the smaller of each pair of matching elements of {n}"], ["the smaller of each two matching elements of {n}"], name="pair_min"),
    _s("equal", "pair", "ints", "[v for v, w in zip(a, b) if v == w]", ["keep the elements that are equal at the same position in {n}"], ["the elements that agree at the same position in {n}"], name="matching"),
    _s("shared", "pair", "ints", "[v for v in a if v in b]", ["take the elements of the first that also occur in the second of {n}"], ["the elements of the first of {n} that also occur in the second"], name="common"),
    _s("only_first", "pair", "ints", "[v for v in a if v not in b]", ["take the elements of the first that do not occur in the second of {n}"], ["the elements of the first of {n} that are missing in the second"], name="difference"),
    _s("joined", "pair", "ints", "a + b", ["append the second to the first of {n}"], ["{n} put one after the other", "all elements of {n}, first list first"], name="concat"),
    _s("interleaved", "pair", "ints", "[v for pair in zip(a, b) for v in pair]", ["interleave {n}"], ["the interleaved elements of {n}"], name="interleave"),
]  # fmt: skip

NESTED = [
    _s("flatten", "nested", "ints", "[v for row in {x} for v in row]", ["flatten {n}"], ["all the numbers in {n}", "the numbers of the flattened form of {n}"], name="flat",
       lines=("output = []", "for row in {x}:", "    for v in row:", "        output.append(v)")),
    _s("row_sums", "nested", "ints", "[sum(row) for row in {x}]", ["sum each row of {n}"], ["the sums of the rows of {n}"]),
    _s("row_maxima", "nested", "ints", "[max(row, default=0) for row in {x}]", ["take the largest of each row of {n} (0 for an empty one)"], ["the largest values of the rows of {n} (0 for an empty one)"], name="row_max"),
    _s("row_minima", "nested", "ints", "[min(row, default=0) for row in {x}]", ["take the smallest of each row of {n} (0 for an empty one)"], ["the smallest values of the rows of {n} (0 for an empty one)"], name="row_min"),
    _s("row_lengths", "nested", "ints", "[len(row) for row in {x}]", ["measure the length of each row of {n}"], ["the lengths of the rows of {n}"]),
    _s("row_firsts", "nested", "ints", "[row[0] for row in {x} if row]", ["take the first element of each row of {n} that is not empty"], ["the first elements of the rows of {n} that are not empty"], name="row_first"),
    _s("row_lasts", "nested", "ints", "[row[-1] for row in {x} if row]", ["take the last element of each row of {n} that is not empty"], ["the last elements of the rows of {n} that are not empty"], name="row_last"),
    _s("rows_sorted", "nested", "nested", "[sorted(row) for row in {x}]", ["sort each row of {n}"], ["{n} with each row sorted"], name="sort_rows"),
    _s("rows_turned", "nested", "nested", "[row[::-1] for row in {x}]", ["reverse each row of {n}"], ["{n} with each row reversed"], name="reverse_rows"),
    _s("rows_by_sum", "nested", "nested", "sorted({x}, key=sum)", ["sort the rows of {n} by their sum"], ["{n} with its rows sorted by sum"], name="rows_by_sum"),
    _s("rows_by_size", "nested", "nested", "sorted({x}, key=len)", ["sort the rows of {n} by their length"], ["{n} with its rows sorted by length"], name="rows_by_length"),
    _s("long_rows", "nested", "nested", "[row for row in {x} if len(row) > {k}]", ["keep the rows of {n} with more than {k} elements"], ["the rows of {n} that have more than {k} elements"], constants=(1, 2, 3), name="long_rows"),
    _s("heavy_rows", "nested", "nested", "[row for row in {x} if sum(row) > {k}]", ["keep the rows of {n} whose sum is greater than {k}"], ["the rows of {n} whose sum is greater than {k}"], constants=(3, 5, 8, 10), name="heavy_rows"),
    _s("full_rows", "nested", "nested", "[row for row in {x} if row]", ["remove the empty rows of {n}"], ["the rows of {n} that are not empty"], name="full_rows"),
]  # fmt: skip


def entry_steps() -> list[Step]:
    """Dictionaries filtered and changed entry by entry, rows filtered by their numbers."""
    steps = []
    for p in INT_PREDICATES:
        c = p.code.replace("{v}", "v")
        pairs = list(zip(p.that, p.singular))
        steps.append(Step(f"keep_values:{p.key}", "dict", "dict", "expr", f"{{{{w: v for w, v in {{x}}.items() if {c}}}}}",
                          tuple(f"keep the entries of {{n}} whose value {s}" for _, s in pairs), tuple(f"the entries of {{n}} whose value {s}" for _, s in pairs), constants=p.constants, name=f"value_{p.name}"))  # fmt: skip
        steps.append(Step(f"keys_where:{p.key}", "dict", "words", "expr", f"[w for w, v in {{x}}.items() if {c}]",
                          tuple(f"take the keys of {{n}} whose value {s}" for _, s in pairs), tuple(f"the keys of {{n}} whose value {s}" for _, s in pairs), constants=p.constants, name=f"keys_{p.name}"))  # fmt: skip
        steps.append(Step(f"row_counts:{p.key}", "nested", "ints", "expr", f"[sum(1 for v in row if {c}) for row in {{x}}]",
                          tuple(f"count for each row of {{n}} how many numbers {t}" for t, _ in pairs), tuple(f"the count in each row of {{n}} of the numbers that {t}" for t, _ in pairs), constants=p.constants, name=f"row_count_{p.name}"))  # fmt: skip
        steps.append(Step(f"rows_keep:{p.key}", "nested", "nested", "expr", f"[[v for v in row if {c}] for row in {{x}}]",
                          tuple(f"keep in each row of {{n}} only the numbers that {t}" for t, _ in pairs), tuple(f"{{n}} with only the numbers in each row that {t}" for t, _ in pairs), constants=p.constants, name=f"rows_{p.name}"))  # fmt: skip
    for p in WORD_PREDICATES:
        c = p.code.replace("{v}", "w")
        steps.append(Step(f"keep_keys:{p.key}", "dict", "dict", "expr", f"{{{{w: v for w, v in {{x}}.items() if {c}}}}}",
                          tuple(f"keep the entries of {{n}} whose key {s}" for s in p.singular), tuple(f"the entries of {{n}} whose key {s}" for s in p.singular), constants=p.constants, name=f"key_{p.name}"))  # fmt: skip
    for f in INT_FUNCTIONS:
        e = f.code.replace("{v}", "v")
        if f.to != "int":
            continue
        spoken = tuple(verb.replace("{one}", "value of {n}") for verb in f.verbs)
        steps.append(Step(f"map_values:{f.key}", "dict", "dict", "expr", f"{{{{w: {e} for w, v in {{x}}.items()}}}}",
                          spoken, (f"{{n}} with each value changed: {f.verbs[0].replace('{one}', 'value')}",), constants=f.constants, name=f"values_{f.name}"))  # fmt: skip
    return steps


def opener_steps() -> list[Step]:
    return STRINGS + DICTIONARIES + NUMBERS + PAIRS + NESTED + entry_steps()
