"""Grades samples with EvalPlus itself, offline.

    python native.py humaneval|mbpp DATA SAMPLES OUT [--parallel N] [--cache FOLDER] [--seconds S]

Writes OUT (EvalPlus's eval_results.json) and prints one JSON object: seconds, and seconds of the ground truth. The cache
folder keeps EvalPlus's ground truth; without one it is computed anew.
"""

import argparse
import gzip
import json
import os
import pathlib
import shutil
import tempfile
import time


def plain(data: pathlib.Path, folder: pathlib.Path) -> pathlib.Path:
    """EvalPlus hashes the file as it is: uncompressed, so that the hash is the published one."""
    if data.suffix != ".gz":
        return data
    out = folder / data.stem
    out.write_bytes(gzip.decompress(data.read_bytes()))
    return out


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("dataset", choices=("humaneval", "mbpp"))
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("samples", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--parallel", type=int, default=2)
    arguments.add_argument("--cache", type=pathlib.Path)
    arguments.add_argument("--seconds", type=float, default=1.0, help="min_time_limit")
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        override = "HUMANEVAL_OVERRIDE_PATH" if given.dataset == "humaneval" else "MBPP_OVERRIDE_PATH"
        os.environ[override] = str(plain(given.data, folder))
        os.environ["XDG_CACHE_HOME"] = str(given.cache or folder / "cache")

        # After the environment is set: EvalPlus reads it when it is imported.
        from evalplus import evaluate

        truth = []
        compute = evaluate.get_groundtruth

        def timed(*of):
            start = time.perf_counter()
            answer = compute(*of)
            truth.append(time.perf_counter() - start)
            return answer

        evaluate.get_groundtruth = timed
        samples = folder / "samples.jsonl"
        shutil.copyfile(given.samples, samples)
        start = time.perf_counter()
        evaluate.evaluate(given.dataset, str(samples), parallel=given.parallel, min_time_limit=given.seconds)
        seconds = time.perf_counter() - start
        shutil.copyfile(folder / "samples_eval_results.json", given.out)
    print(json.dumps({"seconds": seconds, "groundTruthSeconds": truth[0]}))


if __name__ == "__main__":
    main()
