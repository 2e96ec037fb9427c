"""Grades single samples with EvalPlus under changed conditions, to find why two graders disagree.

    python experiments.py humaneval|mbpp DATA ASKED OUT --experiments NAME,NAME [--seconds S] [--random-seed N] [--parallel N]

ASKED is a JSON list of {"task_id", "index", "solution", "ours"}, `ours` being the two statuses of the other side. One
experiment after another is put on a sample until EvalPlus says the same as the other side, while the task's reference
keeps its own statuses under that experiment. OUT becomes {"python", "numpy", "results": [{"task_id", "index", "experiment",
"base", "plus", "agrees", "seconds"}]} with the last experiment of each sample. Expected values are computed here, by the
Python that runs this; each task has a process of its own, so that none begins with the memory of another's expected
values. Run it with another interpreter or numpy for those experiments, with PYTHONHASHSEED for that one.
"""

import argparse
import ast
import asyncio
import builtins
import concurrent.futures
import itertools
import json
import multiprocessing
import os
import pathlib
import pickle
import random
import re
import struct
import sys
import threading
import time
import types

# Only for downloads, which do not happen here: small environments may lack it.
sys.modules.setdefault("datasets", types.SimpleNamespace(load_dataset=None))

import evalplus.eval as judge  # noqa: E402
import numpy  # noqa: E402
from evalplus.data.mbpp import mbpp_deserialize_inputs  # noqa: E402
from evalplus.data.utils import stream_jsonl  # noqa: E402
from evalplus.gen.util import trusted_exec  # noqa: E402

BITS_32 = 2**31 - 1


def nothing(code: str, entry: str) -> str:
    return code


def refuse(*_, **__):
    raise RuntimeError("not here")


def single_thread(code: str, entry: str) -> str:
    """No threads, no event loops: as in a worker of a browser."""
    threading.Thread.start = refuse
    asyncio.run = refuse
    return code


def bits_32(code: str, entry: str) -> str:
    """Sizes, hashes and C longs of a 32-bit build."""
    sys.maxsize = BITS_32
    length, digest, size, cut = len, hash, struct.calcsize, itertools.islice

    def short(of):
        # len() itself fails above 2**63; what it gives may be too long for 32 bits.
        if length(of) > BITS_32:
            raise OverflowError("Python int too large to convert to C ssize_t")
        return length(of)

    def islice(items, *bounds):
        if any(isinstance(one, int) and one > BITS_32 for one in bounds):
            raise ValueError("islice indices")
        return cut(items, *bounds)

    builtins.len = short
    builtins.hash = lambda of: of % BITS_32 if isinstance(of, int) and of >= 0 else digest(of)
    itertools.islice = islice
    struct.calcsize = lambda form: 4 if form in ("l", "L") else size(form)
    return code


def compensated(code: str, entry: str) -> str:
    """sum() of floats as CPython does it from 3.12 on: Neumaier's compensated summation."""
    plain = sum

    def summed(items, start=0):
        items = list(items)
        if not any(type(one) is float for one in items) or not all(type(one) in (int, float, bool) for one in [start, *items]):
            return plain(items, start)
        total, lost = float(start), 0.0
        for one in map(float, items):
            moved = total + one
            lost += (total - moved) + one if abs(total) >= abs(one) else (one - moved) + total
            total = moved
        return total + lost if lost == lost and abs(lost) != float("inf") else total

    builtins.sum = summed
    return code


def deferred(code: str, entry: str) -> str:
    """What 3.14 changed: annotations are evaluated late, exceptions of one clause need no parentheses, ast.Num is gone."""
    code = re.sub(r"except (\w+(?:, \w+)+):", r"except (\1):", code)
    for name in ("Num", "Str", "Bytes", "NameConstant", "Ellipsis"):
        if name in vars(ast):
            delattr(ast, name)
    return "from __future__ import annotations\n" + code


