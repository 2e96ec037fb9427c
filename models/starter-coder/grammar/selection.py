"""Which of the steps are in use.

The tables hold more steps than models of this size learn in an hour on two shared cores (a first
attempt with all of them showed it), so that the grammar draws only on these. Widening it is a matter
of adding keys here, and of more training.
"""

INT_PARTS = {"even", "odd", "positive", "negative", "above", "below", "at_most", "not_equal", "divisible", "long",
             "double", "times", "plus", "minus", "square", "negate", "absolute", "modulo", "half", "last_digit", "digit_sum", "cap"}  # fmt: skip
WORD_PARTS = {"longer", "shorter", "starts", "ends", "contains", "capital", "lower", "palindrome",
              "upper", "lowered", "title", "backwards", "initial", "tail", "length"}  # fmt: skip
CHAR_PARTS = {"vowel", "not_vowel", "letter", "digit", "uppercase", "lowercase", "not_space", "upper", "lowered", "swap", "twice"}
PARTS = {"ints": INT_PARTS, "words": WORD_PARTS, "chars": CHAR_PARTS, "dict": INT_PARTS}
HIGHER = {"keep", "drop", "map", "count", "any", "all", "first", "replace", "take", "sort_by", "max_by", "group", "tally",
          "keep_values", "keys_where", "map_values"}  # fmt: skip
KEYS = {"absolute", "last_digit", "digit_sum", "length", "initial", "lowered"}
BY_KEY = {"sort_by", "max_by", "group", "tally"}
PLAIN = {
    "sort", "sort_down", "reverse", "unique", "head", "last", "behead", "size", "kinds", "frequency", "runs", "has_duplicates",
    "sum", "product", "max", "min", "mean", "running_sum", "running_max", "differences", "neighbour_sums", "windows", "weigh", "rises",
    "join", "concat", "join_dash", "total_length", "glue", "is_even", "is_over", "twice", "add", "yes_no", "size_word",
    "characters", "split", "digits_in", "string_reverse", "squeeze", "string_length", "string_mirror", "letter_total", "string_upper",
    "dict_values", "dict_keys", "keys_by_value", "top_key", "turn", "digits_of", "divisors", "up_to", "down_from", "halvings",
    "added", "multiplied", "subtracted", "larger", "equal", "shared", "only_first", "joined",
    "flatten", "row_sums", "row_maxima", "row_lengths", "row_firsts", "long_rows", "heavy_rows", "rows_sorted",
}  # fmt: skip


def selected(step) -> bool:
    """Whether the grammar draws on this step."""
    family, _, part = step.key.partition(":")
    if not part:
        return family in PLAIN
    if family in BY_KEY and part not in KEYS:
        return False
    return family in HIGHER and part in PARTS.get(step.source, ())
