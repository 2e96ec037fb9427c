"""German for the steps that take a predicate or a function: templates of each family in the grammar's order.

{that} and {is} are the predicate's endings in the plural and in the singular, {by} a key to sort by, {spoken} the
answer where there is none, {filler} what stands in for an element. The English template is given beside the German
one; the tables are checked against the grammar when they are loaded.
"""

SPOKEN = {"-1": "-1", "an empty string": "eine leere Zeichenkette"}
FILLER = {"zero": "null", "'?'": "'?'", "'*'": "'*'"}

# family -> (orders, noun phrases)
PREDICATE_FAMILIES = {
    "keep": (
        [("keep only the {items} that {that}", "behalte nur die {items}, die {that}§"),
         ("keep each {one} that {is}", "behalte {JEDE} {one}, {REL} {is}§"),
         ("select the {items} that {that}", "* behalte nur die {items}, die {that}§"),
         ("discard every {one} unless it {is}", "verwirf {JEDE} {one}, außer wenn {SIE} {is}§")],
        [("those of {n} that {that}", "[diejenigen|diejenigen|denjenigen] unter {n:d}, die {that}§"),
         ("the ones among {n} that {that}", "* [diejenigen|diejenigen|denjenigen] unter {n:d}, die {that}§")],
    ),
    "drop": (
        [("remove the {items} that {that}", "entferne die {items}, die {that}§"),
         ("drop every {one} that {is}", "streiche {JEDE} {one}, {REL} {is}§"),
         ("leave out the {items} that {that}", "* entferne die {items}, die {that}§"),
         ("throw away each {one} that {is}", "* streiche {JEDE} {one}, {REL} {is}§")],
        [("{n} except those that {that}", "{n} ohne die, die {that}§"),
         ("{n} without the ones that {that}", "* {n} ohne die, die {that}§")],
    ),
    "count": (
        [("count the {items} that {that}", "zähle die {items}, die {that}§"),
         ("count how many {items} {that}", "zähle, wie viele {items} {that}§"),
         ("find how many of the {items} {that}", "* zähle, wie viele {items} {that}§")],
        [("the number of {n} that {that}", "{DieF} Anzahl von {n:d}, die {that}§"),
         ("how many of {n} {that}", "wie viele von {n:d} {that}§")],
    ),
    "any": (
        [("check whether any {one} {is}", "prüfe, ob {IRGENDEINE} {one} {is}§"),
         ("tell if at least one {one} {is}", "sage, ob mindestens {EINE} {one} {is}§")],
        [("whether any of {n} {is}", "ob mindestens eines von {n:d} {is}§"),
         ("whether at least one of {n} {is}", "ob mindestens eines von {n:d} {is}§")],
    ),
    "all": (
        [("check whether all {items} {that}", "prüfe, ob alle {items} {that}§"),
         ("tell if every {one} {is}", "sage, ob {JEDE_N} {one} {is}§")],
        [("whether all of {n} {that}", "ob alle von {n:d} {that}§"),
         ("whether each of {n} {is}", "ob jedes von {n:d} {is}§")],
    ),
    "first": (
        [("find the first {one} that {is}, or {spoken} if there is none", "finde {DIE} erste {one}, {REL} {is}§, oder {spoken}, wenn es keines gibt§")],
        [("the first of {n} that {is}, or {spoken} if none does", "[das erste|das erste|dem ersten] von {n:d}, das {is}§, oder {spoken}, wenn keines es tut§")],
    ),
    "replace": (
        [("replace each {one} that {is} by {filler}", "ersetze {JEDE} {one}, {REL} {is}§ durch {filler}"),
         ("put {filler} in place of the {items} that {that}", "setze {filler} an die Stelle der {items:a}, die {that}§")],
        [("{n} with {filler} for those that {that}", "{n} mit {filler} für die, die {that}§")],
    ),
    "take": (
        [("stop at the first {one} unless it {is}", "halte bei {DER} ersten {one} an, außer wenn {SIE} {is}§"),
         ("take {items} from the start as long as they {that}", "nimm {items} vom Anfang, solange sie {that}§")],
        [("the leading part of {n} where all {that}", "[der vordere|den vorderen|dem vorderen] Teil von {n:d}, wo alle {that}§")],
    ),
    "keep_values": (
        [("keep the entries of {n} whose value {is}", "behalte die Einträge von {n:d}, deren Wert {is}§")],
        [("the entries of {n} whose value {is}", "[die Einträge|die Einträge|den Einträgen] von {n:d}, deren Wert {is}§")],
    ),
    "keys_where": (
        [("take the keys of {n} whose value {is}", "nimm die Schlüssel von {n:d}, deren Wert {is}§")],
        [("the keys of {n} whose value {is}", "[die Schlüssel|die Schlüssel|den Schlüsseln] von {n:d}, deren Wert {is}§")],
    ),
}  # fmt: skip

ADJECTIVE_FIRST = ("the {adjective} {items} {place}", "{Die} {adjective} {items} {place}")
FIRST = [
    ("the {items} {place} that {that}", "{Die} {items} {place}, die {that}§"),
    ("every {one} {place} that {is}", "{JEDE} {one} {place}, {REL} {is}§"),
]

FUNCTION_FAMILIES = {
    "sort_by": (
        [("sort the {items} by {by}", "ordne die {items} nach {by:d}"),
         ("order the {items} by {by}", "* ordne die {items} nach {by:d}")],
        [("{n} sorted by {by}", "{n} nach {by:d} sortiert"),
         ("{n} ordered by {by}", "{n} nach {by:d} sortiert")],
    ),
    "max_by": (
        [("find the {one} for which {by} is largest, or {spoken} if there is none", "finde {DIE} {one}, für {REL} {by:n} am größten ist§, oder {spoken}, wenn es keines gibt§"),
         ("pick the {one} with the highest value of {by}, or {spoken} when empty", "wähle {DIE} {one} mit dem höchsten Wert von {by:d}, oder {spoken} wenn leer")],
        [("the one of {n} with the largest value of {by}, or {spoken} if there is none", "{Das} von {n:d} mit dem größten Wert von {by:d}, oder {spoken}, wenn es keines gibt§")],
    ),
    "group": (
        [("group the {items} by {by}", "gruppiere die {items} nach {by:d}"),
         ("collect the {items} in a dictionary of lists by {by}", "sammle die {items} in einem Wörterbuch von Listen nach {by:d}")],
        [("a dictionary that groups {n} by {by}", "[ein|ein|einem] Wörterbuch, das {n:a} nach {by:d} gruppiert§"),
         ("{n} grouped by {by}", "{n} nach {by:d} gruppiert")],
    ),
    "tally": (
        [("count the {items} by {by}", "zähle die {items} nach {by:d}"),
         ("count how many {items} there are for each value of {by}", "zähle, wie viele {items} es für jeden Wert von {by:d} gibt§")],
        [("a dictionary that counts {n} by {by}", "[ein|ein|einem] Wörterbuch, das {n:a} nach {by:d} zählt§"),
         ("counts of {n} by {by}", "Anzahlen von {n:d} nach {by:d}")],
    ),
}  # fmt: skip

MAP_VALUES_NOUN = ("{n} with each value changed: {verb}", "{n}, jeder Wert verändert: {verb}")
