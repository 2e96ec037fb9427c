/** Text of `npx shakedown help [COMMAND]`. */
export const HELP: Readonly<Record<string, string>> = {
  '': `shakedown: does this quantized code model hold up?

  npx shakedown run SPEC --out DIR   carry a spec through and write the run folder
  npx shakedown merge DIR... --out DIR
                                     put the parts of a run together
  npx shakedown compare A B          two runs, cell by cell and problem by problem
  npx shakedown stats DIR            every statistic of a run
  npx shakedown report DIR --out FILE
                                     a run as one HTML file that opens anywhere
  npx shakedown grade --benchmark FILE --samples FILE --out FILE
                                     run samples made elsewhere against their tests: verdicts and pass@k
  npx shakedown check-benchmark FILE run a benchmark's own references and name what is wrong with it
  npx shakedown attacks              every attack and control with its parameters
  npx shakedown perturb --attack NAME --benchmark FILE --out FILE
                                     write a benchmark with perturbed prompts, in its own format
  npx shakedown search --model MODEL --attack NAME --benchmark FILE --out FILE
                                     the smallest edits of prompts that make a model fail
  npx shakedown inspect MODEL        what a model is and how its weights are stored
  npx shakedown quantize MODEL --scheme S --out DIR
                                     write the model under a scheme as a folder
  npx shakedown generate --model MODEL --prompts FILE --max-tokens N --out FILE
                                     continue prompts, a line each
  npx shakedown spec [FILE]          print the JSON Schema of specs, a preset, or check a spec
  npx shakedown help [COMMAND]       more about a command

Common options: --json (one JSON object as the last line of stdout), --quiet (no progress).
Exit: 0 done, 1 a threshold was crossed, 2 error (named on stderr, with a hint).
First run to try: npx shakedown run examples/quick-check.json --out run`,
  run: `npx shakedown run SPEC --out DIR [options]

Carries a spec through in a headless Chromium and writes run.json, samples.jsonl.gz, prompts.jsonl.gz and verdicts.json.gz
to DIR. SPEC is a path, or the name of a spec in examples/; its models, benchmarks and imported samples are paths, or ids
of the site. Killed and started again with the same SPEC and DIR it goes on where it was; nothing is made twice. What
fails is tried once more and then left out: the run is then "partial" and says why.

  --device auto|webgpu|wasm   auto takes WebGPU only on a real adapter (default auto)
  --max-drop X                exit 1 if pass@1 drops by more than X (a fraction) from clean, within a variant
  --max-loss X                exit 1 if a variant loses more than X against the first, under any condition
  --shard i/n                 makes a part of the problems only; "merge" puts the parts together
  --resume                    error if DIR holds nothing to go on with
  --reuse DIR                 takes finished samples of other run folders; may be given several times
  --junit FILE                the cells as JUnit XML: crossed thresholds are failures
  --suite base|plus           the tests that the table and the thresholds go by (default plus)
  --rejected FILE             prompts that a person rejected, since they mean something else: the statistics are given
                              once more without them. A run.json of the page, or lines of {"task_id", "prompt": hash}
  --translations FILE         back-translations made before; those made now are added
  --site DIR                  use a site that is built already
  --json, --quiet             as for all commands`,
  grade: `npx shakedown grade --benchmark FILE|ID --samples FILE --out FILE [options]

Runs samples against the tests of a benchmark in a sandbox, in a headless Chromium, and writes verdicts and pass@k in
the shape of EvalPlus's eval_results.json, with more beside it (kind of verdict, failing input, expected, got, times).
BENCHMARK: HumanEval(+), MBPP(+), ReCode or your own suite, .jsonl or .jsonl.gz, or an id that the site ships.
SAMPLES: .jsonl or .jsonl.gz, a line each: "task_id" and "solution" (a program) or "completion" (follows the prompt);
several lines a task are several samples. Killed and started again it goes on where it was; nothing is graded twice.

  --workers N                 interpreters side by side (default: as suits the machine)
  --time-factor F             multiplies every limit of time (default 1)
  --minimum-seconds S         least limit of one call (default 1, as EvalPlus 0.3.1; its later versions: 4)
  --base-only                 leaves the plus tests out
  --tasks LIST                only these, e.g. HumanEval/0,HumanEval/7
  --extraction none|sanitize|published
                              none (default): samples run as they are, as EvalPlus evaluates them; sanitize: EvalPlus's
                              rules first, for texts that nobody has sanitized yet; published: imports and functions only
  --min-pass X                exit 1 if pass@1 is below X (a fraction), plus tests unless there are none
  --require-all               error if a task has no sample (otherwise it is said, and does not count)
  --site DIR                  use a site that is built already
  --json, --quiet             as for all commands

  npx shakedown grade --benchmark HumanEvalPlus.jsonl.gz --samples samples.jsonl --out results.json
  npx shakedown grade --benchmark starter-mbpp --samples raw.jsonl --out r.json --extraction sanitize --min-pass 0.6`,
  'check-benchmark': `npx shakedown check-benchmark FILE|ID [options]

Runs every reference solution against its own tests, twice, and prints what is wrong: references that fail the tests
written beside them, give no value, give another value the second time, or need more than this platform has; then the
slowest calls, and the name of the file where it is a published one. Exit: 0 nothing wrong, 1 something is.

  --workers N, --time-factor F, --minimum-seconds S, --tasks LIST, --site DIR
                              as for grade
  --out FILE                  the whole report as JSON
  --json, --quiet             as for all commands

  npx shakedown check-benchmark MbppPlus.jsonl.gz --tasks Mbpp/102,Mbpp/459,Mbpp/559`,
  attacks: `npx shakedown attacks [--json]

Lists every attack and control: level, modes, parameters with ranges and defaults, and what it needs.`,
  perturb: `npx shakedown perturb --attack NAME --benchmark FILE|ID --out FILE [options]

Writes the benchmark with perturbed prompts, line by line, in its own format: what was not changed stays to the byte, and
prompt + canonical_solution is a whole program. Native EvalPlus reads the file through its override variable.

  --mode published|corrected  as the paper (or its successor) published it, or protected (default corrected)
  --param NAME=VALUE          a parameter of the attack; may be given several times (see npx shakedown attacks)
  --seed N                    of the random choices (default 1)
  --edits FILE                the edits as well, a line a task
  --translations FILE         back-translations made before; those made now are added
  --site DIR, --json, --quiet

  npx shakedown perturb --attack char --param max=5 --benchmark HumanEvalPlus.jsonl.gz --out char.jsonl`,
  search: `npx shakedown search --model MODEL --attack NAME --benchmark FILE|ID --out FILE [options]

Looks, problem by problem, for the smallest set of the attack's edits that makes the model fail its tests: edits are ranked
by how much each lowers the log-probability of the reference solution, tried alone, then together, then taken back one by
one. Writes a line a search. Killed and started again it goes on where it was.

  --scheme S                  how the weights are stored (default fp32); several are compared with the first
  --mode, --param, --seed     as for perturb
  --limit N, --tasks LIST     the first N problems, or these
  --budget N                  prompts generated and judged at most, for a problem (default 60)
  --batch N                   prompts generated together (default 8)
  --max-tokens N              (default 192)
  --translations FILE         as for perturb
  --file PATH, --device D, --site DIR, --json, --quiet

  npx shakedown search --model starter-coder-s --scheme fp32 --scheme int4 --attack char --benchmark starter-mbpp \\
    --limit 20 --out search.jsonl`,
  inspect: `npx shakedown inspect MODEL [options]

Prints what a model is: family, device, context, hashes of its files, and its weights with role, shape and storage.
MODEL is a folder in the layout of the hub or of the GenAI builder, a .onnx file in one, or an id that the site ships.

  --file PATH                 graph within the model, e.g. onnx/model_q4.onnx (default: the best master)
  --scheme S                  show the weights as this scheme stores them (default fp32)
  --device auto|webgpu|wasm   (default auto)
  --site DIR, --json, --quiet`,
  quantize: `npx shakedown quantize MODEL --scheme S --out DIR [options]

Writes the model under a scheme as a folder that ONNX Runtime and transformers.js load, and prints size, bits a weight
and error of each tensor. MODEL as for inspect. Schemes: fp32, fp16, int8, int4, int2, int8row, nf4, fp4, llm-int8, with
options behind a colon, e.g. int4:block=64,asymmetric,embedding or nf4:double.

  --file PATH, --device D, --site DIR, --json, --quiet`,
  generate: `npx shakedown generate --model MODEL --prompts FILE --max-tokens N --out FILE [options]

Reads {"prompt": ...} a line and writes {"prompt", "prompt_ids", "tokens", "text", "finish"} a line, in order.

  --scheme S                  how the weights are stored (default as-shipped)
  --noise KIND:LEVEL:SEED:TARGET[:relative][:roles=q+k][:layers=0+1]
                              gaussian, uniform or bitflip; every-weight, float-only, before-quantizing or stored
  --temperature T --top-p P --top-k K
                              sampling (default greedy)
  --n N --seed S              samples a prompt, and the seed they come from
  --batch N                   rows decoded together at most (default 16); the texts do not depend on it
  --stop TEXT                 ends a text; may be given several times
  --ignore-eos                goes on past the end of text, to measure speed
  --chat                      prompts in the model's chat template
  --file PATH, --device D, --site DIR, --json, --quiet`,
  merge: `npx shakedown merge DIR... --out DIR

Puts shards (run --shard i/n), or unfinished runs, of one spec together: the result is the run that one process would
have made, but for its times. Samples that several parts have are taken once.`,
  compare: `npx shakedown compare A B [--suite base|plus] [--json]

Two runs (folders, .zip files or run.json with verdicts), matched by variant, condition, benchmark and problem: pass@1 of
both, the change with its 95 % interval, problems lost and gained, exact McNemar, and which samples were judged differently.
With --json all of it. Use it to compare devices, batch sizes, versions, or two models' runs of one spec.`,
  stats: `npx shakedown stats DIR [--suite base|plus] [--json]

Every statistic of a run, computed anew from its samples: pass@1 with Wilson intervals, pass@k and pass^k of several
samples, drops in points and by the paper's equation 1, losses, RRS by the sign table and as published, McNemar with
Holm's correction over the families of cells, sign tests, ReCode's worst of seeds, and the smallest difference that this
many problems can show. Formulas and sources: docs/statistics.md.`,
  report: `npx shakedown report DIR --out FILE

Writes a run as one HTML file with its tables and figures: no script, no network, opens from disk and prints.`,
  spec: `npx shakedown spec [FILE] [--preset NAME]

Without FILE: prints the JSON Schema of specs. With FILE: checks it and prints it with all defaults filled in.
With --preset: prints a study to begin with, e.g. quick-check, ship-check, rq1-corrected, rq2-corrected, family-252,
noise-floor, hub-models.`,
  help: `npx shakedown help [COMMAND]`,
}
