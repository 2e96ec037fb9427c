import { expect, test } from '@playwright/test'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { shakedown, SITE } from './support/command'

/** grade and check-benchmark on the built site: verdicts, what is missing, resume after kill -9, faults by name, errors. */

const BENCHMARK = fileURLToPath(new URL('../public/benchmarks/starter-mbpp.jsonl.gz', import.meta.url))

interface Problem {
  readonly task_id: string
  readonly prompt: string
  readonly entry_point: string
  readonly canonical_solution: string
  readonly base_input: readonly unknown[][]
}
const problems = gunzipSync(readFileSync(BENCHMARK))
  .toString('utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Problem)

let folder = ''
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-grade-'))
})
test.afterAll(() => rmSync(folder, { recursive: true, force: true }))

function lines(name: string, rows: readonly object[]): string {
  const path = join(folder, name)
  writeFileSync(path, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
  return path
}

function problem(place: number): Problem {
  const found = problems[place]
  if (found === undefined) throw new Error(`The benchmark has no problem ${place}.`)
  return found
}

const solved = ({ task_id, prompt, canonical_solution }: Problem) => ({
  task_id,
  solution: prompt + canonical_solution,
})

/** The last line of stdout. */
function result(stdout: string): Record<string, unknown> {
  return JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '') as Record<string, unknown>
}

const grade = (samples: string, out: string, ...more: string[]) => [
  ...['grade', '--samples', samples, '--out', join(folder, out), '--site', SITE],
  ...(more.includes('--benchmark') ? [] : ['--benchmark', BENCHMARK]),
  ...more,
]

/** Results without what may differ between equal gradings. */
function comparable(out: string): unknown {
  return JSON.parse(readFileSync(join(folder, out), 'utf8'), (key, value: unknown) =>
    ['timing', 'environment', 'date'].includes(key) ? undefined : value,
  )
}

test('samples of every kind get their verdicts, and what is missing is said', async () => {
  test.setTimeout(180_000)
  const [first, second, third, fourth] = [problem(0), problem(1), problem(2), problem(3)]
  const samples = lines('kinds.jsonl', [
    solved(first),
    { task_id: first.task_id, solution: `def ${first.entry_point}(*words):\n    return 'wrong'\n` },
    { task_id: 'Other/1', solution: 'x = 1\n' },
    { task_id: second.task_id, solution: `def ${second.entry_point}(nums):\n    while True:\n        pass\n` },
    { task_id: second.task_id, solution: `def ${second.entry_point}(nums):\n    return {}['none']\n` },
    { task_id: third.task_id, completion: third.canonical_solution },
    { task_id: third.task_id, solution: 'Here is the answer: it is left to the reader.' },
    { ...solved(fourth), completion: 'the solution wins' },
    solved(fourth),
  ])
  const tasks = problems.slice(0, 6).map(({ task_id }) => task_id)
  const words = ['--tasks', tasks.join(','), '--extraction', 'sanitize', '--minimum-seconds', '0.3', '--workers', '1']
  const { status, stdout, stderr } = await shakedown(grade(samples, 'kinds.json', ...words, '--json'))
  expect(stderr).toContain('1 task not in the benchmark: Other/1.')
  expect(stderr).toContain(`2 tasks without a sample, which do not count: ${tasks[4]}, ${tasks[5]}.`)
  expect(status).toBe(0)
  expect(result(stdout)).toMatchObject({
    ok: true,
    crossed: null,
    benchmark: { id: 'starter-mbpp', problems: problems.length },
    samples: 8,
    tasks: 4,
    pass_at_k: { base: { 'pass@1': 0.5 }, plus: { 'pass@1': 0.5 } },
    kinds: { pass: 4, 'wrong-value': 1, exception: 1, timeout: 1, 'not-extracted': 1 },
    extraction_failures: 1,
    missing: tasks.slice(4),
    unknown: ['Other/1'],
    ungraded: [],
  })
  const results = JSON.parse(readFileSync(join(folder, 'kinds.json'), 'utf8')) as {
    readonly eval: Record<string, { readonly base_status: string; readonly plus_status: string }[]>
    readonly pass_at_k: unknown
  }
  const statuses = Object.fromEntries(
    Object.entries(results.eval).map(([id, of]) => [id, of.map((one) => `${one.base_status} ${one.plus_status}`)]),
  )
  const [pass, fail] = ['pass pass', 'fail fail']
  expect(statuses).toEqual({
    [first.task_id]: [pass, fail],
    // A call that takes too long is a failure to EvalPlus.
    [second.task_id]: [fail, fail],
    [third.task_id]: [pass, fail],
    [fourth.task_id]: [pass, pass],
  })
  expect(results.pass_at_k).toEqual({ base: { 'pass@1': 0.5 }, plus: { 'pass@1': 0.5 } })
  expect(readdirSync(folder).filter((name) => name.startsWith('kinds.json.'))).toEqual([])

  // Again: nothing is judged anew, the same comes out, thresholds decide.
  const before = comparable('kinds.json')
  const again = await shakedown(grade(samples, 'kinds.json', ...words, '--min-pass', '0.6'))
  expect(again.stderr).toContain('8 samples, 8 of them graded before.')
  expect(again.stderr).toContain('Threshold crossed: pass@1 (plus) of 50.0 %, less than 60.0 %.')
  expect(again.status).toBe(1)
  expect(again.stdout).toContain('not-extracted')
  expect(comparable('kinds.json')).toEqual(before)
})

