"""Grades single samples with EvalPlus under one changed condition, to find why two graders disagree.

    python experiments.py humaneval|mbpp DATA ASKED OUT --experiment NAME [--seconds S]

ASKED is a JSON list of {"task_id", "index", "solution"}; OUT becomes {"experiment", "python", "numpy", "results": [{"task_id",
"index", "base", "plus"}]}, statuses as EvalPlus says them. Expected values are computed here, by the Python that runs
this. Run it with another interpreter or numpy for those experiments, with PYTHONHASHSEED for that one.
"""

import argparse
import ast
import asyncio
import builtins
import itertools
import json
import os
import pathlib
import pickle
import re
import struct
import sys
import threading
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
    "counted": nothing,
    "fresh-inputs": fresh_inputs,
    "longer": nothing,
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


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dataset", choices=("humaneval", "mbpp"))
    arguments.add_argument("data")
    arguments.add_argument("asked", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--experiment", choices=EXPERIMENTS, required=True)
    arguments.add_argument("--seconds", type=float, default=1.0, help="min_time_limit")
    given = arguments.parse_args()
    change = EXPERIMENTS[given.experiment]
    if given.experiment == "memory":
        os.environ["EVALPLUS_MAX_MEMORY_BYTES"] = str(address_space() + 256 * MEBIBYTE)

    plain = judge.unsafe_execute

    # Runs in the child process: what is patched there is gone with it.
    def changed(dataset, entry, code, inputs, *rest):
        plain(dataset, entry, change(code, entry), inputs, *rest)
        stat, details, progress = rest[-3:]
        if given.experiment == "counted" and entry == "find_zero" and stat.value == judge._SUCCESS:
            # 0.3.1 leaves the turn of its loop before a passed test of this task is counted, and fails it for the gap.
            details[:] = [True] * len(inputs)
            progress.value = len(inputs)

    judge.unsafe_execute = changed
    asked = json.loads(given.asked.read_text())
    wanted = {one["task_id"] for one in asked}
    problems = {row["task_id"]: row for row in stream_jsonl(given.data) if row["task_id"] in wanted}
    results = []
    truths: dict[tuple[str, str], tuple[list, list]] = {}
    for one in asked:
        problem = problems[one["task_id"]]
        entry = problem["entry_point"]
        statuses = {}
        for suite in ("base", "plus"):
            inputs = problem[f"{suite}_input"]
            if given.dataset == "mbpp":
                inputs = mbpp_deserialize_inputs(one["task_id"], inputs)
            key = (one["task_id"], suite)
            if key not in truths:
                oracle = given.dataset == "mbpp" and entry in judge.MBPP_OUTPUT_NOT_NONE_TASKS
                reference = problem["prompt"] + problem["canonical_solution"]
                truths[key] = trusted_exec(reference, inputs, entry, record_time=True, output_not_none=oracle)
            expected, times = truths[key]
            statuses[suite], _ = judge.untrusted_check(
                given.dataset, one["solution"], inputs, entry, expected, problem["atol"], times,
                fast_check=True, min_time_limit=given.seconds,
            )  # fmt: skip
        results.append({"task_id": one["task_id"], "index": one["index"], **statuses})
    out = {"experiment": given.experiment, "python": sys.version.split()[0], "numpy": numpy.__version__, "results": results}
    given.out.write_text(json.dumps(out))


if __name__ == "__main__":
    main()
