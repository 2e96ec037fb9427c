"""German for predicates and functions on one element.

Each list follows the grammar's own order. Wordings that share one German text are paraphrases of each other; the
one marked `*` (else the first) is what the way back says.
"""

# Endings of "die Zahlen, die ..." and of "jede Zahl, die ...", for each pair of the predicate.
PREDICATES = {
    "ints": {
        "even": ["gerade sind | gerade ist", "gerade sind | gerade ist"],
        "odd": ["ungerade sind | ungerade ist", "* ungerade sind | ungerade ist"],
        "positive": ["positiv sind | positiv ist", "über null liegen | über null liegt"],
        "negative": ["negativ sind | negativ ist", "unter null liegen | unter null liegt"],
        "above": ["größer als {k} sind | größer als {k} ist", "* größer als {k} sind | größer als {k} ist", "über {k} liegen | über {k} liegt"],
        "below": ["kleiner als {k} sind | kleiner als {k} ist", "* kleiner als {k} sind | kleiner als {k} ist", "unter {k} liegen | unter {k} liegt"],
        "at_most": ["höchstens {k} sind | höchstens {k} ist", "* höchstens {k} sind | höchstens {k} ist", "{k} nicht überschreiten | {k} nicht überschreitet"],
        "not_equal": ["ungleich {k} sind | ungleich {k} ist", "sich von {k} unterscheiden | sich von {k} unterscheidet"],
        "divisible": ["durch {k} teilbar sind | durch {k} teilbar ist", "Vielfache von {k} sind | ein Vielfaches von {k} ist"],
        "long": ["mehr als eine Ziffer haben | mehr als eine Ziffer hat", "* mehr als eine Ziffer haben | mehr als eine Ziffer hat"],
    },
    "words": {
        "longer": ["länger als {k} Buchstaben sind | länger als {k} Buchstaben ist", "mehr als {k} Zeichen haben | mehr als {k} Zeichen hat"],
        "shorter": ["kürzer als {k} Buchstaben sind | kürzer als {k} Buchstaben ist", "weniger als {k} Zeichen haben | weniger als {k} Zeichen hat"],
        "starts": ["mit {k!r} beginnen | mit {k!r} beginnt", "* mit {k!r} beginnen | mit {k!r} beginnt"],
        "ends": ["auf {k!r} enden | auf {k!r} endet", "auf {k!r} enden | auf {k!r} endet"],
        "contains": ["{k!r} enthalten | {k!r} enthält", "* {k!r} enthalten | {k!r} enthält"],
        "palindrome": ["Palindrome sind | ein Palindrom ist", "rückwärts gleich lauten | rückwärts gleich lautet"],
        "capital": ["mit einem Großbuchstaben beginnen | mit einem Großbuchstaben beginnt", "mit einem Großbuchstaben beginnen | mit einem Großbuchstaben beginnt"],
        "lower": ["in Kleinbuchstaben geschrieben sind | in Kleinbuchstaben geschrieben ist", "ganz kleingeschrieben sind | ganz kleingeschrieben ist"],
    },
    "chars": {
        "vowel": ["Vokale sind | ein Vokal ist", "in beiden Schreibungen zu 'aeiou' gehören | in beiden Schreibungen zu 'aeiou' gehört"],
        "not_vowel": ["keine Vokale sind | kein Vokal ist", "in beiden Schreibungen nicht zu 'aeiou' gehören | in beiden Schreibungen nicht zu 'aeiou' gehört"],
        "letter": ["Buchstaben sind | ein Buchstabe ist", "alphabetisch sind | alphabetisch ist"],
        "digit": ["Ziffern sind | eine Ziffer ist", "numerisch sind | numerisch ist"],
        "uppercase": ["Großbuchstaben sind | ein Großbuchstabe ist", "* Großbuchstaben sind | ein Großbuchstabe ist"],
        "lowercase": ["Kleinbuchstaben sind | ein Kleinbuchstabe ist", "* Kleinbuchstaben sind | ein Kleinbuchstabe ist"],
        "not_space": ["keine Leerzeichen sind | kein Leerzeichen ist", "sich vom Leerzeichen unterscheiden | sich vom Leerzeichen unterscheidet"],
    },
}  # fmt: skip

ADJECTIVES = {
    "even": "geraden", "odd": "ungeraden", "positive": "positiven", "negative": "negativen", "palindromic": "palindromischen",
    "capitalized": "großgeschriebenen", "lowercase": "kleingeschriebenen", "alphabetic": "alphabetischen", "uppercase": "großgeschriebenen",
}  # fmt: skip

