"""Predicates and functions on one element: the smallest pieces that steps are built from.

Code templates use {v} for the element and {k} for a constant. A predicate has an adjective or
not, and phrases that finish "the numbers that ...". A function has noun phrases ("the square of
each number" is built from "square") and verb phrases.
"""

from dataclasses import dataclass, field

DIGITS = tuple(range(2, 10))
SMALL = (2, 3, 4, 5)
LETTERS = tuple("abdeglmnorst")


@dataclass(frozen=True)
class Predicate:
    """A yes-or-no question about one element."""

    key: str
    code: str
    negated: str
    adjectives: tuple[str, ...]
    that: tuple[str, ...]
    singular: tuple[str, ...]
    constants: tuple = ()
    name: str = ""


@dataclass(frozen=True)
class Function:
    """A value computed from one element; `to` is the type of that value."""

    key: str
    code: str
    to: str
    plural: tuple[str, ...]
    verbs: tuple[str, ...]
    by: tuple[str, ...]
    constants: tuple = ()
    name: str = ""
    slow: bool = field(default=False)


def _p(key, code, negated, adjectives, pairs, constants=(), name=""):
    """`pairs` are "plural | singular" endings of "that ...": "are even | is even"."""
    that, singular = zip(*(tuple(part.strip() for part in pair.split("|")) for pair in pairs))
    return Predicate(key, code, negated, tuple(adjectives), that, singular, tuple(constants), name or key)


def _f(key, code, to, plural, verbs, by, constants=(), name=""):
    return Function(key, code, to, tuple(plural), tuple(verbs), tuple(by), tuple(constants), name or key)


INT_PREDICATES = (
    _p("even", "{v} % 2 == 0", "{v} % 2 != 0", ["even"], ["are even | is even", "are divisible by two | is divisible by two"]),
    _p("odd", "{v} % 2 == 1", "{v} % 2 != 1", ["odd"], ["are odd | is odd", "are not even | is not even"]),
    _p("positive", "{v} > 0", "{v} <= 0", ["positive"], ["are positive | is positive", "are above zero | is above zero"]),
    _p("negative", "{v} < 0", "{v} >= 0", ["negative"], ["are negative | is negative", "are below zero | is below zero"]),
    _p("above", "{v} > {k}", "{v} <= {k}", [], ["are greater than {k} | is greater than {k}", "are larger than {k} | is larger than {k}", "exceed {k} | exceeds {k}"], DIGITS),
    _p("below", "{v} < {k}", "{v} >= {k}", [], ["are less than {k} | is less than {k}", "are smaller than {k} | is smaller than {k}", "are under {k} | is under {k}"], DIGITS),
    _p("at_least", "{v} >= {k}", "{v} < {k}", [], ["are at least {k} | is at least {k}", "are {k} or more | is {k} or more", "are not less than {k} | is not less than {k}"], DIGITS),
    _p("at_most", "{v} <= {k}", "{v} > {k}", [], ["are at most {k} | is at most {k}", "are {k} or less | is {k} or less", "do not exceed {k} | does not exceed {k}"], DIGITS),
    _p("not_equal", "{v} != {k}", "{v} == {k}", [], ["are not equal to {k} | is not equal to {k}", "differ from {k} | differs from {k}"], DIGITS, "not"),
    _p("divisible", "{v} % {k} == 0", "{v} % {k} != 0", [], ["are divisible by {k} | is divisible by {k}", "are multiples of {k} | is a multiple of {k}"], (3, 4, 5, 6, 7), "multiple"),
    _p("not_divisible", "{v} % {k} != 0", "{v} % {k} == 0", [], ["are not divisible by {k} | is not divisible by {k}", "are not multiples of {k} | is not a multiple of {k}"], (3, 4, 5, 6, 7), "not_multiple"),
    _p("ends_in", "abs({v}) % 10 == {k}", "abs({v}) % 10 != {k}", [], ["end in the digit {k} | ends in the digit {k}", "have {k} as their last digit | has {k} as its last digit"], DIGITS),
    _p("long", "abs({v}) > 9", "abs({v}) <= 9", [], ["have more than one digit | has more than one digit", "have two or more digits | has two or more digits"], (), "multi_digit"),
    _p("near_zero", "abs({v}) <= {k}", "abs({v}) > {k}", [], ["have an absolute value of at most {k} | has an absolute value of at most {k}", "lie between -{k} and {k} | lies between -{k} and {k}"], DIGITS, "near"),
)  # fmt: skip

