import type { SampleRecord } from './record'
import type { Spec } from './spec'
import type { Workload } from './workload'

/** What a short calibration found of one variant on this device. */
export interface Measure {
  /** Place in the spec. */
  readonly variant: number
  /** Samples that were made for it. */
  readonly samples: number
  /** Seconds of generation a sample. */
  readonly generate: number
  /** Seconds of judging a sample, in one interpreter. */
  readonly judge: number
  /** Seconds until the first sample began: files, weights, interpreter. */
  readonly load: number
  /** Bytes of a stored sample. */
  readonly bytes: number
  /** Standard deviation of a sample's tokens over their mean. */
  readonly spread: number
}

/** What is known of a variant's pace, and whence. */
export type Pace =
  | { readonly how: 'measured'; readonly from: null }
  /** `from`: what it was taken from, in words for tables: places in the spec. */
  | { readonly how: 'scaled'; readonly from: readonly number[] }

export interface VariantForecast {
  readonly variant: number
  readonly work: number
  /** Distinct samples that are in the store already; null where nobody looked. */
  readonly stored: number | null
  /** Seconds of generation a sample; null where nothing is known. */
  readonly generate: number | null
  readonly pace: Pace | null
  /** Seconds of generation for all that is left. */
  readonly seconds: Range | null
}

/** `low` and `high`: where the truth is expected; `middle`: the best guess. */
export interface Range {
  readonly low: number
  readonly middle: number
  readonly high: number
}

export interface Forecast {
  readonly variants: readonly VariantForecast[]
  /** Distinct samples that are still to be made. */
  readonly left: number
  /** Seconds of the whole run; null where some variant's pace is not known. */
  readonly seconds: Range | null
  /** What is added to the store; null where nothing was measured. */
  readonly bytes: number | null
}

/** Even a good sample of a few programs says no more. */
const LEAST_ERROR = 0.2
/** Fewer than a batch: rows of a full one share their steps, so that a long run may take half as long a sample. */
const A_BATCH = 16
const PART_ERROR = 0.5
const MOST_ERROR = 0.8
/** A pace that was taken from other variants. */
const SCALED_ERROR = 0.5

/**
 * Time and disk of a run from what was measured. Generation and judging go on beside each other: the best guess is the
 * longer of the two; the upper end their sum, with one interpreter.
 * @param stored distinct samples of each variant that are in the store; null where nobody looked
 * @param lanes interpreters that judge at a time
 * @param start seconds until the first of them is ready
 */
export function forecast(
  spec: Spec,
  workload: Workload,
  measures: readonly Measure[],
  stored: readonly (number | null)[],
  lanes: number,
  start = 0,
): Forecast {
  const paces = new Paces(spec, measures)
  const variants = workload.variants.map(({ work }, variant): VariantForecast => {
    const there = stored[variant] ?? null
    const left = Math.max(0, work - (there ?? 0))
    const known = 'model' in (spec.variants[variant] ?? {}) ? paces.of(variant) : NOTHING_TO_GENERATE
    if (known === null) return { variant, work, stored: there, generate: null, pace: null, seconds: null }
    const { generate, pace, error } = known
    return { variant, work, stored: there, generate, pace, seconds: around(left * generate, error) }
  })
  const left = variants.reduce((sum, { work, stored: there }) => sum + Math.max(0, work - (there ?? 0)), 0)
  const bytes = measures.length === 0 ? null : left * mean(measures.map((one) => one.bytes)) + workload.promptCharacters
  // A reference is run as any program is, once a problem.
  const judged = left === 0 ? 0 : left + workload.problems
  const whole = wholeRun(variants, judged, measures, spec, lanes)
  const seconds = whole && { ...whole, middle: start + whole.middle, high: start + whole.high }
  return { variants, left, bytes, seconds }
}

