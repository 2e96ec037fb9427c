"""Send every sentence of the starter benchmark through German and back; say how many changed and kept their meaning.

Sentence by sentence, greedy, as the attack does. A sentence with a word outside the vocabulary is refused: it stays
as it was. Meaning is judged by the grammar's own parse (meaning.py): kept when the composition that the problem was
made from is among the readings of what came back.
"""

import argparse
import json
import re
from pathlib import Path

import corpus
import torch
import vocabulary
from export import MAX_TOKENS, trained
from meaning import Meaning, readings

FAMILIES = Path(__file__).resolve().parent.parent / "starter-coder" / "fixtures" / "families.json"
SENTENCE_END = re.compile(r"(?<=[.?!])\s+")
BATCH = 32


def key_of(meaning: Meaning) -> str:
    return ">".join([meaning.source, *(key for key, _ in meaning.uses)] + (["guard"] if meaning.guard else []))


class Translator:
    """One direction: greedy tokens of PyTorch, by sentence."""

    def __init__(self, work: Path, direction: str):
        self.tokenizer = vocabulary.load(work)
        self.model = trained(work, direction)
        self.padding = self.model.config.pad_token_id

    def encode(self, text: str) -> list[int]:
        return self.tokenizer.encode(text).ids

    def decode(self, ids: list[int]) -> str:
        return self.tokenizer.decode([i for i in ids if i not in (vocabulary.END_ID, self.padding)])

    @torch.no_grad()
    def tokens(self, texts: list[str]) -> list[list[int]]:
        """Tokens said for each text, with the end where it was reached."""
        found: dict[str, list[int]] = {}
        # Of similar length together, so that little is padding.
        ordered = sorted(texts, key=len)
        for at in range(0, len(ordered), BATCH):
            batch = ordered[at : at + BATCH]
            rows = [self.encode(text) for text in batch]
            width = max(map(len, rows))
            ids = torch.tensor([row + [self.padding] * (width - len(row)) for row in rows])
            said = self.model.generate(input_ids=ids, attention_mask=(ids != self.padding).long()).tolist()
            for text, (_, *row) in zip(batch, said):
                end = row.index(vocabulary.END_ID) + 1 if vocabulary.END_ID in row else len(row)
                found[text] = row[:end]
        return [found[text] for text in texts]


def there_and_back(work: Path, sentences: list[str]) -> dict[str, dict]:
    """For each sentence: what came back (null when refused), the German, and the tokens of both ways."""
    there, back = (Translator(work, direction) for direction in corpus.DIRECTIONS)
    known = [s for s in sentences if vocabulary.UNKNOWN_ID not in there.encode(s)]
    result = {s: {"english": s, "refused": True} for s in sentences if s not in known}
    forth = there.tokens(known)
    german = [there.decode(ids) for ids in forth]
    home = back.tokens(german)
    for sentence, forth_ids, text, home_ids in zip(known, forth, german, home):
        whole = forth_ids[-1:] == [vocabulary.END_ID] == home_ids[-1:]
        refused = not whole or not text or vocabulary.UNKNOWN_ID in back.encode(text)
        result[sentence] = {"english": sentence, "refused": refused, "german": text, "back": back.decode(home_ids),
                            "source_ids": there.encode(sentence), "german_ids": forth_ids, "back_ids": home_ids}  # fmt: skip
    return {s: result[s] for s in sentences}


def constants_of(text: str) -> list[str]:
    return sorted(re.findall(r"-?\d+|'[^']*'", text))


def judge(original: str, back: str, composition: str) -> str:
    """"same", "kept" or "lost"; `composition` is what the problem was made from.

    A sentence with a slip of typing has no reading of its own: what came back must tell the composition, with the
    numbers and quoted letters of the original.
    """
    if original == back:
        return "same"
    meant = {m for m in readings(original) if key_of(m) == composition}
    told = readings(back)
    if meant:
        return "kept" if meant & told else "lost"
    same_constants = constants_of(original) == constants_of(back)
    return "kept" if same_constants and any(key_of(m) == composition for m in told) else "lost"


def evaluate(work: Path) -> tuple[dict, list[dict], list[dict]]:
    """(figures of each draw, problems, sentences with their tokens)."""
    families = json.loads(FAMILIES.read_text())
    problems = [{"draw": draw, "task": task, "english": entry["sentence"], "composition": entry["composition"]}
                for draw, tasks in families.items() for task, entry in tasks.items()]  # fmt: skip
    sentences = list(dict.fromkeys(s for p in problems for s in SENTENCE_END.split(p["english"])))
    through = there_and_back(work, sentences)
    for problem in problems:
        parts = [through[s] for s in SENTENCE_END.split(problem["english"])]
        problem["refused"] = any(p["refused"] for p in parts)
        problem["german"] = " ".join(p.get("german", p["english"]) for p in parts)
        problem["back"] = " ".join(p["english"] if p["refused"] else p["back"] for p in parts)
        problem["verdict"] = judge(problem["english"], problem["back"], problem["composition"])
    figures = {}
    for draw in (*families, "both"):
        chosen = [p for p in problems if draw in ("both", p["draw"])]
        changed = [p for p in chosen if p["verdict"] != "same"]
        figures[draw] = {
            "problems": len(chosen),
            "with a refused sentence": sum(p["refused"] for p in chosen),
            "changed": len(changed),
            "kept": sum(p["verdict"] == "kept" for p in changed),
            "all readings equal": sum(readings(p["english"]) == readings(p["back"]) for p in changed),
        }
    return figures, problems, list(through.values())


def table(figures: dict) -> str:
    lines = ["| problems of | number | with a refused sentence | changed | of those, meaning kept | of those, all readings equal |", "|---|---|---|---|---|---|"]
    for draw, f in figures.items():
        share = 100 * f["changed"] / f["problems"]
        kept, equal = (100 * f[name] / max(1, f["changed"]) for name in ("kept", "all readings equal"))
        lines.append(f"| {draw} | {f['problems']} | {f['with a refused sentence']} | {f['changed']} ({share:.1f} %) | {f['kept']} ({kept:.1f} %) | {f['all readings equal']} ({equal:.1f} %) |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--fixture", type=Path, help="write the tokens of all sentences")
    parser.add_argument("--problems", type=Path, help="write what became of every problem")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    figures, problems, sentences = evaluate(arguments.work)
    print(table(figures))
    if arguments.fixture:
        lines = ",\n".join(json.dumps(s, ensure_ascii=False) for s in sentences)
        arguments.fixture.write_text(f'{{"max_tokens": {MAX_TOKENS}, "sentences": [\n{lines}\n]}}\n')
    if arguments.problems:
        arguments.problems.write_text("".join(json.dumps(p, ensure_ascii=False) + "\n" for p in problems))


if __name__ == "__main__":
    main()