INT_FUNCTIONS = (
    _f("double", "{v} * 2", "int", ["doubles of {n}", "{n}, each doubled"], ["double each {one}", "multiply every {one} by two"], ["their double"]),
    _f("times", "{v} * {k}", "int", ["{n}, each multiplied by {k}", "{n} times {k}"], ["multiply each {one} by {k}", "scale every {one} by {k}"], [], (3, 4, 5, 6)),
    _f("plus", "{v} + {k}", "int", ["{n}, each increased by {k}", "{n} plus {k}"], ["add {k} to each {one}", "increase every {one} by {k}"], [], DIGITS),
    _f("minus", "{v} - {k}", "int", ["{n}, each decreased by {k}", "{n} minus {k}"], ["subtract {k} from each {one}", "decrease every {one} by {k}"], [], DIGITS),
    _f("square", "{v} * {v}", "int", ["squares of {n}", "{n} squared"], ["square each {one}", "replace every {one} by its square"], ["their square", "the square"]),
    _f("cube", "{v} ** 3", "int", ["cubes of {n}", "{n}, each cubed"], ["cube each {one}", "raise every {one} to the third power"], []),
    _f("negate", "-{v}", "int", ["{n} with the sign flipped", "negatives of {n}"], ["negate each {one}", "flip the sign of every {one}"], []),
    _f("absolute", "abs({v})", "int", ["absolute values of {n}", "magnitudes of {n}"], ["take the absolute value of each {one}", "drop the sign of every {one}"], ["their absolute value", "magnitude"]),
    _f("modulo", "{v} % {k}", "int", ["remainders of {n} modulo {k}", "{n} modulo {k}"], ["take each {one} modulo {k}", "replace every {one} by its remainder when divided by {k}"], ["their remainder modulo {k}", "the remainder when divided by {k}"], (3, 4, 5, 6, 7), "mod"),
    _f("half", "{v} // 2", "int", ["{n}, each halved and rounded down", "floored halves of {n}"], ["halve each {one}, rounding down", "divide every {one} by two, rounding down"], []),
    _f("last_digit", "abs({v}) % 10", "int", ["last digits of {n}", "final digits of {n}"], ["replace each {one} by its last digit", "take the final digit of every {one}"], ["their last digit", "the last digit"]),
    _f("digit_count", "len(str(abs({v})))", "int", ["digit counts of {n}", "numbers of digits of {n}"], ["replace each {one} by its number of digits", "count the digits of every {one}"], ["their number of digits", "how many digits they have"]),
    _f("digit_sum", "sum(int(c) for c in str(abs({v})))", "int", ["digit sums of {n}", "sums of the digits of {n}"], ["replace each {one} by its digit sum", "add up the digits of every {one}"], ["their digit sum", "the sum of their digits"]),
    _f("cap", "min({v}, {k})", "int", ["{n}, each capped at {k}", "{n} limited to at most {k}"], ["cap each {one} at {k}", "lower every {one} above {k} to {k}"], [], DIGITS),
    _f("floor", "max({v}, {k})", "int", ["{n}, each raised to at least {k}", "{n} with a lower limit of {k}"], ["raise each {one} below {k} to {k}", "make every {one} at least {k}"], [], DIGITS),
    _f("text", "str({v})", "str", ["{n} as strings", "{n} converted to strings"], ["turn each {one} into a string", "convert every {one} to text"], []),
)  # fmt: skip

