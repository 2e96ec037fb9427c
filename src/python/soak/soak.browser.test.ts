import { afterAll, expect, test } from 'vitest'
import { parseBenchmark } from '../../core/benchmarks/parse'
import { HOSTILE_OPTIONS } from '../hostile/run-program'
import { createJudge } from '../index'
import { soak } from './soak'

/** A sample of `npm run soak -- python`. */
const SAMPLE = { count: 100, seed: 3, slow: false }

const judge = createJudge(HOSTILE_OPTIONS.brief)
afterAll(() => judge.close())

test('hostile programs by turns with references: no reference is flipped, nothing is forged', async () => {
  const response = await fetch('/benchmarks/starter-mbpp.jsonl.gz')
  const { problems } = parseBenchmark('starter-mbpp', new Uint8Array(await response.arrayBuffer()))
  const result = await soak((problem, program) => judge.judge(problem, program), problems, SAMPLE)
  expect(result.flipped).toEqual([])
  expect(result.forged).toEqual([])
  expect(result).toMatchObject({ programs: 100, hostile: 50 })
  expect(Object.keys(result.verdicts).length).toBeGreaterThan(3)
})
