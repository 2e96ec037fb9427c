"""How German templates are written, and how they are filled.

Cases: `[nominative|accusative|dative]` picks by the case of the phrase; {Die}, {DieF}, {Das} and {Der} are the
article of the plural and of the three genders. {n} is the inner phrase in the same case, {n:d} in the dative, and
so on; {items} and {items:d} are the word for the elements in the plural. {JEDE}, {REL} and the like agree with the
gender of {one}. `§` marks the end of a subordinate clause: it becomes a comma where the sentence goes on.
"""

import re
from dataclasses import dataclass

NOMINATIVE, ACCUSATIVE, DATIVE = range(3)
CASES = {"n": NOMINATIVE, "a": ACCUSATIVE, "d": DATIVE}
ARTICLES = {"{Die}": "[die|die|den]", "{DieF}": "[die|die|der]", "{Das}": "[das|das|dem]", "{Der}": "[der|den|dem]"}

# Words that agree with the gender of the element: feminine, neuter, masculine.
AGREEING = {
    "JEDE": ("[jede|jede|jeder]", "[jedes|jedes|jedem]", "[jeder|jeden|jedem]"),
    "JEDE_N": ("jede", "jedes", "jeder"),
    "JEDER": ("jeder", "jedem", "jedem"),
    "REL": ("die", "das", "der"),
    "DIE": ("die", "das", "den"),
    "DER": ("der", "dem", "dem"),
    "SIE": ("sie", "es", "er"),
    "EINE": ("eine", "ein", "ein"),
    "IRGENDEINE": ("irgendeine", "irgendein", "irgendein"),
}


@dataclass(frozen=True)
class Item:
    """A German word for one element and for several; `gender` counts as in AGREEING."""

    one: str
    plural: tuple[str, str, str]
    gender: int


ZAHL = Item("Zahl", ("Zahlen", "Zahlen", "Zahlen"), 0)
ELEMENT = Item("Element", ("Elemente", "Elemente", "Elementen"), 1)
WORT = Item("Wort", ("Wörter", "Wörter", "Wörtern"), 1)
ZEICHEN = Item("Zeichen", ("Zeichen", "Zeichen", "Zeichen"), 1)
WERT = Item("Wert", ("Werte", "Werte", "Werten"), 2)


@dataclass(frozen=True)
class German:
    """A phrase in three cases; a clause ("ob ...", "wie viele ...") has the same text in all of them."""

    cases: tuple[str, str, str]
    clause: bool = False

    def __getitem__(self, case: int) -> str:
        return self.cases[case]


def same(text: str) -> German:
    return German((text, text, text))


def by_case(template: str, case: int) -> str:
    for short, long in ARTICLES.items():
        template = template.replace(short, long)
    return re.sub(r"\[([^\[\]|]*)\|([^\[\]|]*)\|([^\[\]|]*)\]", lambda m: m.group(case + 1), template)


def agree(template: str, item: Item) -> str:
    for word, forms in AGREEING.items():
        template = template.replace("{" + word + "}", forms[item.gender])
    return template.replace("{one}", item.one)


def fill(template: str, item: Item, constant=None, place: str = "", inner: German | None = None) -> German:
    """The template in all cases. A clause inside takes "davon, ..." or "dafür, ..." before it."""
    template = agree(template, item)
    template = template.replace("{k!r}", repr(constant)).replace("{k}", str(constant)).replace("{place}", place)
    if inner is not None and inner.clause:
        template = template.replace("von {n:d}", "davon, {n}§").replace("für {n:a}", "dafür, {n}§")

    def render(case: int) -> str:
        def slot(match: re.Match) -> str:
            chosen = CASES.get(match.group(2) or "", case)
            return item.plural[chosen] if match.group(1) == "items" else inner[chosen] if inner else match.group(0)

        return re.sub(r"\{(items|n)(?::([nad]))?\}", slot, by_case(template, case))

    return German(tuple(render(case) for case in range(3)), template.startswith(("ob ", "wie viele ", "'")))


CONTRACTIONS = {"von dem ": "vom ", "in dem ": "im ", "zu dem ": "zum ", "zu der ": "zur ", "bei dem ": "beim "}


def finish(text: str) -> str:
    """The marks of clauses made into commas, prepositions and articles contracted."""
    for apart, together in CONTRACTIONS.items():
        text = re.sub(rf"\b{apart}", together, text)
    text = re.sub(r"(§\s*)+", "§ ", text).replace(" §", "§")
    text = re.sub(r"§\s*(?=[,.:?)])", "", text)
    return re.sub(r"§\s+", ", ", text).replace("§", "").strip()
