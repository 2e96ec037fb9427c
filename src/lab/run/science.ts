import type { PlanContext } from '../../core/experiment/plan'
import type { Resources } from '../../core/attacks/resources'
import type { AttackInput, AttackResult } from '../../core/attacks/types'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import type { JudgedSample } from '../../core/metrics/summary'
import type { PromptCondition, Spec } from '../../core/experiment/spec'
import type { BuiltProgram } from '../../core/extract'
import type { SummaryRecord } from '../../core/experiment/record'

/** The parts of core that the runner calls, by function: the lab's own are in known-science.ts, tests give theirs. */
export interface Science extends Omit<PlanContext, 'benchmarks' | 'perturb'> {
  /** As in the registry of attacks; `resources` are what `prepareAttacks` gave. */
  perturb(condition: PromptCondition, input: AttackInput, resources: Resources): AttackResult
  /** The program to grade, made from the prompt as sent and the raw completion; whether the entry point is in it. */
  program(input: {
    readonly prompt: string
    readonly completion: string
    readonly problem: Problem
    readonly benchmark: Benchmark
    readonly extraction: Spec['extraction']
  }): Pick<BuiltProgram, 'program' | 'extracted'>
  summarise(spec: Spec, samples: readonly JudgedSample[]): SummaryRecord
}
