import type { Plan, PlanContext } from '../../core/experiment/plan'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import type { CellRecord, DropRecord, RobustnessRecord, SampleRecord } from '../../core/experiment/record'
import type { Spec } from '../../core/experiment/spec'

export interface Summary {
  readonly cells: readonly CellRecord[]
  readonly drops: readonly DropRecord[]
  readonly losses: readonly DropRecord[]
  readonly robustness: readonly RobustnessRecord[]
}

/** The parts of core that the runner calls, by function: the lab's own are in known-science.ts, tests give theirs. */
export interface Science extends Omit<PlanContext, 'benchmarks'> {
  /** The program to grade, made from the prompt as sent and the raw completion. */
  program(input: {
    readonly prompt: string
    readonly completion: string
    readonly problem: Problem
    readonly benchmark: Benchmark
    readonly extraction: Spec['extraction']
  }): string
  /** Statistics over all samples, which come in the order of the plan. */
  summarise(plan: Plan, samples: readonly SampleRecord[]): Summary
}
