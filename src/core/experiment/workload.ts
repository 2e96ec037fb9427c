import { testCount } from '../benchmarks/count-tests'
import { importedFile } from './assemble'
import type { Cell, Plan } from './plan'
import type { Spec, Variant } from './spec'

/** What a variant asks for. */
export interface VariantWork {
  /** Samples of all its cells. */
  readonly samples: number
  /** Distinct samples that no earlier variant asks for: equal work is done once. */
  readonly work: number
  /** Tests of the programs of that work. */
  readonly tests: number
}

/** What a spec asks for, counted without any model. */
export interface Workload {
  /** Those that have samples. */
  readonly cells: number
  readonly samples: number
  /** Distinct problems, those that attacks rename apart: what the reference gives is worked out once for each. */
  readonly problems: number
  /** Distinct prompts as sent. */
  readonly prompts: number
  /** Characters of the distinct prompts. */
  readonly promptCharacters: number
  /** Distinct samples: what is to be generated, or graded where it was made elsewhere. */
  readonly work: number
  /** Tests of all distinct samples, if none is cut short and no two programs are equal. */
  readonly tests: number
  readonly variants: readonly VariantWork[]
}

/**
 * Stands for the hashes of a variant's files before they are known: samples of equal work still get equal ids, and
 * different work different ones. (Two models of different names whose files are equal count twice.)
 */
export function placeholderFiles(spec: Spec, variant: Variant, condition: number): Readonly<Record<string, string>> {
  if ('model' in variant) return { [variant.file ?? '']: variant.model }
  const name = importedFile(variant, spec, condition)
  return name === null ? {} : { [name]: name }
}

/** The part of a spec that is one condition on one benchmark, of all its variants. */
export function partOfSpec(spec: Spec, condition: number, benchmark: number): Spec {
  const variants = spec.variants.map((variant) =>
    'model' in variant ? variant : { ...variant, samples: [importedFile(variant, spec, condition)] },
  )
  return {
    ...spec,
    variants,
    conditions: spec.conditions.slice(condition, condition + 1),
    benchmarks: spec.benchmarks.slice(benchmark, benchmark + 1),
  }
}

/** Adds up a spec part by part, so that a page can breathe between two of them. */
export class WorkCounter {
  readonly #ids = new Set<string>()
  readonly #prompts = new Map<string, number>()
  readonly #problems = new Set<string>()
  readonly #variants: { samples: number; work: number; tests: number }[]
  #cells = 0

  constructor(spec: Pick<Spec, 'variants'>) {
    this.#variants = spec.variants.map(() => ({ samples: 0, work: 0, tests: 0 }))
  }

  /** Prompts of a part that was planned. */
  addPrompts({ prompts }: Pick<Plan, 'prompts'>): void {
    for (const { hash, text } of prompts) this.#prompts.set(hash, text.length)
  }

  /** @param files as `placeholderFiles` gives them for the cell's variant */
  addCell(cell: Cell, files: Readonly<Record<string, string>>): void {
    const own = this.#variants[cell.variant]
    if (own === undefined || cell.jobs.length === 0) return
    this.#cells += 1
    own.samples += cell.jobs.length
    for (const job of cell.jobs) {
      this.#problems.add(`${cell.benchmark.id} ${job.problem.taskId} ${job.problem.entryPoint}`)
      const id = job.id(files)
      if (this.#ids.has(id)) continue
      this.#ids.add(id)
      own.work += 1
      const { base, plus } = job.problem
      own.tests += testCount(base) + (plus === null ? 0 : testCount(plus))
    }
  }

  get workload(): Workload {
    const sum = (of: (variant: VariantWork) => number) => this.#variants.reduce((total, one) => total + of(one), 0)
    return {
      cells: this.#cells,
      samples: sum(({ samples }) => samples),
      problems: this.#problems.size,
      prompts: this.#prompts.size,
      promptCharacters: [...this.#prompts.values()].reduce((total, length) => total + length, 0),
      work: this.#ids.size,
      tests: sum(({ tests }) => tests),
      variants: this.#variants.map((variant) => ({ ...variant })),
    }
  }
}
