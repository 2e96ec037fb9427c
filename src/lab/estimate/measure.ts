import { fromPlainError, isCancelled } from '../../core/errors'
import { relativeSpread, sampleBytes, type Measure } from '../../core/experiment/forecast'
import type { SampleRecord } from '../../core/experiment/record'
import type { Spec } from '../../core/experiment/spec'
import type { LabServices, StartRun } from '../events'

/** What a short run of one variant told. */
export interface Look extends Omit<Measure, 'variant'> {
  /** The time was over before all was made. */
  readonly isCut: boolean
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
  { signal, seconds }: { readonly signal: AbortSignal; readonly seconds: number },
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
  let isCut = false
  try {
    const { run } = await handle.finished
    const [failure] = run.failures ?? []
    if (failure !== undefined && samples.length === 0) throw fromPlainError(failure)
    tokensPerSecond = run.timing.tokens_per_second[0]?.value ?? null
  } catch (thrown) {
    if (!isCancelled(thrown) || signal.aborted) throw thrown
    isCut = true
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', stop)
  }
  const wall = (last - (began ?? started)) / 1000
  return looked(spec, samples, { tokensPerSecond, wall, load: ((began ?? started) - started) / 1000, isCut })
}

function looked(
  { variants: [variant] }: Spec,
  samples: readonly SampleRecord[],
  times: {
    readonly tokensPerSecond: number | null
    readonly wall: number
    readonly load: number
    readonly isCut: boolean
  },
): Look | null {
  const { tokensPerSecond, wall, load, isCut } = times
  const count = samples.length
  if (count === 0 && !isCut) return null
  const tokens = samples.map((sample) => sample.tokens)
  const total = tokens.reduce((sum, one) => sum + one, 0)
  const isMade = variant !== undefined && 'model' in variant
  const generating = tokensPerSecond === null ? wall : total / tokensPerSecond
  return {
    samples: count,
    generate: isMade && count > 0 ? generating / count : 0,
    judge: count === 0 ? 0 : samples.reduce((sum, { timing }) => sum + timing.judge_ms, 0) / 1000 / count,
    load,
    bytes: count === 0 ? 0 : samples.reduce((sum, sample) => sum + sampleBytes(sample), 0) / count,
    spread: relativeSpread(tokens),
    isCut,
  }
}
