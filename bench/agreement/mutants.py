"""Makes the programs of the agreement test from the references of HumanEval+ and MBPP+.

    python mutants.py HumanEvalPlus.jsonl.gz MbppPlus.jsonl.gz OUT [--seed N]

Writes OUT/humaneval.jsonl and OUT/mbpp.jsonl (task_id, solution, mutant: its operator and place) and prints how many of
each operator, and the SHA-256 of the two files. Same data, seed and Python: same bytes. Runs the references on their
base inputs, to know the types of their answers; runs no mutant.
"""

import argparse
import copy
import gzip
import hashlib
import json
import pathlib
import random
import warnings
from collections import Counter

from evalplus.data.mbpp import mbpp_deserialize_inputs
from syntax_operators import SYNTAX_OPERATORS
from wrapping_operators import BEHAVIOUR_OPERATORS, TEXT_MUTANTS, VALUE_OPERATORS, text_operators


class Task:
    def __init__(self, row: dict):
        self.id = row["task_id"]
        self.entry = row["entry_point"]
        self.source = row["prompt"] + row["canonical_solution"]
        mbpp = self.id.startswith("Mbpp/")
        inputs = mbpp_deserialize_inputs(self.id, row["base_input"]) if mbpp else row["base_input"]
        names = {}
        exec(self.source, names)
        self.types = {type(names[self.entry](*copy.deepcopy(one))).__name__ for one in inputs}


def read(path: str) -> list[Task]:
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as lines:
        return [Task(json.loads(line)) for line in lines if line.strip()]


class Chosen:
    """Mutants of one benchmark, no program twice."""

    def __init__(self, tasks: list[Task], seed: str):
        self.tasks, self.seed = tasks, seed
        self.samples = [(task, "reference", "", task.source) for task in tasks]
        self.seen = {(task.id, task.source) for task in tasks}

    def add(self, task: Task, operator: str, place: str, program: str) -> bool:
        if (task.id, program) in self.seen:
            return False
        self.seen.add((task.id, program))
        self.samples.append((task, operator, place, program))
        return True

    def fill(self, operator: str, quota: int, offer) -> None:
        """`offer(task, turn, chance)` gives the mutants to choose from, best first; one a task and turn."""
        chance = random.Random(f"{self.seed}:{operator}")
        made, turn = 0, 0
        while made < quota and turn < 4:
            tasks = self.tasks[:]
            chance.shuffle(tasks)
            for task in tasks:
                if made == quota:
                    return
                if any(self.add(task, operator, *mutant) for mutant in offer(task, made, chance)):
                    made += 1
            turn += 1


def choose(tasks: list[Task], seed: str, share: float) -> Chosen:
    chosen = Chosen(tasks, seed)

    def part(quota: int) -> int:
        return max(1, round(quota * share))

    for operator, (mutate, quota) in SYNTAX_OPERATORS.items():

        def places(task: Task, _: int, chance: random.Random, mutate=mutate):
            offered = list(mutate(task.source, task.entry))
            chance.shuffle(offered)
            return offered

        chosen.fill(operator, part(quota), places)

    for operator, (types, quota, wrappers) in VALUE_OPERATORS.items():

        def wrapped(task: Task, made: int, _: random.Random, types=types, wrappers=wrappers):
            if types is not None and not types & task.types:
                return []
            wrapper = wrappers[made % len(wrappers)]
            return [(wrapper.place, wrapper.around(task.source, task.entry))]

        chosen.fill(operator, part(quota), wrapped)

    for operator, (quota, wrappers) in BEHAVIOUR_OPERATORS.items():
        first = 0 if len(tasks) > 200 else len(wrappers) // 2

        def behaving(task: Task, made: int, _: random.Random, wrappers=wrappers, first=first):
            wrapper = wrappers[(first + made) % len(wrappers)]
            return [(wrapper.place, wrapper.around(task.source, task.entry))]

        chosen.fill(operator, part(quota), behaving)

    for operator, quota in TEXT_MUTANTS.items():

        def broken(task: Task, made: int, _: random.Random, operator=operator):
            offered = [(place, text) for name, place, text in text_operators(task.source, task.entry) if name == operator]
            return offered[made % len(offered) :][:1] if offered else []

        chosen.fill(operator, part(quota), broken)
    return chosen


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("humaneval")
    arguments.add_argument("mbpp")
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--seed", type=int, default=1)
    given = arguments.parse_args()
    warnings.simplefilter("ignore")
    given.out.mkdir(parents=True, exist_ok=True)
    counts: Counter[str] = Counter()
    for name, path, share in (("humaneval", given.humaneval, 0.35), ("mbpp", given.mbpp, 0.65)):
        chosen = choose(read(path), f"{given.seed}:{name}", share)
        rows = sorted(enumerate(chosen.samples), key=lambda item: (int(item[1][0].id.split("/")[1]), item[0]))
        lines = [
            json.dumps({"task_id": task.id, "solution": program, "mutant": {"operator": operator, "place": place}})
            for _, (task, operator, place, program) in rows
        ]
        text = "".join(f"{line}\n" for line in lines)
        (given.out / f"{name}.jsonl").write_text(text, encoding="utf8")
        counts.update(operator for _, operator, _, _ in chosen.samples)
        print(f"{name}: {len(lines)} programs, SHA-256 {hashlib.sha256(text.encode()).hexdigest()}")
    for operator, count in counts.items():
        print(f"{count:5} {operator}")


if __name__ == "__main__":
    main()
