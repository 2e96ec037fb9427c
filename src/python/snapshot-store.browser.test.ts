import { expect, test } from 'vitest'
import type { Problem } from '../core/benchmarks/types'
import { createJudge } from './index'
import { withDefaults } from './options'
import { browserSnapshots } from './snapshot-store'

const problem: Problem = {
  taskId: 'Test/order',
  prompt: 'import random\ndef order(x):\n',
  entryPoint: 'order',
  canonicalSolution: '    return [random.random(), list({"a", "b", "c", x}), hash(x)]\n',
  contract: '',
  base: { kind: 'inputs', inputs: [[{ type: 'str', value: 'word' }]] },
  plus: null,
  atol: 0,
  original: null,
}
const reference = problem.prompt + problem.canonicalSolution

test('an interpreter started from kept memory gives what the one that left it gave', async () => {
  await caches.delete('shakedown-python')
  const addresses = async () => (await (await caches.open('shakedown-python')).keys()).map(({ url }) => url)
  const got = async () => {
    const judge = createJudge({ lanes: 1 })
    const began = performance.now()
    expect((await judge.judge(problem, reference)).kind).toBe('pass')
    const verdict = await judge.judge(problem, reference.replace('return', 'return None,'))
    judge.close()
    return { expected: verdict.failing?.expected, milliseconds: Math.round(performance.now() - began) }
  }
  const cold = await got()
  await expect.poll(addresses).toHaveLength(1)
  const kept = await got()
  console.info(`start and two verdicts: ${cold.milliseconds} ms cold, ${kept.milliseconds} ms from kept memory`)
  expect(kept.expected).toBe(cold.expected)
})

test('memory that is not whole is not used', async () => {
  const store = browserSnapshots('worker', withDefaults({}))
  await store?.save(new Blob(['memory']))
  expect((await store?.load())?.byteLength).toBe(6)
  const cache = await caches.open('shakedown-python')
  const [request] = await cache.keys()
  const headers = { 'x-sha256': '0' }
  await cache.put(request ?? '', new Response('memorY', { headers }))
  expect(await store?.load()).toBeNull()
  expect(browserSnapshots('worker', withDefaults({ keepSnapshot: false }))).toBeNull()
  await store?.forget()
  expect(await cache.keys()).toEqual([])
})
