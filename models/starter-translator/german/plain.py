"""German for the steps without predicates: (orders, noun phrases) of each step, English beside German."""

NONE_0 = ", oder 0, wenn es keines gibt§"
EMPTY_KEY = ", oder eine leere Zeichenkette, wenn es keinen gibt§"

PLAIN = {
    "sort": (
        [("sort the {items} in ascending order", "sortiere die {items} in aufsteigender Reihenfolge"),
         ("sort the {items} from smallest to largest", "* sortiere die {items} in aufsteigender Reihenfolge")],
        [("{n} sorted in ascending order", "{n} in aufsteigender Reihenfolge"), ("{n} in increasing order", "* {n} in aufsteigender Reihenfolge")],
    ),
    "sort_down": (
        [("sort the {items} in descending order", "sortiere die {items} in absteigender Reihenfolge"),
         ("sort the {items} from largest to smallest", "* sortiere die {items} in absteigender Reihenfolge")],
        [("{n} sorted in descending order", "{n} in absteigender Reihenfolge"), ("{n} in decreasing order", "* {n} in absteigender Reihenfolge")],
    ),
    "reverse": (
        [("reverse their order", "kehre ihre Reihenfolge um"), ("put the {items} in reverse order", "bringe die {items} in umgekehrte Reihenfolge")],
        [("{n} in reverse order", "{n} in umgekehrter Reihenfolge"), ("{n}, last one first", "{n} in umgekehrter Reihenfolge")],
    ),
    "unique": (
        [("remove duplicates", "entferne Duplikate"), ("keep only the first occurrence of each {one}", "behalte nur das erste Vorkommen von {JEDER} {one}")],
        [("{n} without duplicates", "{n} ohne Duplikate"), ("the distinct ones among {n}, in order", "{Die} verschiedenen unter {n:d}, der Reihe nach")],
    ),
    "head": (
        [("take the first {k}", "nimm die ersten {k}"), ("keep the first {k} {items}", "behalte die ersten {k} {items}")],
        [("the first {k} of {n}", "{Die} ersten {k} von {n:d}")],
    ),
    "last": (
        [("take the last {k}", "nimm die letzten {k}"), ("keep the last {k} {items}", "behalte die letzten {k} {items}")],
        [("the last {k} of {n}", "{Die} letzten {k} von {n:d}")],
    ),
    "behead": (
        [("skip the first {k}", "überspringe die ersten {k}"), ("leave out the first {k} {items}", "lass die ersten {k} {items} weg")],
        [("{n} except the first {k}", "{n} ohne die ersten {k}"), ("{n} after the first {k}", "{n} ohne die ersten {k}")],
    ),
    "runs": (
        [("drop every {one} that equals the one before it", "streiche {JEDE} {one}, {REL} dem Vorgänger gleich ist§"),
         ("collapse runs of equal {items} into one", "fasse Folgen gleicher {items} zu einem zusammen")],
        [("{n} with runs of equal neighbours collapsed", "{n} mit zusammengefassten Folgen gleicher Nachbarn")],
    ),
    "size": (
        [("count them", "zähle sie"), ("count the {items}", "zähle die {items}")],
        [("the number of {n}", "{DieF} Anzahl von {n:d}"), ("how many there are of {n}", "wie viele es von {n:d} gibt§")],
    ),
    "kinds": (
        [("count the distinct {items}", "zähle die verschiedenen {items}"),
         ("count how many different {items} there are", "* zähle die verschiedenen {items}")],
        [("the number of distinct ones among {n}", "{DieF} Anzahl der verschiedenen unter {n:d}"),
         ("how many different ones are among {n}", "wie viele verschiedene unter {n:d} sind§")],
    ),
    "has_duplicates": (
        [("check whether any {one} occurs twice", "prüfe, ob {IRGENDEINE} {one} doppelt vorkommt§"), ("tell if there are duplicates", "sage, ob es Duplikate gibt§")],
        [("whether {n} contain duplicates", "ob {n:n} Duplikate enthalten§")],
    ),
    "frequency": (
        [("count how often each {one} occurs", "zähle, wie oft {JEDE_N} {one} vorkommt§"),
         ("build a dictionary of how many times each {one} occurs", "erstelle ein Wörterbuch, wie oft {JEDE_N} {one} vorkommt§")],
        [("a dictionary of the counts of {n}", "[ein|ein|einem] Wörterbuch der Anzahlen von {n:d}"), ("the frequencies of {n}", "{Die} Häufigkeiten von {n:d}")],
    ),
    "sum": (
        [("add them up", "addiere sie"), ("compute their sum", "berechne ihre Summe"), ("find the total", "* berechne ihre Summe")],
        [("the sum of {n}", "{DieF} Summe von {n:d}"), ("the total of {n}", "* {DieF} Summe von {n:d}")],
    ),
    "product": (
        [("multiply them together", "multipliziere sie miteinander"), ("compute their product", "berechne ihr Produkt")],
        [("the product of {n}", "{Das} Produkt von {n:d}")],
    ),
    "max": (
        [("find the largest, or 0 if there is none", f"finde das größte{NONE_0}"), ("find the maximum (0 when empty)", f"finde das größte{NONE_0}")],
        [("the largest of {n}, or 0 if there is none", "{Das} Maximum von {n:d} (0 wenn leer)"), ("the maximum of {n} (0 when empty)", "* {Das} Maximum von {n:d} (0 wenn leer)")],
    ),
    "min": (
        [("find the smallest, or 0 if there is none", f"finde das kleinste{NONE_0}"), ("find the minimum (0 when empty)", f"finde das kleinste{NONE_0}")],
        [("the smallest of {n}, or 0 if there is none", "{Das} Minimum von {n:d} (0 wenn leer)"), ("the minimum of {n} (0 when empty)", "* {Das} Minimum von {n:d} (0 wenn leer)")],
    ),
    "mean": (
        [("compute their average rounded down, or 0 if there is none", "berechne ihren Durchschnitt abgerundet, oder 0, wenn es keinen gibt§")],
        [("the average of {n} rounded down, or 0 if there is none", "{Der} Durchschnitt von {n:d} abgerundet, oder 0, wenn es keinen gibt§")],
    ),
    "rises": (
        [("count how often a {one} is larger than the one before it", "zähle, wie oft {EINE} {one} größer als der Vorgänger ist§")],
        [("the number of times one of {n} is larger than the one before", "{DieF} Anzahl der Male, dass eines von {n:d} größer als das davor ist§")],
    ),
    "running_sum": (
        [("compute the running totals", "berechne die laufenden Summen"), ("replace each {one} by the sum of all up to it", "ersetze {JEDE} {one} durch die Summe aller bis dahin")],
        [("the running totals of {n}", "{Die} laufenden Summen von {n:d}"), ("the cumulative sums of {n}", "* {Die} laufenden Summen von {n:d}")],
    ),
    "running_max": (
        [("compute the running maximum", "berechne das laufende Maximum"), ("replace each {one} by the largest so far", "ersetze {JEDE} {one} durch das bisher größte")],
        [("the running maxima of {n}", "{Die} laufenden Maxima von {n:d}")],
    ),
    "differences": (
        [("compute the differences between neighbours", "berechne die Differenzen zwischen Nachbarn"), ("subtract each {one} from the next", "ziehe {JEDE} {one} von {DER} nächsten ab")],
        [("the differences between neighbouring ones of {n}", "{Die} Differenzen zwischen benachbarten von {n:d}")],
    ),
    "neighbour_sums": (
        [("add each {one} to the next", "addiere {JEDE} {one} zu {DER} nächsten"), ("compute the sums of neighbours", "berechne die Summen von Nachbarn")],
        [("the sums of neighbouring ones of {n}", "{Die} Summen benachbarter von {n:d}")],
    ),
    "windows": (
        [("compute the sums of all windows of {k} {items} in a row", "berechne die Summen aller Fenster von {k} aufeinanderfolgenden {items:d}")],
        [("the sums of each window of {k} consecutive ones of {n}", "{Die} Summen jedes Fensters von {k} aufeinanderfolgenden von {n:d}")],
    ),
    "weigh": (
        [("multiply each {one} by its index", "multipliziere {JEDE} {one} mit dem zugehörigen Index"),
         ("weight every {one} with its position from 0", "gewichte {JEDE} {one} mit der zugehörigen Position ab 0")],
        [("{n}, each multiplied by its index", "{n}, jeweils mit dem Index multipliziert§")],
    ),
    "join": (
        [("join them with spaces", "verbinde sie mit Leerzeichen"), ("put them together with spaces in between", "* verbinde sie mit Leerzeichen")],
        [("{n} joined with spaces", "{n} mit Leerzeichen verbunden")],
    ),
    "join_dash": (
        [("join them with dashes", "verbinde sie mit Bindestrichen"), ("link them with a dash", "* verbinde sie mit Bindestrichen")],
        [("{n} joined with dashes", "{n} mit Bindestrichen verbunden")],
    ),
    "concat": (
        [("concatenate them", "verbinde sie ohne Trennzeichen"), ("join them without any separator", "* verbinde sie ohne Trennzeichen")],
        [("the concatenation of {n}", "{DieF} Verkettung von {n:d}")],
    ),
    "total_length": (
        [("add up their lengths", "addiere ihre Längen"), ("count all their letters together", "zähle alle ihre Buchstaben zusammen")],
        [("the total length of {n}", "[die gesamte|die gesamte|der gesamten] Länge von {n:d}"), ("the sum of the lengths of {n}", "[die gesamte|die gesamte|der gesamten] Länge von {n:d}")],
    ),
    "glue": (
        [("join them into a string", "verbinde sie zu einer Zeichenkette"), ("put them together as one string", "* verbinde sie zu einer Zeichenkette")],
        [("a string of {n}", "[eine|eine|einer] Zeichenkette aus {n:d}"), ("{n} joined into one string", "{n} zu einer Zeichenkette verbunden")],
    ),
    "is_even": (
        [("check whether the result is even", "prüfe, ob das Ergebnis gerade ist§")],
        [("whether {n} is even", "ob {n:n} gerade ist§")],
    ),
    "is_over": (
        [("check whether the result is greater than {k}", "prüfe, ob das Ergebnis größer als {k} ist§")],
        [("whether {n} is greater than {k}", "ob {n:n} größer als {k} ist§")],
    ),
    "twice": ([("double the result", "verdopple das Ergebnis")], [("twice {n}", "[das Doppelte|das Doppelte|dem Doppelten] von {n:d}")]),
    "add": ([("add {k} to the result", "addiere {k} zum Ergebnis")], [("{n}, plus {k}", "{n}, plus {k}§")]),
    "size_word": (
        [("answer 'big' if the result is greater than {k} and 'small' otherwise", "antworte 'big', wenn das Ergebnis größer als {k} ist, und sonst 'small'")],
        [("'big' if {n} is greater than {k} and 'small' otherwise", "'big', wenn {n:n} größer als {k} ist, und sonst 'small'")],
    ),
    "yes_no": (
        [("answer 'yes' if so and 'no' if not", "antworte 'yes', wenn ja, und 'no', wenn nicht§")],
        [("'yes' or 'no' for {n}", "'yes' oder 'no' für {n:a}")],
    ),
}  # fmt: skip
