"""Steps without predicates: orders, slices, windows, running values, reductions, last touches on a scalar."""

from .step import Step

SMALL = (2, 3, 4)


def _s(key, source, target, code, verbs, nouns, **more):
    return Step(key, source, target, more.pop("kind", "expr"), code, tuple(verbs), tuple(nouns),
                name=more.pop("name", key), **more)  # fmt: skip


def any_list(t: str) -> list[Step]:
    """Steps that work on every flat list type."""
    steps = [
        _s("sort", t, t, "sorted({x})", ["sort the {items} in ascending order", "sort the {items} from smallest to largest"], ["{n} sorted in ascending order", "{n} in increasing order"], generator=True),
        _s("sort_down", t, t, "sorted({x}, reverse=True)", ["sort the {items} in descending order", "sort the {items} from largest to smallest"], ["{n} sorted in descending order", "{n} in decreasing order"], generator=True),
        _s("reverse", t, t, "{x}[::-1]", ["reverse their order", "put the {items} in reverse order"], ["{n} in reverse order", "{n}, last one first"]),
        _s("unique", t, t, "list(dict.fromkeys({x}))", ["remove duplicates", "keep only the first occurrence of each {one}"], ["{n} without duplicates", "the distinct ones among {n}, in order"], generator=True,
           lines=("output = []", "for {v} in {x}:", "    if {v} not in output:", "        output.append({v})")),
        _s("head", t, t, "{x}[:{k}]", ["take the first {k}", "keep the first {k} {items}"], ["the first {k} of {n}"], constants=SMALL, name="first"),
        _s("last", t, t, "{x}[-{k}:]", ["take the last {k}", "keep the last {k} {items}"], ["the last {k} of {n}"], constants=SMALL),
        _s("behead", t, t, "{x}[{k}:]", ["skip the first {k}", "leave out the first {k} {items}"], ["{n} except the first {k}", "{n} after the first {k}"], constants=SMALL, name="after"),
        _s("curtail", t, t, "{x}[:-{k}]", ["leave out the last {k}", "drop the last {k} {items}"], ["{n} except the last {k}", "{n} without the final {k}"], constants=SMALL, name="before_last"),
        _s("every", t, t, "{x}[::{k}]", ["take every {k}th {one} starting with the first", "keep one {one} in {k}, beginning with the first"], ["every {k}th of {n} starting with the first"], constants=SMALL),
        _s("rotate", t, t, "{x}[1:] + {x}[:1]", ["move the first {one} to the end", "rotate the {items} left by one"], ["{n} rotated left by one place", "{n} with the first moved to the end"]),
        _s("runs", t, t, "", ["drop every {one} that equals the one before it", "collapse runs of equal {items} into one"], ["{n} with runs of equal neighbours collapsed"], kind="lines", name="collapse",
           lines=("output = []", "for {v} in {x}:", "    if not output or output[-1] != {v}:", "        output.append({v})")),
        _s("repeated", t, t, "[{v} for {v} in {x} if {x}.count({v}) > 1]", ["keep the {items} that occur more than once", "select the {items} that have duplicates"], ["those of {n} that occur more than once"]),
        _s("once", t, t, "[{v} for {v} in {x} if {x}.count({v}) == 1]", ["keep the {items} that occur exactly once", "select the {items} that are unique"], ["those of {n} that occur exactly once"]),
        _s("size", t, "int", "len({x})", ["count them", "count the {items}"], ["the number of {n}", "how many there are of {n}"], name="count",
           loop=("count = 0", "count += 1", "count")),
        _s("kinds", t, "int", "len(set({x}))", ["count the distinct {items}", "count how many different {items} there are"], ["the number of distinct ones among {n}", "how many different ones are among {n}"], name="distinct", generator=True),
        _s("has_duplicates", t, "bool", "len(set({x})) != len({x})", ["check whether any {one} occurs twice", "tell if there are duplicates"], ["whether {n} contain duplicates"]),
        _s("is_sorted", t, "bool", "{x} == sorted({x})", ["check whether the {items} are in ascending order", "tell if the {items} are sorted"], ["whether {n} are in ascending order"]),
        _s("mirror", t, "bool", "{x} == {x}[::-1]", ["check whether the {items} read the same in both directions", "tell if the {items} form a palindrome"], ["whether {n} read the same in both directions"], name="symmetric"),
        _s("most_common", t, {"ints": "int"}.get(t, "str"), "max({x}, key={x}.count, default=" + ("-1" if t == "ints" else "''") + ")", ["find the most frequent {one}, or " + ("-1" if t == "ints" else "an empty string") + " if there is none"], ["the most frequent of {n}, or " + ("-1" if t == "ints" else "an empty string") + " if there is none"]),
        _s("longest_run", t, "int", "", ["find the length of the longest run of equal {items}"], ["the length of the longest run of equal ones in {n}"], kind="lines", output="best",
           lines=("best = 0", "run = 0", "last = None", "for {v} in {x}:", "    run = run + 1 if {v} == last else 1", "    last = {v}", "    best = max(best, run)")),
        _s("frequency", t, "idict" if t == "ints" else "dict", "", ["count how often each {one} occurs", "build a dictionary of how many times each {one} occurs"], ["a dictionary of the counts of {n}", "the frequencies of {n}"], kind="lines", output="counts",
           lines=("counts = {{}}", "for {v} in {x}:", "    counts[{v}] = counts.get({v}, 0) + 1")),
        _s("places", t, "idict", "", ["map each {one} to the index of its first occurrence"], ["a dictionary from each of {n} to the index where it first occurs"], kind="lines", output="places",
           lines=("places = {{}}", "for i, {v} in enumerate({x}):", "    if {v} not in places:", "        places[{v}] = i")),
    ]  # fmt: skip
    return steps


