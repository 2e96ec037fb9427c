import { fromPlainError, isCancelled, toPlainError } from '../../core/errors'
import { importedFile } from '../../core/experiment/assemble'
import type { Measure } from '../../core/experiment/forecast'
import { specId } from '../../core/experiment/parse-spec'
import type { Spec } from '../../core/experiment/spec'
import { partOfSpec } from '../../core/experiment/workload'
import { cleanCondition } from '../../core/metrics/summary'
import type { LabServices, StartRun } from '../events'
import type { Counted } from './count'
import { keptEngine, type KeptEngine } from './kept-engine'
import { measureRun, type Look, type LookLimits } from './measure'
import { whatIsMissing } from './missing'
import { countStored } from './stored'

/** What a calibration found so far. */
export interface Calibration {
  readonly measures: readonly Measure[]
  /** Seconds until the interpreter of the programs was ready. */
  readonly start: number
  /** Distinct samples of each variant that are in the store, made just now or before; null where nobody could look. */
  readonly stored: readonly (number | null)[]
  /** Variants that could not be measured, or not to the end, and why. */
  readonly notes: readonly { readonly variant: number; readonly why: string }[]
  /** Variants for which no time was left. */
  readonly skipped: readonly number[]
}

export interface CalibrationOptions {
  readonly signal: AbortSignal
  /**
   * Seconds of making samples, loading left out, after which no further variant is begun, and after which one that
   * generates is cut.
   */
  readonly seconds?: number
  /** `doing`: the variant that is measured now. */
  readonly onChange?: (calibration: Calibration, doing: number | null) => void
}

const SECONDS = 30
const FEW_SAMPLES = 8
/** Two batches on the processor: finished rows make room for others, as in a long run. */
const MANY_SAMPLES = 32
/** Seconds of generation below which a first look is too short to say much, and a second one costs little. */
const SHORT = 2
/** Where loading takes long, no further variant is begun after so many times the seconds. */
const PATIENCE = 1.5
/** Conditions looked at where all samples of the first are there already. */
const MOST_CONDITIONS = 4

/**
 * Makes the first samples of each variant through the runner itself, and times them. They are samples as any others: they
 * stay in the store, as the beginning of the run. Throws LabError of what is missing, before anything is made. After an
 * abort what was measured by then comes back; `cancelled` where that is nothing.
 */
export async function calibrate(
  counted: Counted,
  services: LabServices,
  startRun: StartRun,
  options: CalibrationOptions,
): Promise<Calibration> {
  const { spec } = counted
  const { signal, seconds = SECONDS, onChange = () => undefined } = options
  const [missing] = await whatIsMissing(spec, services, signal)
  if (missing !== undefined) throw fromPlainError(missing.error)
  await beginRun(spec, services)
  const measures: Measure[] = []
  const notes: { variant: number; why: string }[] = []
  const skipped: number[] = []
  let stored: readonly (number | null)[] = spec.variants.map(() => null)
  const clock = performance.now()
  let start = 0
  const now = (): Calibration => ({
    ...{ measures: [...measures], start, stored },
    ...{ notes: [...notes], skipped: [...skipped] },
  })

  const engine = keptEngine(services.engine)
  const parts = { counted, startRun, services: { ...services, engine, store: asPartOf(spec, services) } }
  let spent = 0
  try {
    // Whoever starts the run waits for it as well, once.
    await services.judge.environment()
    start = (performance.now() - clock) / 1000
    for (const variant of inOrderOfUse(spec, counted)) {
      if (spent >= seconds || (performance.now() - clock) / 1000 - start > PATIENCE * seconds) {
        skipped.push(variant)
        continue
      }
      onChange(now(), variant)
      try {
        const look = await lookAt(variant, parts, { signal, seconds, onSpent: (more) => (spent += more) })
        if (look !== null && look.samples > 0) measures.push({ ...look, variant })
        if (look?.isCut === true) notes.push({ variant, why: cutWords(look, seconds) })
      } catch (thrown) {
        if (isCancelled(thrown)) throw thrown
        const { message, hint } = toPlainError(thrown)
        notes.push({ variant, why: `${message} ${hint}` })
      }
      onChange(now(), null)
    }
    stored = await countStored(counted, services, engine.files, signal)
  } catch (thrown) {
    if (!isCancelled(thrown) || measures.length === 0) throw thrown
  } finally {
    engine.close()
  }
  onChange(now(), null)
  return now()
}

