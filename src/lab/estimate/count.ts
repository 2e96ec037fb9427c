import type { Benchmark } from '../../core/benchmarks/types'
import { planRun, type Plan } from '../../core/experiment/plan'
import type { Spec } from '../../core/experiment/spec'
import { partOfSpec, placeholderFiles, WorkCounter, type Workload } from '../../core/experiment/workload'
import type { AttackSupport } from '../attacks/port'
import { needsOf } from '../attacks/prepare'
import type { BenchmarkSource } from '../ports'
import { planWith } from '../run/plan'
import type { Science } from '../run/science'
import { Breath } from './breath'

/** A spec counted, with what the counting found out on the way. */
export interface Counted {
  readonly spec: Spec
  readonly workload: Workload
  /** The plan, a condition and a benchmark at a time; `condition` is the place in the spec. */
  readonly parts: readonly { readonly condition: number; readonly plan: Plan }[]
  /**
   * Places of conditions whose prompts a model has yet to write (back-translation): each counts as a prompt of its own,
   * so that the numbers are the most there can be.
   */
  readonly unwritten: readonly number[]
}

export interface CountSources {
  readonly benchmarks: BenchmarkSource
  readonly attacks: AttackSupport
}

/**
 * Counts what a spec asks for. Opens no model and runs no Python. Errors as `planRun` and `prepareAttacks`; `cancelled`.
 */
export async function countWork(
  spec: Spec,
  { benchmarks: source, attacks }: CountSources,
  science: Science,
  signal?: AbortSignal,
): Promise<Counted> {
  const breath = new Breath(signal)
  const benchmarks = new Map<string, Benchmark>()
  for (const { id } of spec.benchmarks) benchmarks.set(id, await source.load(id, signal))
  const counter = new WorkCounter(spec)
  const parts: { condition: number; plan: Plan }[] = []
  const unwritten = [...spec.conditions.keys()].filter((place) => isUnwritten(spec, place))
  for (const condition of spec.conditions.keys()) {
    for (const benchmark of spec.benchmarks.keys()) {
      await breath.take()
      const part = partOfSpec(spec, condition, benchmark)
      const plan = unwritten.includes(condition)
        ? planRun(part, {
            ...science,
            benchmarks,
            perturb: (_, { prompt, taskId }) => unwrittenPrompt(prompt, taskId, condition),
          })
        : await planWith(part, benchmarks, attacks, science, signal === undefined ? {} : { signal })
      parts.push({ condition, plan })
      counter.addPrompts(plan)
    }
  }
  // Variant by variant, so that shared work belongs to the one that comes first in the spec.
  for (const [place, variant] of spec.variants.entries()) {
    for (const { condition, plan } of parts) {
      const files = placeholderFiles(spec, variant, condition)
      for (const cell of plan.cells) {
        if (cell.variant !== place) continue
        await breath.take()
        counter.addCell(cell, files)
      }
    }
  }
  return { spec, workload: counter.workload, parts, unwritten }
}

function isUnwritten({ conditions }: Spec, place: number): boolean {
  const prompt = conditions[place]?.prompt ?? null
  return prompt !== null && needsOf([prompt]).includes('translation')
}

function unwrittenPrompt(prompt: string, taskId: string, condition: number): ReturnType<Science['perturb']> {
  return { text: `${prompt}\n${condition} ${taskId}\n`, edits: [], applied: true, why: '', program: null }
}