function wholeRun(
  variants: readonly VariantForecast[],
  judged: number,
  measures: readonly Measure[],
  spec: Spec,
  lanes: number,
): Range | null {
  if (measures.length === 0 || variants.some(({ seconds }) => seconds === null)) return null
  const busy = variants.filter(({ work, stored }) => work > (stored ?? 0))
  const loads = measures.filter(({ variant }) => 'model' in (spec.variants[variant] ?? {})).map(({ load }) => load)
  const load = loads.length === 0 ? 0 : mean(loads) * busy.length
  const judge = judged * mean(measures.map((one) => one.judge))
  const sum = (end: keyof Range) => variants.reduce((total, { seconds }) => total + (seconds?.[end] ?? 0), 0)
  return {
    low: Math.max(sum('low'), judge / lanes),
    middle: load + Math.max(sum('middle'), judge / lanes),
    high: load + sum('high') + judge,
  }
}

const NOTHING_TO_GENERATE = { generate: 0, pace: { how: 'measured', from: null }, error: 0 } as const

/** Seconds a sample of each variant: as measured, or scaled by the ratio of the schemes where another model has both. */
class Paces {
  readonly #measures: ReadonlyMap<number, Measure>

  constructor(
    private readonly spec: Spec,
    measures: readonly Measure[],
  ) {
    this.#measures = new Map(measures.filter(({ samples }) => samples > 0).map((one) => [one.variant, one]))
  }

  of(variant: number): { readonly generate: number; readonly pace: Pace; readonly error: number } | null {
    const own = this.#measures.get(variant) ?? this.#twin(variant)
    if (own !== undefined) {
      const least = own.samples < A_BATCH ? PART_ERROR : LEAST_ERROR
      const error = Math.min(MOST_ERROR, Math.max(least, (2 * own.spread) / Math.sqrt(own.samples)))
      return { generate: own.generate, pace: { how: 'measured', from: null }, error }
    }
    return this.#byRatio(variant) ?? this.#byMean(variant)
  }

  /** The same model under the same scheme at another place of the spec. */
  #twin(variant: number): Measure | undefined {
    return this.#all.find(
      (one) => this.#model(one.variant) === this.#model(variant) && this.#scheme(one.variant) === this.#scheme(variant),
    )
  }

  #byRatio(variant: number): ReturnType<Paces['of']> {
    const scheme = this.#scheme(variant)
    for (const own of this.#all.filter((one) => this.#model(one.variant) === this.#model(variant))) {
      for (const other of this.#all.filter((one) => this.#scheme(one.variant) === scheme)) {
        const base = this.#all.find(
          (one) =>
            this.#model(one.variant) === this.#model(other.variant) &&
            this.#scheme(one.variant) === this.#scheme(own.variant),
        )
        if (base === undefined || base.generate <= 0) continue
        const from = [own.variant, other.variant, base.variant]
        return {
          generate: (own.generate * other.generate) / base.generate,
          pace: { how: 'scaled', from },
          error: SCALED_ERROR,
        }
      }
    }
    return null
  }

  /** Of the same model, else of what there is. */
  #byMean(variant: number): ReturnType<Paces['of']> {
    const same = this.#all.filter((one) => this.#model(one.variant) === this.#model(variant))
    const from = same.length > 0 ? same : this.#all
    if (from.length === 0) return null
    return {
      generate: mean(from.map(({ generate }) => generate)),
      pace: { how: 'scaled', from: from.map((one) => one.variant) },
      error: MOST_ERROR,
    }
  }

  get #all(): readonly Measure[] {
    return [...this.#measures.values()]
  }

  #model(variant: number): string {
    const found = this.spec.variants[variant]
    return found !== undefined && 'model' in found ? JSON.stringify([found.model, found.file ?? null]) : ''
  }

  #scheme(variant: number): string {
    const found = this.spec.variants[variant]
    return found !== undefined && 'model' in found ? found.scheme : ''
  }
}

/** Bytes that a stored sample takes, about: its JSON, most of which is text of one byte a letter. */
export function sampleBytes(sample: SampleRecord): number {
  return JSON.stringify(sample).length
}

/** Standard deviation over mean; 0 for fewer than two numbers. */
export function relativeSpread(values: readonly number[]): number {
  if (values.length < 2) return 0
  const middle = mean(values)
  const variance = values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1)
  return middle === 0 ? 0 : Math.sqrt(variance) / middle
}

function around(middle: number, error: number): Range {
  return { low: middle * (1 - error), middle, high: middle * (1 + error) }
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