interface Parts {
  readonly counted: Counted
  readonly startRun: StartRun
  readonly services: LabServices & { readonly engine: KeptEngine }
}

/** Times a variant under the first condition that still lacks samples; null where it lacks none, as far as was looked. */
async function lookAt(
  variant: number,
  { counted, startRun, services }: Parts,
  limits: LookLimits,
): Promise<Look | null> {
  const { spec, unwritten } = counted
  const clean = cleanCondition(spec) ?? 0
  const others = [...spec.conditions.keys()].filter((place) => place !== clean && !unwritten.includes(place))
  let load = 0
  for (const condition of [clean, ...others]
    .filter((place) => isAsked(spec, variant, place))
    .slice(0, MOST_CONDITIONS)) {
    const measured = (samples: number) =>
      measureRun(shortSpec(spec, { variant, condition, samples }), services, startRun, limits)
    const first = await measured(FEW_SAMPLES)
    // Files and weights are at hand from the first time on.
    load ||= first?.load ?? 0
    if (first === null) continue
    const alone = { ...first, generate: first.batch, load }
    if (first.isCut || first.samples * first.batch > SHORT) return alone
    const second = await measured(MANY_SAMPLES)
    return second !== null && second.samples >= first.samples ? { ...second, load } : alone
  }
  return null
}

/** The same samples as the whole spec's, few of them. */
function shortSpec(
  spec: Spec,
  { variant, condition, samples }: { readonly variant: number; readonly condition: number; readonly samples: number },
): Spec {
  const part = partOfSpec(spec, condition, 0)
  return { ...part, variants: part.variants.slice(variant, variant + 1), budget: { samples } }
}

function isAsked(spec: Spec, place: number, condition: number): boolean {
  const variant = spec.variants[place]
  if (variant === undefined) return false
  return 'model' in variant || importedFile(variant, spec, condition) !== null
}

/**
 * One variant of each model first, so that the schemes of one tell about those of the others; then the rest, beginning
 * with the model that is still open.
 */
function inOrderOfUse({ variants }: Spec, { workload }: Counted): number[] {
  const modelAt = (place: number): string => {
    const variant = variants[place]
    return variant !== undefined && 'model' in variant ? variant.model : `imported ${place}`
  }
  const busy = [...variants.keys()].filter((place) => (workload.variants[place]?.work ?? 0) > 0)
  const first = busy.filter((place, at) => busy.findIndex((other) => modelAt(other) === modelAt(place)) === at)
  const open = modelAt(first.at(-1) ?? 0)
  const rest = busy.filter((place) => !first.includes(place))
  return [...first, ...rest.sort((a, b) => Number(modelAt(b) === open) - Number(modelAt(a) === open))]
}

/** Notes the run in the history, so that what is made for it can be seen, gone on with, and deleted. */
async function beginRun(spec: Spec, { store }: LabServices): Promise<void> {
  const id = specId(spec)
  if ((await store.run(id)) !== null) return
  const now = new Date().toISOString()
  await store.putRun({ specId: id, name: spec.name, created: now, updated: now, spec, record: null })
}

/** The store as a part of a run sees it: its samples belong to the whole, and it leaves no run of its own. */
function asPartOf(spec: Spec, { store }: LabServices): LabServices['store'] {
  const id = specId(spec)
  return {
    ...store,
    run: async () => null,
    putRun: async () => undefined,
    putTable: async () => undefined,
    addMembers: (_, ids) => store.addMembers(id, ids),
  }
}

function cutWords({ samples }: Look, seconds: number): string {
  return samples === 0
    ? `Not one sample in ${seconds} s.`
    : `${samples} of ${FEW_SAMPLES} samples in ${seconds} s: measured on those.`
}
