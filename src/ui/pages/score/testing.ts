import type { Benchmark, Problem } from '../../../core/benchmarks/types'
import type { GradedSample, ImportedSamples } from '../../../core/grading/types'

/** Small things for tests of the scoring page. Made up, and never shown to a person. */

export function exampleProblem(taskId: string, change: Partial<Problem> = {}): Problem {
  return {
    taskId,
    prompt: '"""\nAdd one.\n"""\n',
    entryPoint: 'add_one',
    canonicalSolution: 'def add_one(x):\n    return x + 1\n',
    contract: '',
    base: { kind: 'inputs', inputs: [[{ type: 'int', value: 1n }]] },
    plus: { kind: 'inputs', inputs: [[{ type: 'int', value: -1n }]] },
    atol: 0,
    original: null,
    ...change,
  }
}

export function exampleBenchmark(problems: readonly Problem[]): Benchmark {
  return { id: 'example', format: 'evalplus', form: 'mbpp', problems, md5: '0'.repeat(32), published: null }
}

export function exampleSamples(...taskIds: readonly string[]): ImportedSamples {
  const counts = new Map<string, number>()
  const samples = taskIds.map((taskId, place) => {
    const index = counts.get(taskId) ?? 0
    counts.set(taskId, index + 1)
    return { taskId, index, line: place + 1, text: { kind: 'solution' as const, value: `# ${taskId} ${index}\n` } }
  })
  return { name: 'samples.jsonl', md5: '1'.repeat(32), samples, skipped: [] }
}

export function exampleGraded(taskId: string, change: Partial<GradedSample> = {}): GradedSample {
  const solution = 'def add_one(x):\n    return x + 1\n'
  return {
    id: `${taskId} ${change.index ?? 0}`,
    task_id: taskId,
    index: 0,
    raw: solution,
    solution,
    extracted: true,
    base_status: 'pass',
    plus_status: 'pass',
    kind: 'pass',
    failing: null,
    tests: { base: '1', plus: '1' },
    output: '',
    timing: { judge_ms: 3 },
    ...change,
  }
}

export function exampleFailure(taskId: string, change: Partial<GradedSample> = {}): GradedSample {
  return exampleGraded(taskId, {
    base_status: 'fail',
    plus_status: 'fail',
    kind: 'wrong-value',
    failing: { suite: 'base', index: 0, input: '1', expected: '2', got: '3' },
    tests: { base: '0', plus: '0' },
    ...change,
  })
}