DATA_TYPES = {type(None), bool, int, float, complex, str, bytes, bytearray, list, tuple, dict, set, frozenset, range}
STANDARD = {
    "collections": ("deque", "Counter", "OrderedDict", "defaultdict"),
    "fractions": ("Fraction",),
    "decimal": ("Decimal",),
}


def as_data(code: str, entry: str) -> str:
    """An answer must be of built-in types and a few of the standard library, exactly; nothing of the program's own."""
    known = DATA_TYPES | {getattr(__import__(module), name) for module, names in STANDARD.items() for name in names}

    def check(of, depth=0):
        if type(of) not in known or depth > 500:
            raise TypeError("not data")
        if isinstance(of, dict):
            for key, item in of.items():
                check(key, depth + 1)
                check(item, depth + 1)
        elif not isinstance(of, (str, bytes, bytearray, range)) and hasattr(of, "__iter__"):
            for item in of:
                check(item, depth + 1)

    def carried(function):
        def call(*arguments):
            answer = function(*arguments)
            check(answer)
            return answer

        return call

    sys.modules["carried_"] = types.SimpleNamespace(carried=carried)
    return f"{code}\n{entry} = __import__('carried_').carried({entry})\n"


def no_numpy(code: str, entry: str) -> str:
    for name in [name for name in sys.modules if name.split(".")[0] == "numpy"]:
        # The judge holds its own reference; None makes importing fail.
        sys.modules[name] = None
    return code


def limited(depth: int):
    def change(code: str, entry: str) -> str:
        """The interpreter's own stack ends at `depth` frames above the judge's, whatever the program asks for."""
        sys.setrecursionlimit(depth + 30)
        sys.setrecursionlimit = lambda _: None
        return code

    return change


def deeper(code: str, entry: str) -> str:
    """The judge's own frames do not count against the program."""
    sys.setrecursionlimit(1000 + 40)
    return code


def unguarded(code: str, entry: str) -> str:
    """Without EvalPlus's guard: open() and what it takes out of os stay."""
    judge.reliability_guard = lambda **_: None
    return code


def fresh_inputs(code: str, entry: str) -> str:
    """Arguments live for one call only: another call may see another object at the same address."""

    def fresh(function):
        def call(*arguments):
            return function(*pickle.loads(pickle.dumps(arguments)))

        return call

    sys.modules["fresh_"] = types.SimpleNamespace(fresh=fresh)
    return f"{code}\n{entry} = __import__('fresh_').fresh({entry})\n"


EXPERIMENTS = {
    "again": nothing,
    "seeded": nothing,
    "counted": nothing,
    "fresh-inputs": fresh_inputs,
    "compensated-sum": compensated,
    "python-3.14": deferred,
    "32-bit": bits_32,
    "as-data": as_data,
    "no-numpy": no_numpy,
    "single-thread": single_thread,
    "shallow-stack": limited(90),
    "deeper-stack": deeper,
    "unguarded": unguarded,
    "memory": nothing,
}
MEBIBYTE = 2**20


def address_space() -> int:
    status = pathlib.Path("/proc/self/status").read_text()
    return int(re.search(r"VmSize:\s+(\d+)", status)[1]) * 1024


OWN_CONTROL = "HumanEval/32"  # EvalPlus 0.3.1 fails whatever it is given.


