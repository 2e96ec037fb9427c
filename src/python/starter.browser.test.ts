import { gunzipSync } from 'fflate'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import mutantsAddress from '../../models/starter-coder/fixtures/mutants.jsonl.gz?url'
import { parseBenchmark } from '../core/benchmarks/parse'
import type { Benchmark, Problem } from '../core/benchmarks/types'
import { createJudge } from './index'

/** Every so many problems; all of them with VITE_EVERY_PROBLEM=1. */
const STEP = import.meta.env['VITE_EVERY_PROBLEM'] === '1' ? 1 : 8

const judge = createJudge()
let milliseconds = 0
let programs = 0
let mutants = new Map<string, readonly string[]>()
const benchmarks = new Map<string, Benchmark>()

async function bytesAt(address: string): Promise<Uint8Array> {
  const response = await fetch(address)
  expect(response.ok, address).toBe(true)
  return new Uint8Array(await response.arrayBuffer())
}

beforeAll(async () => {
  const began = performance.now()
  await judge.environment()
  report(`cold start ${Math.round(performance.now() - began)} ms`)
  for (const id of ['starter-mbpp', 'starter-humaneval'])
    benchmarks.set(id, parseBenchmark(id, await bytesAt(`/benchmarks/${id}.jsonl.gz`)))
  const packed = await bytesAt(mutantsAddress)
  const text = new TextDecoder().decode(packed[0] === 0x1f ? gunzipSync(packed) : packed)
  const lines = text.trim().split('\n')
  mutants = new Map(
    lines
      .map((line) => JSON.parse(line) as { task_id: string; mutants: string[] })
      .map((row) => [row.task_id, row.mutants]),
  )
})
afterAll(() => {
  report(`${programs} programs, ${(milliseconds / programs).toFixed(1)} ms each`)
  judge.close()
})

function report(line: string): void {
  console.info(line)
}

const chosen = (id: string): readonly Problem[] =>
  benchmarks.get(id)?.problems.filter((_, index) => index % STEP === 0) ?? []

async function kindOf(problem: Problem, program: string): Promise<{ base: string; plus: string; why: string }> {
  const verdict = await judge.judge(problem, program)
  milliseconds += verdict.milliseconds
  programs += 1
  return {
    base: verdict.baseStatus,
    plus: verdict.plusStatus ?? 'none',
    why: `${problem.taskId} ${verdict.kind} ${JSON.stringify(verdict.failing)}\n${program}`,
  }
}

describe.each(['starter-mbpp', 'starter-humaneval'])('%s', (id) => {
  test('every reference passes base and plus', async () => {
    const began = performance.now()
    expect(chosen(id).length).toBeGreaterThan(0)
    for (const problem of chosen(id)) {
      const { base, plus, why } = await kindOf(problem, problem.prompt + problem.canonicalSolution)
      expect([base, plus], why).toEqual(['pass', 'pass'])
    }
    report(`${chosen(id).length} references of ${id}: ${Math.round(performance.now() - began)} ms`)
  }, 400_000)
})

test('at least three mutants of each problem fail the plus tests, and no mutant passes them', async () => {
  for (const problem of chosen('starter-mbpp')) {
    const programs = mutants.get(problem.taskId) ?? []
    expect(programs.length, problem.taskId).toBeGreaterThanOrEqual(3)
    for (const program of programs) {
      const { plus, why } = await kindOf(problem, program)
      expect(plus, why).not.toBe('pass')
    }
  }
}, 400_000)