WORD_PREDICATES = (
    _p("longer", "len({v}) > {k}", "len({v}) <= {k}", [], ["are longer than {k} letters | is longer than {k} letters", "have more than {k} characters | has more than {k} characters"], SMALL),
    _p("shorter", "len({v}) < {k}", "len({v}) >= {k}", [], ["are shorter than {k} letters | is shorter than {k} letters", "have fewer than {k} characters | has fewer than {k} characters"], SMALL),
    _p("exactly", "len({v}) == {k}", "len({v}) != {k}", [], ["have exactly {k} letters | has exactly {k} letters", "are {k} characters long | is {k} characters long"], SMALL),
    _p("even_length", "len({v}) % 2 == 0", "len({v}) % 2 != 0", [], ["have an even length | has an even length", "have an even number of letters | has an even number of letters"]),
    _p("starts", "{v}.startswith({k!r})", "not {v}.startswith({k!r})", [], ["start with {k!r} | starts with {k!r}", "begin with the letter {k!r} | begins with the letter {k!r}"], LETTERS),
    _p("ends", "{v}.endswith({k!r})", "not {v}.endswith({k!r})", [], ["end with {k!r} | ends with {k!r}", "finish with the letter {k!r} | finishes with the letter {k!r}"], LETTERS),
    _p("contains", "{k!r} in {v}", "{k!r} not in {v}", [], ["contain {k!r} | contains {k!r}", "include the letter {k!r} | includes the letter {k!r}"], LETTERS, "with"),
    _p("lacks", "{k!r} not in {v}", "{k!r} in {v}", [], ["do not contain {k!r} | does not contain {k!r}", "lack the letter {k!r} | lacks the letter {k!r}"], LETTERS, "without"),
    _p("palindrome", "{v} == {v}[::-1]", "{v} != {v}[::-1]", ["palindromic"], ["are palindromes | is a palindrome", "read the same backwards | reads the same backwards"]),
    _p("capital", "{v}[:1].isupper()", "not {v}[:1].isupper()", ["capitalized"], ["start with a capital letter | starts with a capital letter", "begin in upper case | begins in upper case"], (), "capitalized"),
    _p("lower", "{v}.islower()", "not {v}.islower()", ["lowercase"], ["are written in lower case | is written in lower case", "are all lowercase | is all lowercase"]),
    _p("vowel_start", "{v}[:1].lower() in list('aeiou')", "{v}[:1].lower() not in list('aeiou')", [], ["start with a vowel | starts with a vowel", "begin with a vowel | begins with a vowel"], (), "vowel"),
)  # fmt: skip

WORD_FUNCTIONS = (
    _f("upper", "{v}.upper()", "str", ["{n} in upper case", "uppercase forms of {n}"], ["uppercase each {one}", "convert every {one} to upper case"], []),
    _f("lowered", "{v}.lower()", "str", ["{n} in lower case", "lowercase forms of {n}"], ["lowercase each {one}", "convert every {one} to lower case"], ["their lowercase form"], (), "lower"),
    _f("title", "{v}.capitalize()", "str", ["{n}, each capitalized", "capitalized forms of {n}"], ["capitalize each {one}", "give every {one} a capital first letter"], [], (), "capitalize"),
    _f("backwards", "{v}[::-1]", "str", ["{n}, each spelled backwards", "{n} with their letters reversed"], ["spell each {one} backwards", "reverse the letters of every {one}"], ["their reversed spelling"], (), "backwards"),
    _f("initial", "{v}[:1]", "str", ["first letters of {n}", "initials of {n}"], ["replace each {one} by its first letter", "take the initial of every {one}"], ["their first letter", "initial"]),
    _f("final", "{v}[-1:]", "str", ["last letters of {n}", "final letters of {n}"], ["replace each {one} by its last letter", "take the final letter of every {one}"], ["their last letter", "the final letter"]),
    _f("prefix", "{v}[:{k}]", "str", ["first {k} letters of {n}", "prefixes of length {k} of {n}"], ["keep the first {k} letters of each {one}", "cut every {one} to {k} letters"], [], (2, 3, 4)),
    _f("tail", "{v}[1:]", "str", ["{n} without their first letter", "{n} with the first letter removed"], ["remove the first letter of each {one}", "drop the initial of every {one}"], []),
    _f("swap", "{v}.swapcase()", "str", ["{n} with their case swapped", "{n} in swapped case"], ["swap the case of each {one}", "flip upper and lower case in every {one}"], []),
    _f("repeat", "{v} * 2", "str", ["{n}, each repeated twice", "{n} written twice"], ["repeat each {one} twice", "write every {one} two times"], []),
    _f("length", "len({v})", "int", ["lengths of {n}", "sizes of {n}"], ["replace each {one} by its length", "measure the length of every {one}"], ["their length", "length"]),
    _f("letter_count", "{v}.count({k!r})", "int", ["counts of {k!r} in {n}", "numbers of times {k!r} occurs in {n}"], ["count how often {k!r} occurs in each {one}", "replace every {one} by its number of {k!r}"], ["how often {k!r} occurs", "their number of {k!r}"], LETTERS, "count"),
    _f("distinct", "len(set({v}))", "int", ["numbers of distinct letters of {n}", "counts of different letters in {n}"], ["count the distinct letters of each {one}", "replace every {one} by its number of different letters"], ["their number of distinct letters"]),
    _f("vowels", "sum(c in 'aeiou' for c in {v})", "int", ["vowel counts of {n}", "numbers of vowels in {n}"], ["count the vowels in each {one}", "replace every {one} by its number of vowels"], ["their number of vowels", "how many vowels they have"]),
)  # fmt: skip

