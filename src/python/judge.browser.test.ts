import { afterAll, describe, expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import type { PyValue } from '../core/judge/value'
import { createJudge } from './index'

const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })
const text = (value: string): PyValue => ({ type: 'str', value })

/** Its answers depend on the order of a set of strings, and are a Counter within a list. */
const problem: Problem = {
  taskId: 'Test/counts',
  prompt:
    'from collections import Counter\n\n\ndef counts(words):\n    """Count the letters of each word, in the order of the set of words."""\n',
  entryPoint: 'counts',
  canonicalSolution: '    return [Counter(word) for word in set(words.split())]\n',
  contract: '',
  base: { kind: 'inputs', inputs: [[text('anna otto bob')], [text('')]] },
  plus: { kind: 'inputs', inputs: [[text('one two three four five six seven eight nine ten')]] },
  atol: 0,
  original: null,
}
const reference = problem.prompt + problem.canonicalSolution
const judge = createJudge({ lanes: 2 })
afterAll(() => judge.close())

describe('a judge', () => {
  test('names its versions', async () => {
    expect(await judge.environment()).toEqual({ pyodide: '314.0.7', python: '3.14.2' })
  })

  test('gives the same verdict in every interpreter, old or new, side by side', async () => {
    const wrong = reference.replace('Counter(word)', 'Counter(word.upper())')
    const programs = Array.from({ length: 40 }, (_, index) =>
      index % 8 === 5 ? 'import os\nos._exit(1)' : index % 2 === 0 ? reference : wrong,
    )
    const verdicts = await Promise.all(programs.map((program) => judge.judge(problem, program)))
    expect(verdicts.map(({ kind }) => kind)).toEqual(
      programs.map((program) => (program === reference ? 'pass' : program === wrong ? 'wrong-value' : 'crash')),
    )
    expect(verdicts[1]?.failing).toMatchObject({ suite: 'base', index: 0, input: "'anna otto bob'" })
    expect(verdicts[1]?.failing?.expected).toContain("{'a': 2, 'n': 2}")
    expect(verdicts[1]?.failing?.got).toContain("{'A': 2, 'N': 2}")
    expect(verdicts[1]?.baseTests).toEqual(['fail', 'pass'])
  })

  test('nothing a program leaves behind is found by the next', async () => {
    const leaving = [
      'import sys, os, random, builtins, math',
      'builtins.len = builtins.set = None',
      'math.left = random.left = sys.left = True',
      'os.environ["LEFT"] = "1"',
      'open("left.txt", "w").write("x")',
      'open("left.py", "w").write("x = 1")',
      'os.mkdir("/tmp/left"); os.chdir("/tmp/left")',
      'sys.setrecursionlimit(50)',
      'random.seed(99)',
      reference,
    ].join('\n')
    const finding = [
      'import sys, os, random, math',
      'found = [hasattr(m, "left") for m in (sys, random, math)] + ["LEFT" in os.environ, os.path.exists("left.txt"), os.path.exists("left.py")]',
      'found += [os.path.exists("/tmp/left"), os.getcwd() == "/tmp/left", sys.getrecursionlimit() < 100]',
      'assert not any(found), str(found)',
      reference,
    ].join('\n')
    const alone = createJudge({ lanes: 1 })
    const drawn: Problem = {
      ...problem,
      taskId: 'Test/random',
      entryPoint: 'draw',
      prompt: 'import random\ndef draw(n):\n',
      canonicalSolution: '    return random.random() + n\n',
      base: { kind: 'inputs', inputs: [[int(1)]] },
      plus: { kind: 'inputs', inputs: [] },
    }
    for (let round = 0; round < 3; round += 1) {
      expect((await alone.judge(problem, leaving)).kind).not.toBe('pass')
      expect(await alone.judge(problem, finding)).toMatchObject({ kind: 'pass', failing: null })
      expect((await alone.judge(drawn, drawn.prompt + drawn.canonicalSolution)).kind).toBe('pass')
    }
    alone.close()
  })

  test('a reference that fails is a named error, and does not spoil the judge', async () => {
    const broken = { ...problem, taskId: 'Test/broken', canonicalSolution: '    return 1 // 0\n' }
    await expect(judge.judge(broken, reference)).rejects.toMatchObject({
      code: 'reference-failed',
      message: expect.stringContaining('Test/broken'),
    })
    expect((await judge.judge(problem, reference)).kind).toBe('pass')
  })

  test('a cancelled call rejects at once and the next one runs', async () => {
    const controller = new AbortController()
    const endless = judge.judge(problem, 'while True: pass', { signal: controller.signal })
    controller.abort()
    await expect(endless).rejects.toMatchObject({ code: 'cancelled' })
    expect((await judge.judge(problem, reference)).kind).toBe('pass')
  })

  test('a closed judge takes its frame away and rejects', async () => {
    const closing = createJudge({ lanes: 1 })
    const frames = () => document.querySelectorAll('iframe').length
    const before = frames()
    await closing.environment()
    expect(frames()).toBe(before + 1)
    const pending = closing.judge(problem, 'while True: pass')
    closing.close()
    await expect(pending).rejects.toMatchObject({ code: 'cancelled' })
    await expect(closing.judge(problem, reference)).rejects.toMatchObject({ code: 'cancelled' })
    await expect.poll(frames).toBe(before)
  })
})
