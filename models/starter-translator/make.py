"""The whole in one command: vocabulary, sentence pairs, both trainings, export, measurements, hashes.

  make.py all        as committed; what exists in the working folder is kept, training resumes
  make.py publish    export and measure the checkpoints in the working folder, and write the fixtures
  make.py evaluate   measure the checkpoints in the working folder and print the table
  make.py smoke      the same path in a few minutes with few pairs and steps; writes to .work/smoke only
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
DIRECTIONS = ("en-de", "de-en")
PAIRS, STEPS = 200_000, 4000


def script(name: str, *arguments) -> None:
    subprocess.run([sys.executable, str(HERE / f"{name}.py"), *map(str, arguments)], check=True)


def hashes(folders, to: Path) -> None:
    files = sorted(p for folder in folders for p in folder.rglob("*") if p.is_file())
    to.write_text("".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(ROOT)}\n" for p in files))


def everything(work: Path, models: Path, fixtures: Path, pairs: int, steps: int) -> None:
    work.mkdir(parents=True, exist_ok=True)
    if not (work / f"{DIRECTIONS[-1]}.npz").exists():
        script("prepare", "--work", work, "--pairs", pairs)
    for direction in DIRECTIONS:
        script("train", "--work", work, "--direction", direction, "--steps", steps)
    publish(work, models, fixtures)


def publish(work: Path, models: Path, fixtures: Path) -> None:
    script("export", "--work", work, "--out", models)
    fixtures.mkdir(parents=True, exist_ok=True)
    script("evaluate", "--work", work, "--fixture", fixtures / "greedy.json", "--problems", fixtures / "problems.jsonl")
    for direction in DIRECTIONS:
        shutil.copy(work / f"loss-{direction}.csv", fixtures)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("all", "publish", "evaluate", "smoke"))
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="pairs, checkpoints, curves")
    arguments = parser.parse_args()
    work = arguments.work.resolve()
    models, fixtures = ROOT / "public" / "models", HERE / "fixtures"
    if arguments.what == "evaluate":
        script("evaluate", "--work", work)
    elif arguments.what == "smoke":
        work = work / "smoke"
        everything(work, work / "models", work / "fixtures", 2000, 40)
    else:
        if arguments.what == "all":
            everything(work, models, fixtures, PAIRS, STEPS)
        else:
            publish(work, models, fixtures)
        hashes([models / f"starter-{d}" for d in DIRECTIONS], HERE / "SHA256SUMS")


if __name__ == "__main__":
    main()
