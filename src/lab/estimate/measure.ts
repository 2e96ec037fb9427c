import { fromPlainError, isCancelled } from '../../core/errors'
import { relativeSpread, sampleBytes, type Measure } from '../../core/experiment/forecast'
import type { MadeVariant, SampleRecord } from '../../core/experiment/record'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices, StartRun } from '../events'

/** What a short run of one variant told. */
export interface Look extends Omit<Measure, 'variant'> {
  /**
   * Seconds of generation a sample without what is done once a model: the check of its batches before the first call.
   * A few samples make one batch, so that its last token tells.
   */
  readonly batch: number
  /** The time was over before all was made. */
  readonly isCut: boolean
}

export interface LookLimits {
  readonly signal: AbortSignal
  /** Seconds after the first sample was begun. */
  readonly seconds: number
  /** Told the seconds that making the samples took. */
  readonly onSpent?: (seconds: number) => void
}

/**
 * Carries a small spec of one variant through and times it; null where nothing was left to make. `seconds` after the
 * first sample was begun it is cut, and what was finished counts. Throws what kept the variant from being made, and
 * LabError `cancelled` after an abort.
 */
export async function measureRun(
  spec: Spec,
  services: LabServices,
  startRun: StartRun,
  { signal, seconds, onSpent }: LookLimits,
): Promise<Look | null> {
  signal.throwIfAborted()
  const samples: SampleRecord[] = []
  const started = performance.now()
  let began: number | null = null
  let last = started
  let timer: ReturnType<typeof setTimeout> | undefined
  const begin = (): void => {
    if (began !== null) return
    began = performance.now()
    timer = setTimeout(() => handle.cancel(), 1000 * seconds)
  }
  const handle = startRun(spec, services, (event) => {
    if (event.type === 'cell') begin()
    if (event.type !== 'sample') return
    begin()
    samples.push(event.sample)
    last = performance.now()
  })
  const stop = (): void => handle.cancel()
  signal.addEventListener('abort', stop, { once: true })
  let tokensPerSecond: number | null = null
  let batching: MadeVariant['batching']
  let isCut = false
  try {
    const { run } = await handle.finished
    batching = run.variants[0]?.batching
    const [failure] = run.failures ?? []
    if (failure !== undefined && samples.length === 0) throw fromPlainError(failure)
    tokensPerSecond = run.timing.tokens_per_second[0]?.value ?? null
  } catch (thrown) {
    if (!isCancelled(thrown) || signal.aborted) throw thrown
    isCut = true
  } finally {
    clearTimeout(timer)
    if (began !== null) onSpent?.((performance.now() - began) / 1000)
    signal.removeEventListener('abort', stop)
  }
  const wall = (last - (began ?? started)) / 1000
  return looked(spec, samples, { tokensPerSecond, batching, wall, load: ((began ?? started) - started) / 1000, isCut })
}

function looked(
  { variants: [variant] }: Spec,
  samples: readonly SampleRecord[],
  times: Pick<Look, 'load' | 'isCut'> & {
    readonly tokensPerSecond: number | null
    readonly batching: MadeVariant['batching']
    readonly wall: number
  },
): Look | null {
  const { tokensPerSecond, batching, wall, load, isCut } = times
  const count = samples.length
  if (count === 0 && !isCut) return null
  const tokens = samples.map((sample) => sample.tokens)
  const total = tokens.reduce((sum, one) => sum + one, 0)
  const isMade = variant !== undefined && 'model' in variant
  const generating = tokensPerSecond === null ? wall : total / tokensPerSecond
  const own = samples.map(({ timing }) => timing.generate_ms / 1000)
  const inBatch = batching === 'single' ? own.reduce((sum, one) => sum + one, 0) : Math.max(...own)
  const isTold = count > 0 && !isCut && batching !== 'equal'
  return {
    samples: count,
    generate: isMade && count > 0 ? generating / count : 0,
    batch: isMade && count > 0 ? (isTold ? Math.min(inBatch, generating) : generating) / count : 0,
    judge: count === 0 ? 0 : samples.reduce((sum, { timing }) => sum + timing.judge_ms, 0) / 1000 / count,
    load,
    bytes: count === 0 ? 0 : samples.reduce((sum, sample) => sum + sampleBytes(sample), 0) / count,
    spread: relativeSpread(tokens),
    isCut,
  }
}
