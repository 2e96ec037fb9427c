"""Write the benchmark: held-back problems in both forms, their tests, and wrong programs for each."""

import argparse
import copy
import gzip
import json
import random
import signal
from pathlib import Path

from export import write_json
from grammar import names
from grammar.compose import Composition, sample
from grammar.inputs import argument as make_argument
from grammar.inputs import edge_arguments
from grammar.mutate import wrong_programs
from grammar.problem import Problem, compile_function, make
from grammar.render import function
from seeds import BENCHMARK_SEEDS

FAMILIES = {"ints": "lists of numbers", "words": "lists of words", "str": "strings", "dict": "dictionaries",
            "number": "numbers", "pair": "pairs of lists", "nested": "nested lists"}  # fmt: skip
SHARES = {"ints": 40, "words": 28, "str": 28, "dict": 18, "number": 16, "pair": 16, "nested": 18}
BASE, PLUS, MUTANTS, FEWEST_MUTANTS = 5, 48, 6, 3
# Processor time, so that a busy machine changes nothing.
LIMIT_SECONDS = 0.3


class TooSlow(Exception):
    """A wrong program did not end in time."""


def _stop(*_):
    raise TooSlow


def outcome(run, arguments):
    """The value for one input, or the name of the exception."""
    signal.setitimer(signal.ITIMER_VIRTUAL, LIMIT_SECONDS)
    try:
        return run(*copy.deepcopy(arguments))
    except TooSlow:
        raise
    except Exception as error:
        return f"exception {type(error).__name__}"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def outcomes(source: str, name: str, inputs) -> list:
    run = compile_function(source, name)
    return [outcome(run, arguments) for arguments in inputs]


def tests(random_: random.Random, problem: Problem):
    """(base inputs, plus inputs): the shown examples first, edge cases in the plus inputs."""
    source = problem.composition.source
    base = [list(arguments) for arguments in problem.arguments]
    seen = {repr(arguments) for arguments in base}
    plus = []

    def add(to, arguments):
        if repr(arguments) not in seen:
            seen.add(repr(arguments))
            to.append(arguments)

    while len(base) < BASE:
        add(base, make_argument(random_, source))
    for arguments in edge_arguments(source):
        add(plus, arguments)
    while len(plus) < PLUS:
        add(plus, make_argument(random_, source, wide=True))
    return base, plus


def failing(random_: random.Random, problem: Problem, plus, right) -> list[dict]:
    """Wrong programs that fail at least one plus test by a wrong value or an exception."""
    found, sources, kinds = [], set(), {}
    for reason, source in wrong_programs(random_, problem.composition, problem.name, problem.argument, problem.style):
        if source in sources or kinds.get(reason, 0) >= 3:
            continue
        sources.add(source)
        try:
            failures = sum(a != b for a, b in zip(outcomes(source, problem.name, plus), right))
        except (TooSlow, SyntaxError):
            continue
        if failures:
            kinds[reason] = kinds.get(reason, 0) + 1
            found.append({"reason": reason, "failures": failures, "source": source})
    # One of each kind of mistake before a second of any kind.
    random_.shuffle(found)
    ranks: dict[str, int] = {}
    for mutant in found:
        mutant["rank"] = ranks[mutant["reason"]] = ranks.get(mutant["reason"], 0) + 1
    return sorted(found, key=lambda m: m["rank"])[:MUTANTS]


def needs_every_step(composition: Composition, plus, right) -> bool:
    """False when a step can be left out without any test noticing, or results hardly vary."""
    if len({repr(value) for value in right}) < (2 if composition.target == "bool" else 5):
        return False
    most = max(map([repr(v) for v in right].count, {repr(v) for v in right}))
    if most > (0.85 if composition.target == "bool" else 0.7) * len(right):
        return False
    for i, use in enumerate(composition.uses):
        shorter = composition.uses[:i] + composition.uses[i + 1 :]
        same = use.step.target in ("keep", use.step.source)
        if same and shorter:
            source = function(Composition(composition.source, shorter, composition.guard), "f", argument_of(composition), "compact")
            if outcomes(source, "f", plus) == right:
                return False
    return True


