import { describe, expect, test } from 'vitest'
import { parseBenchmark } from '../benchmarks/parse'
import { perturb } from './registry'
import { perturbedFile } from './perturbed-file'
import type { AttackResult } from './types'

const lines = (...rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('')

const PLUS = lines(
  {
    task_id: 'T/0',
    prompt: 'def add_up(xs):\n    """Sum of all numbers.\n    >>> add_up([1])\n    1\n    """\n',
    entry_point: 'add_up',
    canonical_solution: '    return xs[0] + add_up(xs[1:]) if xs else 0\n',
    test: 'def check(candidate):\n    assert candidate([]) == 0\n    assert add_up([1]) == 1\n',
    base_input: [[[1, 2]]],
    plus_input: [[[]]],
    atol: 0,
  },
  {
    task_id: 'T/1',
    prompt: 'def twice(x):\n    """2"""\n',
    entry_point: 'twice',
    canonical_solution: '    return 2 * x\n',
    base_input: [[1]],
    plus_input: [],
  },
)

function attacked(text: string, attack: string, parameters = {}): { text: string; results: AttackResult[] } {
  const benchmark = parseBenchmark('b.jsonl', new TextEncoder().encode(text))
  const results = benchmark.problems.map((problem) =>
    perturb({ attack, mode: 'corrected', parameters, seed: 1 }, { ...problem, form: benchmark.form }),
  )
  return { text: perturbedFile(text, benchmark, results), results }
}

describe('a benchmark in its own format', () => {
  test('has the perturbed prompts, and lines that nothing changed stay to the byte', () => {
    const { text, results } = attacked(PLUS, 'char', { max: 3 })
    expect(results.map(({ applied }) => applied)).toEqual([true, false])
    const [first, second] = text.split('\n')
    expect(second).toBe(PLUS.split('\n')[1])
    expect(JSON.parse(first ?? '')).toEqual({ ...JSON.parse(PLUS.split('\n')[0] ?? ''), prompt: results[0]?.text })
  })

  test('calls a renamed function by its name everywhere', () => {
    const { text } = attacked(PLUS, 'rename-camel')
    const row: unknown = JSON.parse(text.split('\n')[0] ?? '')
    expect(row).toMatchObject({
      entry_point: 'addUp',
      prompt: 'def addUp(xs):\n    """Sum of all numbers.\n    >>> addUp([1])\n    1\n    """\n',
      canonical_solution: '    return xs[0] + addUp(xs[1:]) if xs else 0\n',
      test: 'def check(candidate):\n    assert candidate([]) == 0\n    assert addUp([1]) == 1\n',
      base_input: [[[1, 2]]],
    })
  })

  test("writes MBPP's own rows where only the sentence changed, and refuses what they have no place for", () => {
    const mbpp = lines({
      task_id: 3,
      text: 'Write a function to add up.',
      code: 'def add_up(a, b):\n    return a + b\n',
      test_list: ['assert add_up(1, 2) == 3'],
      test_setup_code: '',
    })
    const { text, results } = attacked(mbpp, 'char', { max: 2 })
    const sentence = results[0]?.text.split('\n')[1]
    expect(sentence).not.toBe('Write a function to add up.')
    expect(JSON.parse(text)).toEqual({ ...JSON.parse(mbpp), text: sentence })
    expect(() => attacked(mbpp, 'rename-camel')).toThrow(/no place/)
  })
})