INTS = [
    _s("sum", "ints", "int", "sum({x})", ["add them up", "compute their sum", "find the total"], ["the sum of {n}", "the total of {n}"], generator=True, loop=("total = 0", "total += {e}", "total")),
    _s("product", "ints", "int", "", ["multiply them together", "compute their product"], ["the product of {n}"], kind="lines", output="product", loop=("product = 1", "product *= {e}", "product"),
       lines=("product = 1", "for v in {x}:", "    product *= v")),
    _s("max", "ints", "int", "max({x}, default=0)", ["find the largest, or 0 if there is none", "find the maximum (0 when empty)"], ["the largest of {n}, or 0 if there is none", "the maximum of {n} (0 when empty)"], generator=True),
    _s("min", "ints", "int", "min({x}, default=0)", ["find the smallest, or 0 if there is none", "find the minimum (0 when empty)"], ["the smallest of {n}, or 0 if there is none", "the minimum of {n} (0 when empty)"], generator=True),
    _s("range", "ints", "int", "max({x}) - min({x}) if {x} else 0", ["find the difference between the largest and the smallest, or 0 if there is none"], ["the difference between the largest and smallest of {n}, or 0 if there is none"], name="spread"),
    _s("mean", "ints", "int", "sum({x}) // len({x}) if {x} else 0", ["compute their average rounded down, or 0 if there is none"], ["the average of {n} rounded down, or 0 if there is none"]),
    _s("median", "ints", "int", "sorted({x})[len({x}) // 2] if {x} else 0", ["find the upper median, or 0 if there is none"], ["the upper median of {n}, or 0 if there is none"]),
    _s("second", "ints", "int", "sorted(set({x}))[-2] if len(set({x})) > 1 else -1", ["find the second largest distinct {one}, or -1 if there is none"], ["the second largest distinct one of {n}, or -1 if there is none"], name="second_largest"),
    _s("alternate", "ints", "int", "sum({x}[::2]) - sum({x}[1::2])", ["add and subtract the {items} in turn", "compute the alternating sum starting with plus"], ["the alternating sum of {n}, starting with plus"], name="alternating"),
    _s("rises", "ints", "int", "sum(a < b for a, b in zip({x}, {x}[1:]))", ["count how often a {one} is larger than the one before it"], ["the number of times one of {n} is larger than the one before"]),
    _s("longest_rise", "ints", "int", "", ["find the length of the longest strictly increasing run"], ["the length of the longest strictly increasing run in {n}"], kind="lines", output="best",
       lines=("best = 0", "run = 0", "last = None", "for v in {x}:", "    run = run + 1 if last is not None and v > last else 1", "    last = v", "    best = max(best, run)")),
    _s("running_sum", "ints", "ints", "", ["compute the running totals", "replace each {one} by the sum of all up to it"], ["the running totals of {n}", "the cumulative sums of {n}"], kind="lines",
       lines=("output = []", "total = 0", "for v in {x}:", "    total += v", "    output.append(total)")),
    _s("running_max", "ints", "ints", "", ["compute the running maximum", "replace each {one} by the largest so far"], ["the running maxima of {n}"], kind="lines",
       lines=("output = []", "for v in {x}:", "    output.append(max(v, output[-1]) if output else v)")),
    _s("differences", "ints", "ints", "[b - a for a, b in zip({x}, {x}[1:])]", ["compute the differences between neighbours", "subtract each {one} from the next"], ["the differences between neighbouring ones of {n}"]),
    _s("neighbour_sums", "ints", "ints", "[a + b for a, b in zip({x}, {x}[1:])]", ["add each {one} to the next", "compute the sums of neighbours"], ["the sums of neighbouring ones of {n}"], name="pair_sums"),
    _s("windows", "ints", "ints", "[sum({x}[i:i + {k}]) for i in range(len({x}) - {k} + 1)]", ["compute the sums of all windows of {k} {items} in a row"], ["the sums of each window of {k} consecutive ones of {n}"], constants=(3, 4), name="window_sums"),
    _s("chunks", "ints", "nested", "[{x}[i:i + {k}] for i in range(0, len({x}), {k})]", ["split the {items} into chunks of {k}", "cut them into groups of {k} in a row"], ["{n} split into chunks of {k}"], constants=SMALL),
    _s("weigh", "ints", "ints", "[i * v for i, v in enumerate({x})]", ["multiply each {one} by its index", "weight every {one} with its position from 0"], ["{n}, each multiplied by its index"]),
    _s("shift", "ints", "ints", "[v + i for i, v in enumerate({x})]", ["add its index to each {one}"], ["{n}, each plus its index"], name="plus_index"),
    _s("records", "ints", "ints", "", ["keep each {one} that is larger than all before it"], ["those of {n} that are larger than all before them"], kind="lines",
       lines=("output = []", "for v in {x}:", "    if not output or v > output[-1]:", "        output.append(v)")),
    _s("until_limit", "ints", "ints", "", ["take {items} from the start while their sum stays at most {k}"], ["the leading ones of {n} whose sum stays at most {k}"], kind="lines", constants=(10, 15, 20, 30), name="budget",
       lines=("output = []", "total = 0", "for v in {x}:", "    total += v", "    if total > {k}:", "        break", "    output.append(v)")),
]  # fmt: skip

