import { afterAll, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import type { PyValue } from '../core/judge/value'
import { createJudge } from './index'

const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })
const list = (...items: PyValue[]): PyValue => ({ type: 'list', items })

const problem: Problem = {
  taskId: 'Test/0',
  prompt: '"""\nAdd one to each.\nassert add_one([1]) == [2]\n"""\n',
  entryPoint: 'add_one',
  canonicalSolution: '\ndef add_one(items):\n    return [item + 1 for item in items]\n',
  contract: '',
  baseInput: [[list(int(1), int(2))], [list()]],
  plusInput: [[list(int(5))], [list(int(-1), int(7))]],
  atol: 0,
}
const judge = createJudge({ minimumSeconds: 0.5 })
afterAll(() => judge.close())

test('the reference passes', async () => {
  const start = performance.now()
  const environment = await judge.environment()
  console.log('cold start', performance.now() - start, environment)
  for (let index = 0; index < 5; index += 1) {
    const verdict = await judge.judge(problem, problem.prompt + problem.canonicalSolution)
    console.log(JSON.stringify(verdict))
    expect(verdict.kind).toBe('pass')
  }
})
