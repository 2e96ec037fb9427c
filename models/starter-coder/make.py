"""Make the whole family: `make.py all`, or `make.py smoke` for a run of under a minute.

Every step leaves what exists alone, so that a run that was cut short goes on where it stopped;
training continues from its last checkpoint.
"""

import argparse
import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
MINUTES = {"l": 50, "m": 17, "s": 8, "xl": 60}
SHARDS = 12


def script(name: str, *arguments) -> None:
    """Run one of the scripts beside this one; stop when it fails."""
    command = [sys.executable, str(HERE / f"{name}.py"), *map(str, arguments)]
    print("+", " ".join(command[1:]), flush=True)
    subprocess.run(command, check=True, cwd=HERE)


def prepare(work: Path, shards: int, size: int) -> None:
    """Tokenizer and training documents."""
    import data
    import tokens

    work.mkdir(parents=True, exist_ok=True)
    if not (work / "tokenizer.json").exists():
        tokens.train(work / "tokenizer.json")
    data.write_shards(work, shards, size, workers=2)


def publish(size: str, work: Path, folder: Path) -> None:
    """Export, check against PyTorch, and add the tokenizer."""
    import tokens

    script("export", "--size", size, "--checkpoint", work / f"{size}.pt", "--out", folder)
    script("check_export", "--size", size, "--checkpoint", work / f"{size}.pt", "--model", folder / "onnx" / "model_fp16.onnx")
    shutil.copyfile(work / "tokenizer.json", folder / "tokenizer.json")
    tokens.write_configuration(folder)


def hashes(paths: list[Path]) -> str:
    lines = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.relative_to(ROOT)}" for p in sorted(paths)]
    return "\n".join(lines) + "\n"


def write_hashes(public: Path, fixtures: Path, file: Path) -> None:
    paths = [p for folder in (public / "models", public / "benchmarks", fixtures) for p in folder.rglob("*") if p.is_file()]
    file.write_text(hashes(paths))


def everything(sizes: list[str], work: Path, public: Path) -> None:
    """Benchmark first, then documents, then each size from training to card."""
    benchmarks, fixtures, results = public / "benchmarks", HERE / "fixtures", HERE / "results.json"
    script("benchmark", "--public", benchmarks, "--fixtures", fixtures)
    prepare(work, SHARDS, 10_000)
    for size in sizes:
        script("train", "--size", size, "--minutes", MINUTES[size], "--work", work)
    for size in sizes:
        folder = (work if size == "xl" else public) / "models" / f"starter-coder-{size}"
        places = ["--checkpoint", work / f"{size}.pt", "--tokenizer", work / "tokenizer.json", "--public", benchmarks]
        publish(size, work, folder)
        curve = HERE / "curves" / f"loss-{size}.csv"
        curve.parent.mkdir(exist_ok=True)
        shutil.copyfile(work / curve.name, curve)
        script("evaluate", "--size", size, *places, "--out", results)
        if size != "xl":
            script("reference", "--size", size, *places)
        script("card", "--size", size, "--results", results, "--curve", curve, "--out", folder / "README.md")
    script("report")
    if public == ROOT / "public":
        write_hashes(public, fixtures, HERE / "SHA256SUMS")


def smoke(work: Path) -> None:
    """The same path with few documents, seconds of training and eight problems; writes to `work` only."""
    from evaluate import Bench

    prepare(work, 1, 400)
    script("benchmark", "--public", work / "benchmarks", "--fixtures", work / "fixtures", "--share", 0.1)
    script("train", "--size", "s", "--minutes", 0.2, "--work", work)
    publish("s", work, work / "models" / "starter-coder-s")
    bench = Bench("s", work / "s.pt", work / "tokenizer.json", work / "benchmarks", work / "fixtures")
    for form in ("mbpp", "humaneval"):
        print(form, bench.measure(1, form, "clean", first=8))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("all", "smoke"))
    parser.add_argument("--sizes", nargs="+", choices=list(MINUTES), default=["l", "m", "s"], help="xl wants a GPU")
    parser.add_argument("--work", type=Path, default=HERE / ".work", help="documents, checkpoints, curves")
    parser.add_argument("--public", type=Path, default=ROOT / "public", help="folder for models and benchmarks")
    arguments = parser.parse_args()
    if arguments.what == "smoke":
        smoke(arguments.work.resolve() / "smoke")
    else:
        everything(arguments.sizes, arguments.work.resolve(), arguments.public.resolve())


if __name__ == "__main__":
    main()