WORDS = [
    _s("join", "words", "str", "' '.join({x})", ["join them with spaces", "put them together with spaces in between"], ["{n} joined with spaces"], generator=True),
    _s("join_dash", "words", "str", "'-'.join({x})", ["join them with dashes", "link them with a dash"], ["{n} joined with dashes"], generator=True),
    _s("concat", "words", "str", "''.join({x})", ["concatenate them", "join them without any separator"], ["the concatenation of {n}"], generator=True),
    _s("join_comma", "words", "str", "','.join({x})", ["join them with commas", "write them separated by commas"], ["{n} separated by commas"], generator=True),
    _s("total_length", "words", "int", "sum(len(w) for w in {x})", ["add up their lengths", "count all their letters together"], ["the total length of {n}", "the sum of the lengths of {n}"], lines=("total = 0", "for w in {x}:", "    total += len(w)"), output="total"),
    _s("number_words", "words", "words", "[str(i) + w for i, w in enumerate({x})]", ["put its index in front of each {one}"], ["{n}, each with its index in front"], name="numbered"),
    _s("all_letters", "words", "chars", "[c for w in {x} for c in w]", ["take all their characters"], ["all characters of {n}"], name="letters"),
]  # fmt: skip

CHARS = [
    _s("glue", "chars", "str", "''.join({x})", ["join them into a string", "put them together as one string"], ["a string of {n}", "{n} joined into one string"], generator=True, name="string"),
    _s("glue_dash", "chars", "str", "'-'.join({x})", ["join them with dashes"], ["{n} joined with dashes"], generator=True, name="dashed"),
]  # fmt: skip

SCALARS = [
    _s("is_even", "int", "bool", "{x} % 2 == 0", ["check whether the result is even"], ["whether {n} is even"]),
    _s("is_over", "int", "bool", "{x} > {k}", ["check whether the result is greater than {k}"], ["whether {n} is greater than {k}"], constants=(3, 5, 8, 10, 20)),
    _s("twice", "int", "int", "{x} * 2", ["double the result"], ["twice {n}"]),
    _s("add", "int", "int", "{x} + {k}", ["add {k} to the result"], ["{n}, plus {k}"], constants=(1, 2, 3, 5, 10)),
    _s("remainder", "int", "int", "{x} % {k}", ["take the result modulo {k}"], ["the remainder of {n} divided by {k}"], constants=(3, 5, 7, 10)),
    _s("limit", "int", "int", "min({x}, {k})", ["cap the result at {k}"], ["{n}, but at most {k}"], constants=(5, 10, 20, 50)),
    _s("opposite", "int", "int", "-{x}", ["negate the result"], ["{n} with the sign flipped"]),
    _s("size_word", "int", "str", "'big' if {x} > {k} else 'small'", ["answer 'big' if the result is greater than {k} and 'small' otherwise"], ["'big' if {n} is greater than {k} and 'small' otherwise"], constants=(3, 5, 8, 10, 20)),
    _s("sign_word", "int", "str", "'minus' if {x} < 0 else 'plus'", ["answer 'minus' if the result is negative and 'plus' otherwise"], ["'minus' if {n} is negative and 'plus' otherwise"]),
    _s("as_text", "int", "str", "str({x})", ["convert the result to a string"], ["{n} as a string"]),
    _s("invert", "bool", "bool", "not {x}", ["return the opposite answer"], ["the opposite of {n}"], name="not"),
    _s("yes_no", "bool", "str", "'yes' if {x} else 'no'", ["answer 'yes' if so and 'no' if not"], ["'yes' or 'no' for {n}"]),
]  # fmt: skip


def plain_steps() -> list[Step]:
    return any_list("ints") + any_list("words") + any_list("chars") + INTS + WORDS + CHARS + SCALARS