CHAR_PREDICATES = (
    _p("vowel", "{v}.lower() in 'aeiou'", "{v}.lower() not in 'aeiou'", [], ["are vowels | is a vowel", "belong to 'aeiou' in either case | belongs to 'aeiou' in either case"]),
    _p("not_vowel", "{v}.lower() not in 'aeiou'", "{v}.lower() in 'aeiou'", [], ["are not vowels | is not a vowel", "do not belong to 'aeiou' in either case | does not belong to 'aeiou' in either case"]),
    _p("letter", "{v}.isalpha()", "not {v}.isalpha()", ["alphabetic"], ["are letters | is a letter", "are alphabetic | is alphabetic"]),
    _p("digit", "{v}.isdigit()", "not {v}.isdigit()", [], ["are digits | is a digit", "are numeric | is numeric"]),
    _p("uppercase", "{v}.isupper()", "not {v}.isupper()", ["uppercase"], ["are uppercase | is uppercase", "are capital letters | is a capital letter"], (), "upper"),
    _p("lowercase", "{v}.islower()", "not {v}.islower()", ["lowercase"], ["are lowercase | is lowercase", "are small letters | is a small letter"], (), "lower"),
    _p("not_space", "{v} != ' '", "{v} == ' '", [], ["are not spaces | is not a space", "differ from the space | differs from the space"]),
    _p("other_than", "{v} != {k!r}", "{v} == {k!r}", [], ["are not {k!r} | is not {k!r}", "differ from {k!r} | differs from {k!r}"], LETTERS, "not"),
    _p("after", "{v} > {k!r}", "{v} <= {k!r}", [], ["come after {k!r} | comes after {k!r}", "sort later than {k!r} | sorts later than {k!r}"], LETTERS),
    _p("before", "{v} < {k!r}", "{v} >= {k!r}", [], ["come before {k!r} | comes before {k!r}", "sort earlier than {k!r} | sorts earlier than {k!r}"], LETTERS),
)  # fmt: skip

CHAR_FUNCTIONS = (
    _f("upper", "{v}.upper()", "char", ["{n} in upper case", "uppercase forms of {n}"], ["uppercase each {one}", "convert every {one} to upper case"], []),
    _f("lowered", "{v}.lower()", "char", ["{n} in lower case", "lowercase forms of {n}"], ["lowercase each {one}", "convert every {one} to lower case"], ["their lowercase form"], (), "lower"),
    _f("swap", "{v}.swapcase()", "char", ["{n} with their case swapped", "{n} in swapped case"], ["swap the case of each {one}", "flip upper and lower case of every {one}"], []),
    _f("twice", "{v} * 2", "char", ["{n}, each doubled", "{n} written twice"], ["double each {one}", "write every {one} twice"], []),
    _f("marked", "{v} + '-'", "char", ["{n}, each followed by a dash", "{n} with a dash after each"], ["put a dash after each {one}", "append a dash to every {one}"], [], (), "dash"),
    _f("code", "ord({v}[0])", "int", ["character codes of {n}", "code points of {n}"], ["replace each {one} by its character code", "take the code point of every {one}"], ["their character code", "code point"], (), "code"),
)  # fmt: skip
