import { cellKey } from '../../../core/experiment/cells'
import { conditionLabel } from '../../../core/experiment/labels'
import type { PromptRecord, RunBundle, SampleRecord } from '../../../core/experiment/record'
import { passed } from '../../../core/metrics/summary'
import { perturbedConditions, shortVariantLabel, usualCondition } from '../../run-labels'
import { promptSummary } from '../../words'
import { cellFromSample, type TripleView } from './view'

/** One problem of a run as lists show it. */
export interface ProblemRow {
  readonly taskId: string
  readonly benchmark: string
  readonly summary: string
}

/** The small recorded run that Play opens with, all of it in memory: asked by cell and problem at once. */
export class RecordedIndex {
  readonly problems: readonly ProblemRow[]
  readonly #samples = new Map<string, SampleRecord>()
  readonly #prompts = new Map<string, PromptRecord>()

  constructor(readonly bundle: RunBundle) {
    for (const sample of bundle.samples) this.#samples.set(`${sample.cell}\n${sample.task_id}`, sample)
    for (const prompt of bundle.prompts) this.#prompts.set(prompt.hash, prompt)
    const rows = new Map<string, ProblemRow>()
    const benchmarks = new Map(bundle.run.cells.map((cell) => [cell.key, cell.benchmark]))
    for (const { cell, task_id: taskId, prompt } of bundle.samples) {
      const benchmark = benchmarks.get(cell) ?? ''
      const key = `${benchmark}\n${taskId}`
      if (rows.has(key)) continue
      rows.set(key, { taskId, benchmark, summary: promptSummary(this.#prompts.get(prompt)?.text ?? taskId) })
    }
    this.problems = [...rows.values()]
  }

  get cleanCondition(): number {
    return usualCondition(this.bundle.run)
  }

  get perturbedConditions(): { index: number; label: string }[] {
    return perturbedConditions(this.bundle.run)
  }

  variantLabel(index: number): string {
    return shortVariantLabel(this.bundle.run, index)
  }

  /** The four cells of one problem: the first variant beside `variant`, clean above `condition`. */
  triple(problem: ProblemRow, variant: number, condition: number): TripleView {
    const clean = this.cleanCondition
    const at = (which: number, under: number) => this.#sample(problem, which, under)
    const recorded = this.bundle.run.conditions[condition]
    const cleanPrompt = this.#prompt(at(0, clean))
    const perturbedPrompt = this.#prompt(at(0, condition)) ?? cleanPrompt
    return {
      prompts: {
        clean: cleanPrompt?.text ?? '',
        perturbed: perturbedPrompt?.text ?? '',
        edits: perturbedPrompt?.edits ?? [],
      },
      arms: { original: this.variantLabel(0), variant: this.variantLabel(variant) },
      condition: recorded === undefined ? 'clean' : conditionLabel(recorded),
      cells: {
        clean: { original: cellFromSample(at(0, clean)), variant: cellFromSample(at(variant, clean)) },
        perturbed: { original: cellFromSample(at(0, condition)), variant: cellFromSample(at(variant, condition)) },
      },
    }
  }

  /** The four plus verdicts of a problem, in reading order, so that a list can show where something happens. */
  outcomes(problem: ProblemRow, variant: number, condition: number): readonly (boolean | null)[] {
    const clean = this.cleanCondition
    const places = [
      [0, clean] as const,
      [variant, clean] as const,
      [0, condition] as const,
      [variant, condition] as const,
    ]
    return places.map(([which, under]) => {
      const sample = this.#sample(problem, which, under)
      return sample === undefined ? null : passed(sample, 'plus')
    })
  }

  #sample({ benchmark, taskId }: ProblemRow, variant: number, condition: number): SampleRecord | undefined {
    return this.#samples.get(`${cellKey(variant, condition, benchmark)}\n${taskId}`)
  }

  #prompt(sample: SampleRecord | undefined): PromptRecord | undefined {
    return sample === undefined ? undefined : this.#prompts.get(sample.prompt)
  }
}
