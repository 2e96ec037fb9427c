"""Write the table of targets and results into README.md, between its two marks."""

import json
from pathlib import Path

HERE = Path(__file__).resolve().parent
START, END = "<!-- results -->", "<!-- end of results -->"
PLACES = ("draw 1 mbpp", "draw 1 humaneval", "draw 2 mbpp", "draw 2 humaneval")


def value(known: dict, size: str, place: str, condition: str) -> float | None:
    found = known.get(size, {}).get("prompts", {}).get(place, {}).get(condition)
    return None if found is None else 100 * found["plus"]


def row(name: str, target: str, numbers: list) -> str:
    cells = " | ".join("-" if n is None else f"{n:.1f}" for n in numbers)
    return f"| {name} | {target} | {cells} |"


def difference(a: list, b: list) -> list:
    return [None if x is None or y is None else x - y for x, y in zip(a, b)]


def table(known: dict) -> str:
    """pass@1 in percent, base and plus tests, beside the targets."""

    def numbers(size: str, condition: str) -> list:
        return [value(known, size, place, condition) for place in PLACES]

    clean = {size: numbers(size, "clean") for size in "lms"}
    return "\n".join([
        "| pass@1 in percent, base and plus tests | target | " + " | ".join(PLACES) + " |", "|---" * 6 + "|",
        row("largest, clean", "75 to 95", clean["l"]), row("middle, clean", ">= 60", clean["m"]), row("smallest, clean", ">= 35", clean["s"]),
        row("largest minus smallest", ">= 10", difference(clean["l"], clean["s"])),
        row("largest, sentence blanked, neutral name", "<= 35", numbers("l", "blank")),
        row("largest, loss by 15 capitals", ">= 5", difference(clean["l"], numbers("l", "capitals 15"))),
        row("largest, loss by 5 capitals", "", difference(clean["l"], numbers("l", "capitals 5"))),
    ])  # fmt: skip


def main() -> None:
    known = json.loads((HERE / "results.json").read_text())
    path = HERE / "README.md"
    text = path.read_text(encoding="utf-8")
    head, rest = text.split(START, 1)
    path.write_text(head + START + "\n" + table(known) + "\n" + END + rest.split(END, 1)[1], encoding="utf-8")


if __name__ == "__main__":
    main()
