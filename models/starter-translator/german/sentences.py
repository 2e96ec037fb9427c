"""German for what surrounds the steps: the source, leads, questions, joints, the answer for empty input.

Each entry is (English, German); a German text that begins with `*` is what the way back says among equals.
Wholes have their German in three cases.
"""

from .notation import ELEMENT, WORT, ZAHL, ZEICHEN

WHOLES = {
    "ints": [("the list", "{DieF} [gegebene|gegebene|gegebenen] Liste"), ("the given list", "* {DieF} [gegebene|gegebene|gegebenen] Liste"),
             ("a list of integers", "[eine|eine|einer] Liste von Zahlen"), ("the list of numbers", "{DieF} Liste von Zahlen")],
    "words": [("the list of words", "{DieF} Liste von Wörtern"), ("the given list of strings", "{DieF} [gegebene|gegebene|gegebenen] Liste von Zeichenketten"),
              ("a list of words", "[eine|eine|einer] Liste von Wörtern")],
    "str": [("the string", "{Der} Text"), ("the given string", "{DieF} [gegebene|gegebene|gegebenen] Zeichenkette"), ("a string", "[eine|eine|einer] Zeichenkette"), ("the text", "* {Der} Text")],
    "dict": [("the dictionary", "{Das} [gegebene|gegebene|gegebenen] Wörterbuch"), ("the given dictionary", "* {Das} [gegebene|gegebene|gegebenen] Wörterbuch"), ("a dictionary", "[ein|ein|einem] Wörterbuch")],
    "number": [("n", "n"), ("the number", "{DieF} [gegebene|gegebene|gegebenen] Zahl"), ("the given number", "* {DieF} [gegebene|gegebene|gegebenen] Zahl")],
    "pair": [("the two lists", "{Die} beiden Listen"), ("two lists", "zwei Listen"), ("the two given lists", "* {Die} beiden Listen")],
    "nested": [("the list of lists", "{DieF} [verschachtelte|verschachtelte|verschachtelten] Liste"), ("the nested list", "* {DieF} [verschachtelte|verschachtelte|verschachtelten] Liste"), ("a list of rows", "[eine|eine|einer] Liste von Zeilen")],
}  # fmt: skip
# English plural -> (German, English plural and singular on the way back).
ITEMS = {
    "numbers": (ZAHL, ("numbers", "number")), "integers": (ZAHL, ("numbers", "number")),
    "values": (ELEMENT, ("elements", "element")), "elements": (ELEMENT, ("elements", "element")),
    "words": (WORT, ("words", "word")), "strings": (WORT, ("words", "word")), "characters": (ZEICHEN, ("characters", "character")),
}  # fmt: skip
PLACES = [("in", "in"), ("of", "* in")]
LEFT = [("the result", "{Das} Ergebnis"), ("what is left", "{Das}, was übrig ist§"), ("those", "{Das} Ergebnis")]

# {n}, {a} and {d} are the phrase in the nominative, accusative and dative.
LEADS = [
    ("Return {}.", "Gib {a} zurück."), ("Return {}.", "Gib {a} zurück."), ("Write a function to find {}.", "Schreibe eine Funktion, die {a} zurückgibt."),
    ("Write a function that returns {}.", "* Schreibe eine Funktion, die {a} zurückgibt."), ("Find {}.", "Berechne {a}."),
    ("Write a python function to get {}.", "Schreibe eine Python-Funktion, um {a} zu erhalten."), ("Compute {}.", "* Berechne {a}."),
    ("Give back {}.", "* Gib {a} zurück."), ("Your task is to return {}.", "Deine Aufgabe ist es, {a} zurückzugeben."),
]  # fmt: skip
QUESTIONS = [("What is {}?", "Was ist {n}?"), ("How do you compute {}?", "Wie erhält man {a}?"), ("How can we get {}?", "* Wie erhält man {a}?")]
CLAUSE_LEADS = [
    ("Return {}.", "Gib zurück, {a}."), ("Write a function that returns {}.", "Schreibe eine Funktion, die sagt, {a}."),
    ("Find out {}.", "Finde heraus, {a}."), ("Write a function to tell {}.", "* Schreibe eine Funktion, die sagt, {a}."),
]  # fmt: skip
CHAIN_MENTIONED = [("{}.", "{}."), ("Write a function to {}.", "Schreibe eine Funktion für Folgendes: {}."), ("Your task: {}.", "Deine Aufgabe: {}."), ("Please {}.", "Bitte {}.")]
CHAIN_SOURCE = [
    ("Given {w}, {t}.", "Für {a}: {t}."), ("For {w}: {t}.", "* Für {a}: {t}."), ("Write a function that takes {w}: {t}.", "Schreibe eine Funktion, die {a} nimmt: {t}."),
    ("Take {w}, {t}.", "Ausgehend von {d}: {t}."), ("Starting from {w}, {t}.", "* Ausgehend von {d}: {t}."),
]  # fmt: skip
JOINTS = [(" and ", " und "), (", then ", ", dann "), (" and then ", ", dann "), (", and finally ", " und schließlich ")]
BETWEEN, BETWEEN_THEN = (", ", ", "), (", then ", ", dann ")
RETURNS = [("return the result", "gib das Ergebnis zurück"), ("return it", "gib das Ergebnis zurück")]
RETURN_PHRASE, RETURN_CLAUSE = ("return ", "gib {a} zurück"), ("return ", "gib zurück, {a}")
TAKE = ("take {}", "nimm {a}")
EMPTY = {
    "the list is empty": "die Liste leer ist", "the string is empty": "die Zeichenkette leer ist",
    "the dictionary is empty": "das Wörterbuch leer ist", "one of the lists is empty": "eine der Listen leer ist",
}  # fmt: skip
GUARD_AFTER = ("return {value} if {empty}.", "gib {value} zurück, wenn {empty}.")
GUARD_BEFORE = ("if {empty}, return {value}.", "wenn {empty}, gib {value} zurück.")