# (noun phrases, orders, keys to sort by) of each function.
FUNCTIONS = {
    "ints": {
        "double": (["{n}, jeweils verdoppelt§", "* {n}, jeweils verdoppelt§"], ["verdopple {JEDE} {one}", "multipliziere {JEDE} {one} mit zwei"], []),
        "times": (["{n}, jeweils mit {k} multipliziert§", "{n} mal {k}"], ["multipliziere {JEDE} {one} mit {k}", "* multipliziere {JEDE} {one} mit {k}"], []),
        "plus": (["{n}, jeweils um {k} erhöht§", "{n} plus {k}"], ["addiere {k} zu {JEDER} {one}", "erhöhe {JEDE} {one} um {k}"], []),
        "minus": (["{n}, jeweils um {k} verringert§", "{n} minus {k}"], ["ziehe {k} von {JEDER} {one} ab", "verringere {JEDE} {one} um {k}"], []),
        "square": (["[die Quadrate|die Quadrate|den Quadraten] von {n:d}", "{n} quadriert"], ["quadriere {JEDE} {one}", "* quadriere {JEDE} {one}"], []),
        "negate": (["{n} mit umgekehrtem Vorzeichen", "{n} mit umgekehrtem Vorzeichen"], ["kehre das Vorzeichen von {JEDER} {one} um", "* kehre das Vorzeichen von {JEDER} {one} um"], []),
        "absolute": (["[die Beträge|die Beträge|den Beträgen] von {n:d}", "* [die Beträge|die Beträge|den Beträgen] von {n:d}"], ["nimm den Betrag von {JEDER} {one}", "lass das Vorzeichen von {JEDER} {one} weg"], ["[ihr Betrag|ihren Betrag|ihrem Betrag]", "[ihr Betrag|ihren Betrag|ihrem Betrag]"]),
        "modulo": (["[die Reste|die Reste|den Resten] von {n:d} modulo {k}", "{n} modulo {k}"], ["nimm {JEDE} {one} modulo {k}", "ersetze {JEDE} {one} durch den Rest bei Division durch {k}"], []),
        "half": (["{n}, jeweils halbiert und abgerundet§", "[die abgerundeten Hälften|die abgerundeten Hälften|den abgerundeten Hälften] von {n:d}"], ["halbiere {JEDE} {one}, abgerundet", "* halbiere {JEDE} {one}, abgerundet"], []),
        "last_digit": (["{Die} letzten Ziffern von {n:d}", "* {Die} letzten Ziffern von {n:d}"], ["ersetze {JEDE} {one} durch die letzte Ziffer", "nimm die letzte Ziffer von {JEDER} {one}"], ["[ihre letzte|ihre letzte|ihrer letzten] Ziffer", "* [ihre letzte|ihre letzte|ihrer letzten] Ziffer"]),
        "digit_sum": (["{Die} Quersummen von {n:d}", "* {Die} Quersummen von {n:d}"], ["ersetze {JEDE} {one} durch die Quersumme", "addiere die Ziffern von {JEDER} {one}"], ["[ihre|ihre|ihrer] Quersumme", "[ihre|ihre|ihrer] Quersumme"]),
        "cap": (["{n}, jeweils auf {k} begrenzt§", "* {n}, jeweils auf {k} begrenzt§"], ["begrenze {JEDE} {one} auf {k}", "senke {JEDE} {one} über {k} auf {k}"], []),
    },
    "words": {
        "upper": (["{n} in Großbuchstaben", "{Die} großgeschriebenen Formen von {n:d}"], ["wandle {JEDE} {one} in Großbuchstaben um", "* wandle {JEDE} {one} in Großbuchstaben um"], []),
        "lowered": (["{n} in Kleinbuchstaben", "{Die} kleingeschriebenen Formen von {n:d}"], ["wandle {JEDE} {one} in Kleinbuchstaben um", "* wandle {JEDE} {one} in Kleinbuchstaben um"], ["[ihre kleingeschriebene|ihre kleingeschriebene|ihrer kleingeschriebenen] Form"]),
        "title": (["{n}, jeweils mit großem Anfangsbuchstaben§", "{n}, jeweils mit großem Anfangsbuchstaben§"], ["gib {JEDER} {one} einen großen Anfangsbuchstaben", "* gib {JEDER} {one} einen großen Anfangsbuchstaben"], []),
        "backwards": (["{n}, jeweils rückwärts buchstabiert§", "{n} mit umgekehrten Buchstaben"], ["buchstabiere {JEDE} {one} rückwärts", "kehre die Buchstaben von {JEDER} {one} um"], []),
        "initial": (["{Die} Anfangsbuchstaben von {n:d}", "* {Die} Anfangsbuchstaben von {n:d}"], ["ersetze {JEDE} {one} durch den ersten Buchstaben", "nimm den Anfangsbuchstaben von {JEDER} {one}"], ["[ihr erster|ihren ersten|ihrem ersten] [Buchstabe|Buchstaben|Buchstaben]", "[ihr erster|ihren ersten|ihrem ersten] [Buchstabe|Buchstaben|Buchstaben]"]),
        "tail": (["{n} ohne ihren ersten Buchstaben", "* {n} ohne ihren ersten Buchstaben"], ["entferne den ersten Buchstaben von {JEDER} {one}", "entferne den ersten Buchstaben von {JEDER} {one}"], []),
        "length": (["{Die} Längen von {n:d}", "* {Die} Längen von {n:d}"], ["ersetze {JEDE} {one} durch die Länge", "miss die Länge von {JEDER} {one}"], ["[ihre|ihre|ihrer] Länge", "[ihre|ihre|ihrer] Länge"]),
    },
    "chars": {
        "upper": (["{n} in Großbuchstaben", "{Die} großgeschriebenen Formen von {n:d}"], ["wandle {JEDE} {one} in Großbuchstaben um", "* wandle {JEDE} {one} in Großbuchstaben um"], []),
        "lowered": (["{n} in Kleinbuchstaben", "{Die} kleingeschriebenen Formen von {n:d}"], ["wandle {JEDE} {one} in Kleinbuchstaben um", "* wandle {JEDE} {one} in Kleinbuchstaben um"], ["[ihre kleingeschriebene|ihre kleingeschriebene|ihrer kleingeschriebenen] Form"]),
        "swap": (["{n} mit vertauschter Groß- und Kleinschreibung", "{n} mit vertauschter Groß- und Kleinschreibung"], ["vertausche die Groß- und Kleinschreibung von {JEDER} {one}", "* vertausche die Groß- und Kleinschreibung von {JEDER} {one}"], []),
        "twice": (["{n}, jeweils verdoppelt§", "{n} zweimal geschrieben"], ["verdopple {JEDE} {one}", "schreibe {JEDE} {one} zweimal"], []),
    },
}  # fmt: skip
