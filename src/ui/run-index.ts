import { cellKey } from '../core/experiment/cells'
import { conditionLabel } from '../core/experiment/labels'
import type { OpenRun } from '../core/experiment/open-run'
import { originalOf } from '../core/experiment/originals'
import type { RunRecord } from '../core/experiment/record'
import type { VerdictKind } from '../core/judge/verdict'
import { cellFromSample, type TripleView } from './pages/play/view'
import { perturbedConditions, shortVariantLabel, usualCondition } from './run-labels'
import { promptSummary } from './words'

/** A problem of a run. */
export interface ProblemPlace {
  readonly taskId: string
  readonly benchmark: string
}

/** An open run as pages ask it: verdicts and labels at once, texts by await. */
export class RunIndex {
  /** In file order, benchmark after benchmark. */
  readonly problems: readonly ProblemPlace[]

  constructor(readonly open: OpenRun) {
    this.problems = open.run.benchmarks.flatMap(({ id }) =>
      (open.table.tasks.get(id) ?? []).map((taskId) => ({ taskId, benchmark: id })),
    )
  }

  get run(): RunRecord {
    return this.open.run
  }

  get cleanCondition(): number {
    return usualCondition(this.run)
  }

  get perturbedConditions(): { index: number; label: string }[] {
    return perturbedConditions(this.run)
  }

  variantLabel(index: number): string {
    return shortVariantLabel(this.run, index)
  }

  originalOf(variant: number): number {
    return originalOf(this.run.variants, variant)
  }

  /** Places of the variants that are no originals. */
  get quantized(): number[] {
    return this.run.variants.map((_, place) => place).filter((place) => this.originalOf(place) !== place)
  }

  /** Null where there is no sample. */
  kind({ benchmark, taskId }: ProblemPlace, variant: number, condition: number): VerdictKind | null {
    return this.open.table.get(cellKey(variant, condition, benchmark), taskId)?.kind ?? null
  }

  /** What a problem asks for, in one line; its id where its prompt is not at hand. */
  async summary({ benchmark, taskId }: ProblemPlace): Promise<string> {
    const prompt = await this.open.prompt(this.cleanCondition, benchmark, taskId)
    return prompt === null ? taskId : promptSummary(prompt.text)
  }

  /** The four cells of one problem: the variant's original beside it, clean above `condition`. */
  async triple(problem: ProblemPlace, variant: number, condition: number): Promise<TripleView> {
    const { benchmark, taskId } = problem
    const clean = this.cleanCondition
    const original = this.originalOf(variant)
    const at = (which: number, under: number) => this.open.sample(cellKey(which, under, benchmark), taskId)
    const [cleanPrompt, perturbedPrompt, ...samples] = await Promise.all([
      this.open.prompt(clean, benchmark, taskId),
      this.open.prompt(condition, benchmark, taskId),
      at(original, clean),
      at(variant, clean),
      at(original, condition),
      at(variant, condition),
    ])
    const [first, second, third, fourth] = samples.map((sample) => cellFromSample(sample ?? undefined))
    const empty = cellFromSample(undefined)
    const recorded = this.run.conditions[condition]
    return {
      prompts: {
        clean: cleanPrompt?.text ?? '',
        perturbed: (perturbedPrompt ?? cleanPrompt)?.text ?? '',
        edits: perturbedPrompt?.edits ?? [],
      },
      arms: { original: this.variantLabel(original), variant: this.variantLabel(variant) },
      condition: recorded === undefined ? 'clean' : conditionLabel(recorded),
      cells: {
        clean: { original: first ?? empty, variant: second ?? empty },
        perturbed: { original: third ?? empty, variant: fourth ?? empty },
      },
    }
  }

  /** Hash of the prompt that a condition made of a problem's; null where it changed nothing, or there is no sample. */
  perturbedHash({ benchmark, taskId }: ProblemPlace, condition: number): string | null {
    const hash = this.open.sent.hash(condition, benchmark, taskId)
    return hash === this.open.sent.hash(this.cleanCondition, benchmark, taskId) ? null : hash
  }
}
