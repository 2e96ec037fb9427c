import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseBenchmark } from './parse'
import { calledName, splitAsserts } from './statements'

test('splitAsserts: asserts apart from what they need', () => {
  expect(splitAsserts('import math\nassert a == 1, "x"\nb = 2; assert b\n# no\nfor i in ():\n  assert i\n')).toEqual({
    setup: 'import math\nb = 2\nfor i in ():\n  assert i',
    tests: ['assert a == 1, "x"', 'assert b'],
  })
  expect(splitAsserts('assert (')).toEqual({ setup: '', tests: ['assert ('] })
  const deep = `assert ${'('.repeat(100_000)}`
  expect(splitAsserts(deep).tests).toEqual([deep])
})

test('calledName: the outermost call of what the code defines', () => {
  const code =
    'import re\nclass Node:\n  def method(self): pass\n@cached\ndef f(x):\n  def inner(): pass\ng = lambda x: x\n'
  expect(calledName(['assert set(f(g(1))) == {1}'], code)).toBe('f')
  expect(calledName(['assert sorted(Node(1), key=len)'], code)).toBe('Node')
  expect(calledName(['assert (g)(1) == 1', 'assert g(1) == 1'], code)).toBe('g')
  expect(calledName(['assert inner() and method() and re.sub(1)'], code)).toBeNull()
  expect(calledName([`assert ${'f('.repeat(100_000)}`], code)).toBeNull()
})

const RELEASE = '../shared/data/MbppPlus-v0.2.0.jsonl.gz'
test.skipIf(!existsSync(RELEASE))(
  'finds the entry point of every task of MBPP+ (skipped where the file is absent)',
  () => {
    const { problems } = parseBenchmark('x', readFileSync(RELEASE))
    const wrong = problems.filter(
      ({ original, canonicalSolution, entryPoint }) =>
        calledName(original?.tests ?? [], canonicalSolution) !== entryPoint,
    )
    expect(wrong.map(({ taskId }) => taskId)).toEqual([])
  },
)