test('killed and started again it ends as the undisturbed one, and grades nothing twice', async () => {
  test.setTimeout(180_000)
  const chosen = problems.slice(0, 16)
  const samples = lines(
    'many.jsonl',
    // Several a task, some of them equal, none quick.
    [0, 1, 1].flatMap((n) =>
      chosen.map((one) => ({
        task_id: one.task_id,
        solution: `sum(range(${500_000 + n}))\n${solved(one).solution}`,
      })),
    ),
  )
  const words = ['--tasks', chosen.map(({ task_id }) => task_id).join(','), '--workers', '1', '--base-only']
  const whole = await shakedown(grade(samples, 'whole.json', ...words))
  expect(whole.stderr).toContain('48 samples, 0 of them graded before.')
  expect(whole.status).toBe(0)

  const partial = join(folder, 'broken.json.partial')
  const kept = () => (existsSync(partial) ? readFileSync(partial, 'utf8').split('\n').slice(1, -1) : [])
  const killed = await shakedown(grade(samples, 'broken.json', ...words), (kill) => {
    if (kept().length >= 5) kill()
  })
  expect(killed.status).toBeNull()
  expect(existsSync(join(folder, 'broken.json'))).toBe(false)
  const before = kept()
  expect(before.length).toBeLessThan(32)

  const resumed = await shakedown(grade(samples, 'broken.json', ...words, '--json'))
  expect(resumed.status).toBe(0)
  const reused = Number(/48 samples, (\d+) of them graded before/.exec(resumed.stderr)?.[1])
  expect(reused).toBeGreaterThanOrEqual(before.length)
  expect(existsSync(partial)).toBe(false)
  expect(comparable('broken.json')).toEqual(comparable('whole.json'))
})

test('what is wrong has a name, ends with 2 and leaves nothing behind', async () => {
  test.setTimeout(180_000)
  const samples = lines('good.jsonl', [solved(problem(0))])
  const broken = join(folder, 'broken.jsonl')
  writeFileSync(broken, '{"task_id": "Test/0", "prompt": 1}\n')
  const taken = join(folder, 'taken.json')
  writeFileSync(taken, 'mine')
  for (const [words, message] of [
    [grade(join(folder, 'none.jsonl'), 'none.json'), /Error \(not-found\)/],
    [grade(samples, 'none.json', '--benchmark', 'no-such'), /Error \(unknown-benchmark\)/],
    [grade(samples, 'none.json', '--benchmark', broken), /Error \(bad-benchmark\): .*line 1/],
    [grade(samples, 'none.json', '--tasks', 'Starter/0,Starter/9999'), /Error \(usage\): .*Starter\/9999/],
    [grade(samples, 'none.json', '--require-all'), /Error \(bad-samples\): 163 tasks without a sample/],
    [grade(samples, 'taken.json'), /Error \(usage\): .*taken\.json/],
  ] as const) {
    const { status, stderr, stdout } = await shakedown([...words, '--json'])
    expect(stderr).toMatch(message)
    expect(status, words.join(' ')).toBe(2)
    expect(result(stdout)).toMatchObject({ ok: false })
  }
  expect(readFileSync(taken, 'utf8')).toBe('mine')
  expect(readdirSync(folder).filter((name) => /^(none|taken)\.json\./.test(name))).toEqual([])
})

test('check-benchmark passes a sound benchmark and names what is wrong with another', async () => {
  test.setTimeout(180_000)
  const sound = await shakedown([
    ...['check-benchmark', 'starter-mbpp', '--site', SITE, '--json', '--quiet'],
    ...[
      '--tasks',
      problems
        .slice(0, 20)
        .map(({ task_id }) => task_id)
        .join(','),
    ],
  ])
  expect(sound.stderr).toBe('')
  expect(result(sound.stdout)).toMatchObject({ ok: true, checked: 20, faults: 0 })
  expect(sound.status).toBe(0)

  const row = (name: string, body: string, more: object = {}) => ({
    task_id: `Broken/${name}`,
    prompt: `def ${name}(x):\n    """Answers."""\n`,
    entry_point: name,
    canonical_solution: `    ${body}\n`,
    base_input: [[1], [2]],
    plus_input: [[3]],
    atol: 0,
    ...more,
  })
  const file = lines('faulty.jsonl', [
    row('fine', 'return x', { test: 'def check(candidate):\n    assert candidate(1) == 1\n' }),
    row('raises', 'return 1 // (x - 2)'),
    row('clock', 'import time; return time.time_ns()'),
    row('wrong', 'return x', { test: 'def check(candidate):\n    assert candidate(1) == 5\n' }),
  ])
  const faulty = await shakedown([
    'check-benchmark',
    file,
    '--site',
    SITE,
    '--workers',
    '2',
    '--out',
    join(folder, 'report.json'),
  ])
  expect(faulty.status).toBe(1)
  expect(faulty.stdout).toContain('4 references checked')
  expect(faulty.stdout).toMatch(/Broken\/raises\n {2}no value \(base 1\): .*ZeroDivisionError/)
  expect(faulty.stdout).toMatch(/Broken\/clock\n {2}another value the second time \(base 0\)/)
  expect(faulty.stdout).toMatch(/Broken\/wrong\n {2}fails its tests: /)
  expect(faulty.stdout).not.toMatch(/Broken\/fine\n/)
  const report = JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')) as {
    readonly reports: { readonly taskId: string; readonly faults: readonly unknown[] }[]
  }
  expect(report.reports.map(({ taskId, faults }) => `${taskId} ${faults.length > 0}`)).toEqual([
    'Broken/fine false',
    'Broken/raises true',
    'Broken/clock true',
    'Broken/wrong true',
  ])
})
