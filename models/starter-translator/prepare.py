"""Write the vocabulary and the sentence pairs into the working folder."""

import argparse
from pathlib import Path

import corpus
import vocabulary

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, required=True)
    parser.add_argument("--pairs", type=int, default=200_000)
    arguments = parser.parse_args()
    vocabulary.write(arguments.work, vocabulary.collect())
    corpus.write(arguments.work, arguments.pairs, vocabulary.load(arguments.work))
