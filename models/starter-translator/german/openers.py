"""German for the steps that open strings, dictionaries, numbers, pairs of lists and nested lists."""

from .plain import EMPTY_KEY

KEYS = "[die Schlüssel|die Schlüssel|den Schlüsseln]"
ELEMENTS = "[die Elemente|die Elemente|den Elementen]"

OPENERS = {
    "characters": (
        [("take the characters of {n}", "nimm die Zeichen von {n:d}")],
        [("the characters of {n}", "{Die} Zeichen von {n:d}"), ("the letters and other characters of {n}", "{Die} Zeichen von {n:d}")],
    ),
    "split": (
        [("split {n} into words", "teile {n:a} in Wörter")],
        [("the words of {n}", "[die Wörter|die Wörter|den Wörtern] in {n:d}"), ("the words in {n}", "* [die Wörter|die Wörter|den Wörtern] in {n:d}")],
    ),
    "digits_in": (
        [("take the digits in {n} as numbers", "nimm die Ziffern in {n:d} als Zahlen")],
        [("the digits in {n} as numbers", "{Die} Ziffern in {n:d} als Zahlen"), ("the numeric digits of {n}", "{Die} numerischen Ziffern von {n:d}")],
    ),
    "string_upper": ([("convert {n} to upper case", "wandle {n:a} in Großbuchstaben um")], [("{n} in upper case", "{n} in Großbuchstaben")]),
    "string_reverse": ([("reverse {n}", "kehre {n:a} um")], [("{n} reversed", "{n} umgekehrt"), ("{n} read backwards", "* {n} umgekehrt")]),
    "squeeze": ([("remove all spaces from {n}", "entferne alle Leerzeichen aus {n:d}")], [("{n} without any spaces", "{n} ohne Leerzeichen")]),
    "string_length": ([("measure the length of {n}", "miss die Länge von {n:d}")], [("the length of {n}", "{DieF} Länge von {n:d}")]),
    "letter_total": (
        [("count how often {k!r} occurs in {n}", "zähle, wie oft {k!r} in {n:d} vorkommt§")],
        [("the number of times {k!r} occurs in {n}", "{DieF} Anzahl der Vorkommen von {k!r} in {n:d}")],
    ),
    "string_mirror": ([("check whether {n} is a palindrome", "prüfe, ob {n:n} ein Palindrom ist§")], [("whether {n} is a palindrome", "ob {n:n} ein Palindrom ist§")]),
    "dict_values": (
        [("take the values of {n}", "nimm die Werte von {n:d}")],
        [("the values of {n}", "[die Werte|die Werte|den Werten] von {n:d}"), ("the numbers stored in {n}", "{Die} Zahlen, die in {n:d} gespeichert sind§")],
    ),
    "dict_keys": ([("take the keys of {n}", "nimm die Schlüssel von {n:d}")], [("the keys of {n}", f"{KEYS} von {{n:d}}")]),
    "keys_by_value": (
        [("take the keys of {n} sorted by value", "nimm die Schlüssel von {n:d} nach Wert sortiert")],
        [("the keys of {n} in order of their values", f"{KEYS} von {{n:d}} in der Reihenfolge ihrer Werte")],
    ),
    "top_key": (
        [("find the key of {n} with the largest value, or an empty string if there is none", f"finde den Schlüssel von {{n:d}} mit dem größten Wert{EMPTY_KEY}")],
        [("the key of {n} with the largest value, or an empty string if there is none", f"{{Der}} Schlüssel von {{n:d}} mit dem größten Wert{EMPTY_KEY}")],
    ),
    "turn": (
        [("swap keys and values of {n}", "vertausche Schlüssel und Werte von {n:d}")],
        [("{n} with keys and values swapped", "{n} mit vertauschten Schlüsseln und Werten")],
    ),
    "digits_of": ([("take the digits of {n}", "nimm die Ziffern von {n:d}")], [("the digits of {n}", "{Die} Ziffern von {n:d}")]),
    "divisors": (
        [("take the divisors of {n}", "nimm die Teiler von {n:d}")],
        [("the divisors of {n}", "[die Teiler|die Teiler|den Teilern] von {n:d}"), ("the numbers that divide {n}", "* [die Teiler|die Teiler|den Teilern] von {n:d}")],
    ),
    "up_to": (
        [("take the numbers from 1 to {n}", "nimm die Zahlen von 1 bis zu {n:d}")],
        [("the numbers from 1 to {n}", "{Die} Zahlen von 1 bis zu {n:d}"), ("the integers from 1 up to and including {n}", "* {Die} Zahlen von 1 bis zu {n:d}")],
    ),
    "down_from": (
        [("count down from {n} to 1", "zähle von {n:d} bis 1 herunter")],
        [("the numbers from {n} down to 1", "{Die} Zahlen von {n:d} abwärts bis 1")],
    ),
    "halvings": (
        [("halve {n} rounding down until it is 0, keeping every value", "halbiere {n:a} abgerundet, bis 0 erreicht ist, und behalte jeden Wert")],
        [("the values met when halving {n} until it is 0", "[die Werte|die Werte|den Werten], die beim Halbieren von {n:d} bis 0 auftreten§")],
    ),
    "added": (
        [("add {n} element by element", "addiere {n:a} Element für Element")],
        [("the sums of matching elements of {n}", "{Die} Summen entsprechender Elemente von {n:d}")],
    ),
    "subtracted": (
        [("subtract the second from the first of {n} element by element", "ziehe die zweite von der ersten von {n:d} Element für Element ab")],
        [("the differences of matching elements of {n}, first minus second", "{Die} Differenzen entsprechender Elemente von {n:d}, erste minus zweite")],
    ),
    "multiplied": (
        [("multiply {n} element by element", "multipliziere {n:a} Element für Element")],
        [("the products of matching elements of {n}", "[die Produkte|die Produkte|den Produkten] entsprechender Elemente von {n:d}")],
    ),
    "larger": (
        [("take the larger of each pair of matching elements of {n}", "nimm das größere von jedem Paar entsprechender Elemente von {n:d}")],
        [("the larger of each two matching elements of {n}", "[das größere|das größere|dem größeren] von je zwei entsprechenden Elementen von {n:d}")],
    ),
    "equal": (
        [("keep the elements that are equal at the same position in {n}", "behalte die Elemente, die an derselben Position in {n:d} gleich sind§")],
        [("the elements that agree at the same position in {n}", f"{ELEMENTS}, die an derselben Position in {{n:d}} übereinstimmen§")],
    ),
    "shared": (
        [("take the elements of the first that also occur in the second of {n}", "nimm die Elemente der ersten, die auch in der zweiten von {n:d} vorkommen§")],
        [("the elements of the first of {n} that also occur in the second", f"{ELEMENTS} der ersten von {{n:d}}, die auch in der zweiten vorkommen§")],
    ),
    "only_first": (
        [("take the elements of the first that do not occur in the second of {n}", "nimm die Elemente der ersten, die nicht in der zweiten von {n:d} vorkommen§")],
        [("the elements of the first of {n} that are missing in the second", f"{ELEMENTS} der ersten von {{n:d}}, die in der zweiten fehlen§")],
    ),
    "joined": (
        [("append the second to the first of {n}", "hänge die zweite an die erste von {n:d} an")],
        [("{n} put one after the other", "{n} hintereinander gesetzt"), ("all elements of {n}, first list first", "[alle Elemente|alle Elemente|allen Elementen] von {n:d}, die erste Liste zuerst")],
    ),
    "flatten": (
        [("flatten {n}", "ebne {n:a} ein")],
        [("all the numbers in {n}", "[alle|alle|allen] Zahlen in {n:d}"), ("the numbers of the flattened form of {n}", "{Die} Zahlen der eingeebneten Form von {n:d}")],
    ),
    "row_sums": ([("sum each row of {n}", "summiere jede Zeile von {n:d}")], [("the sums of the rows of {n}", "{Die} Summen der Zeilen von {n:d}")]),
    "row_maxima": (
        [("take the largest of each row of {n} (0 for an empty one)", "nimm das größte jeder Zeile von {n:d} (0 für eine leere)")],
        [("the largest values of the rows of {n} (0 for an empty one)", "[die größten Werte|die größten Werte|den größten Werten] der Zeilen von {n:d} (0 für eine leere)")],
    ),
    "row_lengths": ([("measure the length of each row of {n}", "miss die Länge jeder Zeile von {n:d}")], [("the lengths of the rows of {n}", "{Die} Längen der Zeilen von {n:d}")]),
    "row_firsts": (
        [("take the first element of each row of {n} that is not empty", "nimm das erste Element jeder Zeile von {n:d}, die nicht leer ist§")],
        [("the first elements of the rows of {n} that are not empty", "[die ersten Elemente|die ersten Elemente|den ersten Elementen] der Zeilen von {n:d}, die nicht leer sind§")],
    ),
    "rows_sorted": ([("sort each row of {n}", "sortiere jede Zeile von {n:d}")], [("{n} with each row sorted", "{n} mit jeder Zeile sortiert")]),
    "long_rows": (
        [("keep the rows of {n} with more than {k} elements", "behalte die Zeilen von {n:d} mit mehr als {k} Elementen")],
        [("the rows of {n} that have more than {k} elements", "{Die} Zeilen von {n:d}, die mehr als {k} Elemente haben§")],
    ),
    "heavy_rows": (
        [("keep the rows of {n} whose sum is greater than {k}", "behalte die Zeilen von {n:d}, deren Summe größer als {k} ist§")],
        [("the rows of {n} whose sum is greater than {k}", "{Die} Zeilen von {n:d}, deren Summe größer als {k} ist§")],
    ),
}  # fmt: skip