def argument_of(composition: Composition) -> str:
    return names.ARGUMENTS[composition.source][0]


def draw(seed: int, taken: set[str], share: float = 1.0) -> list[dict]:
    """One draw of the benchmark; `taken` collects compositions so that draws do not share any."""
    random_ = random.Random(seed)
    problems = []
    for source, count in SHARES.items():
        found = 0
        while found < count * share:
            composition = sample(random_, source)
            if not composition.held_back or composition.key in taken:
                continue
            problem = make(random_, composition)
            if problem is None:
                continue
            base, plus = tests(random_, problem)
            reference = function(composition, problem.name, problem.argument, problem.style)
            right = outcomes(reference, problem.name, plus)
            if any(isinstance(v, str) and v.startswith("exception") for v in right):
                raise SystemExit(f"reference fails: {composition.key}\n{reference}")
            if not needs_every_step(composition, plus, right):
                continue
            mutants = failing(random_, problem, plus, right)
            if len(mutants) < FEWEST_MUTANTS:
                continue
            taken.add(composition.key)
            found += 1
            problems.append({"problem": problem, "base": base, "plus": plus, "mutants": mutants})
    random_.shuffle(problems)
    return problems


def record(i: int, entry: dict, form: str) -> dict:
    """One task in EvalPlus's schema."""
    problem = entry["problem"]
    prompt, solution = problem.assertion_form() if form == "mbpp" else problem.docstring_form()
    return {"task_id": f"Starter/{i}", "prompt": prompt, "entry_point": problem.name,
            "canonical_solution": "\n" + solution, "contract": "", "base_input": entry["base"],
            "plus_input": entry["plus"], "atol": 0}  # fmt: skip


def write_lines(path: Path, records) -> None:
    """JSON lines, gzipped so that equal content gives equal bytes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    path.write_bytes(gzip.compress(text.encode("utf-8"), 9, mtime=0))


def side_file(problems) -> dict:
    """Family, steps, composition and kind of name of each task."""
    return {
        f"Starter/{i}": {"family": FAMILIES[e["problem"].composition.source], "steps": e["problem"].composition.size,
                         "composition": e["problem"].composition.key,
                         "name": "neutral" if e["problem"].name in names.NEUTRAL else "helpful",
                         "sentence": e["problem"].sentence}
        for i, e in enumerate(problems)
    }  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--public", type=Path, required=True, help="folder for the first draw")
    parser.add_argument("--fixtures", type=Path, required=True, help="folder for the second draw and side files")
    parser.add_argument("--share", type=float, default=1.0, help="less than 1 for a quick trial")
    arguments = parser.parse_args()
    signal.signal(signal.SIGVTALRM, _stop)
    taken: set[str] = set()
    families = {}
    for number, seed in BENCHMARK_SEEDS.items():
        problems = draw(seed, taken, arguments.share)
        families[f"draw{number}"] = side_file(problems)
        for form in ("mbpp", "humaneval"):
            path = arguments.public / f"starter-{form}.jsonl.gz" if number == 1 else arguments.fixtures / f"draw2-{form}.jsonl.gz"
            write_lines(path, (record(i, e, form) for i, e in enumerate(problems)))
        mutants = [{"task_id": f"Starter/{i}", "mutants": [m["source"] for m in e["mutants"]],
                    "reasons": [m["reason"] for m in e["mutants"]]} for i, e in enumerate(problems)]  # fmt: skip
        write_lines(arguments.fixtures / ("mutants.jsonl.gz" if number == 1 else "draw2-mutants.jsonl.gz"), mutants)
    write_json(arguments.fixtures / "families.json", families)


if __name__ == "__main__":
    main()
