import type { Benchmark, Problem } from '../../../core/benchmarks/types'
import type { ImportedSample, ImportedSamples } from '../../../core/grading/types'
import { md5Hex } from '../../../core/hash'

/** A reference broken in some way; null where there is nothing to break in that way. */
type Change = (problem: Problem) => string | null

/** In the order they are dealt out, so that a first look meets every kind of verdict early. */
const CHANGES: readonly Change[] = [
  reference,
  (problem) => `Here is the function:\n\n\`\`\`python\n${reference(problem).trim()}\n\`\`\`\n\nIt runs in linear time.`,
  inBody(/(?<=return )[^\n]+/g, (value) => `${value}[0]`),
  inBody(/\b\d+\b/g, (number) => String(Number(number) + 1)),
  reference,
  inBody(/[<>]=?(?= )/g, (sign) => (sign.startsWith('<') ? '>' : '<')),
  inBody(/(?<=return )[^\n]+/g, (value) => `answer_of(${value})`),
  (problem) => reference(problem).trimEnd() + ' if (',
  (problem) => reference(problem).replaceAll(problem.entryPoint, `${problem.entryPoint}_2`),
  reference,
  () => 'I am sorry, I can only answer questions about programming.',
]

const TASKS = 33

/**
 * Samples for a first look: the references of a benchmark's first problems, most of them broken in some way that models
 * break them. What each of them is worth is for the tests to say. The first three tasks have a second, right sample.
 */
export function exampleSamples(benchmark: Benchmark): ImportedSamples {
  const problems = benchmark.problems.slice(0, TASKS)
  const samples = problems.flatMap((problem, place) => {
    const change = CHANGES[place % CHANGES.length]
    const texts = [change?.(problem) ?? reference(problem), ...(place < 3 ? [reference(problem)] : [])]
    return texts.map((value, index) => ({ taskId: problem.taskId, index, text: { kind: 'solution' as const, value } }))
  })
  const numbered = samples.map((sample, place): ImportedSample => ({ ...sample, line: place + 1 }))
  const lines = numbered.map(({ taskId, text }) => `${JSON.stringify({ task_id: taskId, solution: text.value })}\n`)
  return { name: 'example samples', md5: md5Hex(lines.join('')), samples: numbered, skipped: [] }
}

function reference({ prompt, canonicalSolution }: Problem): string {
  return prompt + canonicalSolution
}

/** Changes the last match in the solution; the prompt stays as it is. */
function inBody(pattern: RegExp, change: (found: string) => string): Change {
  return ({ prompt, canonicalSolution }) => {
    const found = [...canonicalSolution.matchAll(pattern)].at(-1)
    if (found === undefined) return null
    const [text] = found
    const after = found.index + text.length
    return prompt + canonicalSolution.slice(0, found.index) + change(text) + canonicalSolution.slice(after)
  }
}
