/** Sound files of every kind that is read, small and of our own: what the fuzzer damages. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }
export type JsonObject = { readonly [key: string]: Json }

export interface SeedFile {
  readonly name: string
  readonly kind: 'benchmark' | 'samples' | 'results'
  readonly rows: readonly JsonObject[]
  /** One object a line, or one list of them, or a single object. */
  readonly shape: 'lines' | 'list' | 'object'
}

const PROMPT = 'def f(x):\n    """Add one."""\n'
const humanEval = (number: number): JsonObject => ({
  task_id: `HumanEval/${number}`,
  prompt: PROMPT,
  entry_point: 'f',
  canonical_solution: '    return x + 1\n',
  test: 'def check(candidate):\n    assert candidate(1) == 2\n',
})
const withInputs = (number: number): JsonObject => ({
  ...humanEval(number),
  contract: '    assert isinstance(x, int)\n',
  atol: 0,
  base_input: [[number], [2.5], [-3]],
  plus_input: [[[1, 2], { a: null }], [true], ['é\n'], [1e300]],
})
const mbppPlus = (task: number, inputs: Json): JsonObject => ({
  task_id: `Mbpp/${task}`,
  prompt: '"""\nx\nassert f(1)\n"""\n',
  entry_point: 'f',
  canonical_solution: '\ndef f(x): return x\n',
  base_input: inputs,
  plus_input: {},
  atol: 0.0001,
  contract: '',
  assertion: '\nimport math\nassert f((1, 2)) == 3\nassert math.isclose(f(2), 3)\n',
})
const mbpp = (task: number): JsonObject => ({
  text: 'Add one.',
  code: 'import re\ndef f(x):\r\n  return x + 1',
  task_id: task,
  test_setup_code: '',
  test_list: ['assert f(1) == 2', 'assert set(f(x)) == {3}'],
  challenge_test_list: [],
})
const suite = (number: number, tests: Json, more: JsonObject = {}): JsonObject => ({
  task_id: `Mine/${number}`,
  prompt: PROMPT,
  entry_point: 'f',
  canonical_solution: '    return x + 1\n',
  tests,
  ...more,
})
const sample = (task: number, text: JsonObject): JsonObject => ({ task_id: `HumanEval/${task}`, ...text })
const verdict = (status: string): JsonObject => ({
  task_id: 'HumanEval/0',
  solution: PROMPT,
  base_status: status,
  plus_status: null,
  base_fail_tests: [[1, [2.5]]],
  plus_fail_tests: [],
})

export const SEED_FILES: readonly SeedFile[] = [
  { name: 'HumanEval+', kind: 'benchmark', shape: 'lines', rows: [0, 1, 2].map(withInputs) },
  {
    name: 'MBPP+',
    kind: 'benchmark',
    shape: 'lines',
    rows: [
      mbppPlus(2, [
        [[1], [2]],
        [[], ['a']],
      ]),
      mbppPlus(124, [['1', '2j']]),
      mbppPlus(722, [[{ a: [1, 2] }, 3, 4]]),
      mbppPlus(580, [[[1, [2, [3]]]]]),
    ],
  },
  { name: 'HumanEval', kind: 'benchmark', shape: 'lines', rows: [0, 1, 2].map(humanEval) },
  {
    name: 'ReCode',
    kind: 'benchmark',
    shape: 'lines',
    rows: [0, 1].map((number) => ({ ...humanEval(number), seed: 3, perturbed: 'x', partial: null })),
  },
  { name: 'MBPP', kind: 'benchmark', shape: 'lines', rows: [1, 2, 3].map(mbpp) },
  {
    name: 'MBPP sanitized',
    kind: 'benchmark',
    shape: 'list',
    rows: [1, 2].map((task) => ({
      source_file: 'x',
      task_id: task,
      prompt: 'Add one.',
      code: 'def f(x):\n  return x',
      test_imports: ['import math'],
      test_list: ['assert f(1)', 'assert f(2)'],
    })),
  },
  {
    name: 'own suite',
    kind: 'benchmark',
    shape: 'lines',
    rows: [
      suite(0, { cases: [{ input: [1, { $py: '(1, {2})' }], expected: { $py: "{'a': b'x'}" } }] }, { atol: 1e-6 }),
      suite(1, { inputs: [[1], [{ a: [2.5] }]] }, { plus_tests: { cases: [{ input: [], expected: null }] } }),
      suite(2, { asserts: ['assert f(1)', 'assert f(2)'], setup: 'import re' }, { time_limit: 2 }),
    ],
  },
  {
    name: 'solutions',
    kind: 'samples',
    shape: 'lines',
    rows: [0, 0, 1, 2].map((task) => sample(task, { solution: `${PROMPT}    return ${task}\n` })),
  },
  {
    name: 'completions',
    kind: 'samples',
    shape: 'lines',
    rows: [0, 1, 0].map((task) => sample(task, { completion: '    return x\n', logprob: -1.5 })),
  },
  {
    name: 'results',
    kind: 'results',
    shape: 'object',
    rows: [{ date: '2026-01-31 09:05', hash: 'ab', eval: { 'HumanEval/0': ['pass', 'fail', 'timeout'].map(verdict) } }],
  },
]

/** A row may hold raw JSON under a place holder (`raw`), which no JSON.stringify would write. */
export function fileText({ shape }: SeedFile, rows: readonly Json[], raw = 'null'): string {
  const texts = rows.map((row) => JSON.stringify(row).replaceAll(`"${PLACE}"`, () => raw))
  if (shape === 'list') return `[${texts.join(', ')}]`
  return texts.map((text) => `${text}\n`).join('')
}

export const PLACE = '@@place@@'
