"""Seeds of the two draws of the benchmark, frozen before the first full training."""

BENCHMARK_SEEDS = {1: 164001, 2: 164002}
