/** Text of `npx shakedown help [COMMAND]`. */
export const HELP: Readonly<Record<string, string>> = {
  '': `shakedown: does this quantized code model hold up?

  npx shakedown run SPEC --out DIR   carry a spec through and write the run folder
  npx shakedown spec [FILE]          print the JSON Schema of specs, or check a spec
  npx shakedown help [COMMAND]       more about a command

Common options: --json (one JSON object as the last line of stdout), --quiet (no progress).
Exit: 0 done, 1 a threshold was crossed, 2 error (named on stderr, with a hint).
First run to try: npx shakedown run examples/quick-check.json --out run`,
  run: `npx shakedown run SPEC --out DIR [options]

Carries a spec through in a headless Chromium and writes run.json, samples.jsonl.gz and prompts.jsonl.gz to DIR.
SPEC is a path, or the name of a spec in examples/. Started again with the same SPEC and DIR it goes on where it was.

  --device auto|webgpu|wasm   auto takes WebGPU only on a real adapter (default auto)
  --max-drop X                exit 1 if pass@1 drops by more than X (a fraction) from clean, within a variant
  --max-loss X                exit 1 if a variant loses more than X against the first, under any condition
  --suite base|plus           the tests that the table and the thresholds go by (default plus)
  --site DIR                  use a site that is built already
  --json, --quiet             as for all commands`,
  spec: `npx shakedown spec [FILE]

Without FILE: prints the JSON Schema of specs. With FILE: checks it and prints it with all defaults filled in.`,
  help: `npx shakedown help [COMMAND]`,
}