class Judge:
    """EvalPlus on one task, its expected values computed once."""

    def __init__(self, dataset: str, problem: dict, minimum: float):
        self.dataset, self.problem, self.minimum = dataset, problem, minimum
        self.experiment = "again"
        self.controls: dict[str, dict] = {}
        self.reference = problem["prompt"] + problem["canonical_solution"]
        self.suites = {}
        entry = problem["entry_point"]
        for suite in ("base", "plus"):
            inputs = problem[f"{suite}_input"]
            if dataset == "mbpp":
                inputs = mbpp_deserialize_inputs(problem["task_id"], inputs)
            oracle = dataset == "mbpp" and entry in judge.MBPP_OUTPUT_NOT_NONE_TASKS
            self.suites[suite] = inputs, *trusted_exec(self.reference, inputs, entry, record_time=True, output_not_none=oracle)
        plain = judge.unsafe_execute

        # Runs in the child process: what is patched there is gone with it.
        def changed(dataset, entry, code, inputs, *rest):
            plain(dataset, entry, EXPERIMENTS[self.experiment](code, entry), inputs, *rest)
            stat, details, progress = rest[-3:]
            if self.experiment == "counted" and entry == "find_zero" and stat.value == judge._SUCCESS:
                # 0.3.1 leaves the turn of its loop before a passed test of this task is counted, and fails it for the gap.
                details[:] = [True] * len(inputs)
                progress.value = len(inputs)

        judge.unsafe_execute = changed

    def statuses(self, solution: str, experiment: str) -> dict[str, str]:
        self.experiment = experiment
        os.environ.pop("EVALPLUS_MAX_MEMORY_BYTES", None)
        if experiment == "memory":
            os.environ["EVALPLUS_MAX_MEMORY_BYTES"] = str(address_space() + 256 * MEBIBYTE)
        return {
            suite: judge.untrusted_check(
                self.dataset, solution, inputs, self.problem["entry_point"], expected, self.problem["atol"], times,
                fast_check=True, min_time_limit=self.minimum,
            )[0]
            for suite, (inputs, expected, times) in self.suites.items()
        }  # fmt: skip

    def control(self, experiment: str) -> dict[str, str]:
        if experiment not in self.controls:
            self.controls[experiment] = self.statuses(self.reference, experiment)
        return self.controls[experiment]

    def is_sound(self, solution: str, experiment: str) -> bool:
        own = self.problem["task_id"] == OWN_CONTROL or solution == self.reference
        return own or self.control(experiment) == self.control("again")

    def graded(self, sample: dict, experiments: list[str]) -> dict:
        for experiment in experiments:
            begun = time.perf_counter()
            statuses = self.statuses(sample["solution"], experiment)
            seconds = time.perf_counter() - begun
            agrees = list(statuses.values()) == sample["ours"] and self.is_sound(sample["solution"], experiment)
            if agrees:
                break
        place = {"task_id": sample["task_id"], "index": sample["index"]}
        return {**place, "experiment": experiment, **statuses, "agrees": agrees, "seconds": seconds}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dataset", choices=("humaneval", "mbpp"))
    arguments.add_argument("data")
    arguments.add_argument("asked", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--experiments", default="again", help=", ".join(EXPERIMENTS))
    arguments.add_argument("--seconds", type=float, default=1.0, help="min_time_limit")
    arguments.add_argument("--random-seed", type=int)
    arguments.add_argument("--parallel", type=int, default=1)
    given = arguments.parse_args()
    asked = json.loads(given.asked.read_text())
    wanted = {one["task_id"] for one in asked}
    problems = [row for row in stream_jsonl(given.data) if row["task_id"] in wanted]

    def grade(problem: dict) -> list[dict]:
        if given.random_seed is not None:
            random.seed(given.random_seed)
        one_task = Judge(given.dataset, problem, given.seconds)
        samples = [one for one in asked if one["task_id"] == problem["task_id"]]
        return [one_task.graded(sample, given.experiments.split(",")) for sample in samples]

    context = multiprocessing.get_context("fork")

    def graded_apart(problem: dict) -> list[dict]:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=lambda: theirs.send(grade(problem)))
        process.start()
        theirs.close()
        answer = ours.recv()
        process.join()
        return answer

    with concurrent.futures.ThreadPoolExecutor(given.parallel) as pool:
        results = [row for rows in pool.map(graded_apart, problems) for row in rows]
    given.out.write_text(json.dumps({"python": sys.version.split()[0], "numpy": numpy.__version__, "results": results}))


if __name__ == "__main__":
    main()
