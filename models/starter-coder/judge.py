"""Judge solutions: JSON lines in, verdicts out. Each solution runs in its own forked process.

A line in: {"solution", "reference", "entry_point", "base_input", "plus_input"}.
A line out: {"base": bool, "plus": bool}; plus means that base and plus tests pass.
This is for the solutions of our own small models; it is no sandbox for hostile code.
"""

import copy
import json
import os
import resource
import signal
import sys

INPUT_SECONDS = 0.5
SOLUTION_SECONDS = 10
MEMORY = 4 << 30


def load(source: str, name: str):
    space: dict = {}
    exec(source, space)  # the purpose of this process
    return space[name]


def passes(solution, reference, inputs) -> bool:
    for arguments in inputs:
        expected = reference(*copy.deepcopy(arguments))
        signal.setitimer(signal.ITIMER_VIRTUAL, INPUT_SECONDS)
        found = solution(*copy.deepcopy(arguments))
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        if found != expected:
            return False
    return True


def verdict(task: dict) -> int:
    """0 when nothing passes, 1 base, 3 base and plus."""
    try:
        solution = load(task["solution"], task["entry_point"])
        reference = load(task["reference"], task["entry_point"])
        if not passes(solution, reference, task["base_input"]):
            return 0
    except BaseException:
        return 0
    try:
        return 3 if passes(solution, reference, task["plus_input"]) else 1
    except BaseException:
        return 1


def isolated(task: dict) -> int:
    """The verdict from a child process, which cannot disturb this one."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (SOLUTION_SECONDS, SOLUTION_SECONDS))
        quiet = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(quiet, stream)
        signal.signal(signal.SIGVTALRM, signal.default_int_handler)
        os._exit(verdict(task))
    _, status = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(status) if os.WIFEXITED(status) else 0


def main() -> None:
    for line in sys.stdin:
        code = isolated(json.loads(line))
        print(json.dumps({"base": code in (1, 3), "plus": code == 3}), flush=True)


if __name__ == "__main__":
    main()
