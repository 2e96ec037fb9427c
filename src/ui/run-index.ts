import type { PromptRecord, RunBundle, SampleRecord } from '../core/experiment/record'
import { cellKey } from '../core/experiment/cells'
import { conditionLabel, modelLabel, schemeLabel, variantLabel } from '../core/experiment/labels'
import { passed } from '../core/metrics/summary'
import { cellFromSample, type TripleView } from './pages/play/view'
import { promptSummary } from './words'

/** One problem of a run as lists show it. */
export interface ProblemRow {
  readonly taskId: string
  readonly benchmark: string
  readonly summary: string
}

/** A run bundle, ready to be asked by cell and problem. */
export class RunIndex {
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

  sample(cell: string, taskId: string): SampleRecord | undefined {
    return this.#samples.get(`${cell}\n${taskId}`)
  }

  prompt(sample: SampleRecord | undefined): PromptRecord | undefined {
    return sample === undefined ? undefined : this.#prompts.get(sample.prompt)
  }

  /** Place of the clean condition; the first condition where a run has none. */
  get cleanCondition(): number {
    const place = this.bundle.run.conditions.findIndex(({ prompt, weights }) => prompt === null && weights === null)
    return Math.max(0, place)
  }

  /** Conditions other than clean. */
  get perturbedConditions(): { index: number; label: string }[] {
    return this.bundle.run.conditions
      .map((condition, index) => ({ index, label: conditionLabel(condition) }))
      .filter(({ index }) => index !== this.cleanCondition)
  }

  variantLabel(index: number): string {
    const { variants } = this.bundle.run
    const variant = variants[index]
    if (variant === undefined) return ''
    const oneModel = new Set(variants.map(modelLabel)).size === 1
    return oneModel ? schemeLabel(variant) : variantLabel(variant)
  }

  /** The four cells of one problem: the first variant beside `variant`, clean above `condition`. */
  triple(problem: ProblemRow, variant: number, condition: number): TripleView {
    const clean = this.cleanCondition
    const at = (which: number, under: number) => this.sample(cellKey(which, under, problem.benchmark), problem.taskId)
    const recorded = this.bundle.run.conditions[condition]
    const cleanPrompt = this.prompt(at(0, clean))
    const perturbedPrompt = this.prompt(at(0, condition)) ?? cleanPrompt
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

  /** Hash of the prompt that a condition made of a problem's; null where it changed nothing, or there is no sample. */
  perturbedHash({ benchmark, taskId }: ProblemRow, condition: number): string | null {
    const prompt = this.prompt(this.sample(cellKey(0, condition, benchmark), taskId))
    return prompt === undefined || prompt.edits.length === 0 ? null : prompt.hash
  }

  /** How many of the four cells differ in their plus verdict, so that a list can show where something happens. */
  outcomes(problem: ProblemRow, variant: number, condition: number): readonly (boolean | null)[] {
    const clean = this.cleanCondition
    return [
      [0, clean],
      [variant, clean],
      [0, condition],
      [variant, condition],
    ].map(([which = 0, under = 0]) => {
      const sample = this.sample(cellKey(which, under, problem.benchmark), problem.taskId)
      return sample === undefined ? null : passed(sample, 'plus')
    })
  }
}
