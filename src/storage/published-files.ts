/** Of the site; whoever serves it may put files of other benchmarks beside the site's own. */
export const FOLDER = 'benchmarks/'

const VERSIONS = { HumanEvalPlus: 'v0.1.10', MbppPlus: 'v0.2.0' } as const

/** Names under which benchmarks are published, or kept by EvalPlus and by people who have both data sets in one folder. */
export const PUBLISHED_FILES: readonly string[] = [
  ...Object.entries(VERSIONS).flatMap(([name, version]) => [
    `${name}.jsonl.gz`,
    `${name}-${version}.jsonl.gz`,
    `${name}-${version}.jsonl`,
    `${name}-NoExtreme.jsonl.gz`,
  ]),
  'HumanEvalPlus-Mini.jsonl.gz',
  'HumanEval.jsonl.gz',
  'HumanEval.jsonl',
  'mbpp.jsonl',
  'sanitized-mbpp.json',
]
