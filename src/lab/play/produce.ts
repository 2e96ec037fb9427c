import type { Benchmark } from '../../core/benchmarks/types'
import { namedVerdict } from '../run/grading'
import type { Generation, Judge, OpenVariant } from '../ports'
import { batches, type PlayBatch, type PlayJob, type PlayScience } from './jobs'
import { PLAY_MAX_TOKENS, type CellResult } from './state'

/** What it takes to make generations and judge them. */
export interface Workshop {
  readonly variants: Readonly<Record<PlayJob['arm'], OpenVariant>>
  readonly judge: Judge
  readonly science: PlayScience
  readonly benchmark: Benchmark
}

export interface ProductionEvents {
  /** Text so far, not yet cut at the stops. */
  onText?(key: string, text: string): void
  /** The whole text, while its verdict is being made. */
  onWritten?(result: CellResult): void
  onDone(result: CellResult): void
}

/**
 * Makes and judges the jobs, those that can be decoded together in one batch; equal work once. Events stop with the
 * signal; `onDone` alone still tells a verdict that was under way. Throws what engine and judge throw.
 */
export async function produce(
  jobs: readonly PlayJob[],
  stops: readonly string[],
  workshop: Workshop,
  signal: AbortSignal,
  events: ProductionEvents,
): Promise<void> {
  const verdicts: Promise<void>[] = []
  try {
    for (const batch of batches(jobs)) {
      await generate(batch, stops, workshop, signal, events, (job, generation) => {
        const verdict = judge(job, generation, workshop, signal, events)
        // Waited for below; until then a rejection is not an unhandled one.
        verdict.catch(() => undefined)
        verdicts.push(verdict)
      })
    }
  } finally {
    await Promise.allSettled(verdicts)
  }
  await Promise.all(verdicts)
}

async function generate(
  { arm, noise, jobs }: PlayBatch,
  stops: readonly string[],
  { variants }: Workshop,
  signal: AbortSignal,
  events: ProductionEvents,
  onWritten: (job: PlayJob, generation: Generation) => void,
): Promise<void> {
  const variant = variants[arm]
  await variant.setNoise(noise, signal)
  const byKey = new Map(jobs.map((job) => [job.key, job]))
  await variant.generate(
    jobs.map(({ key, prompt }) => ({ id: key, prompt })),
    {
      maxTokens: PLAY_MAX_TOKENS,
      stop: stops,
      batchSize: jobs.length,
      signal,
      onText: (key, text) => {
        if (!signal.aborted) events.onText?.(key, text)
      },
      onDone: (generation) => {
        const job = byKey.get(generation.id)
        if (job !== undefined && !signal.aborted) onWritten(job, generation)
      },
    },
  )
}

async function judge(
  job: PlayJob,
  generation: Generation,
  { judge, science, benchmark }: Workshop,
  signal: AbortSignal,
  events: ProductionEvents,
): Promise<void> {
  const written: CellResult = {
    key: job.key,
    completion: generation.text,
    verdict: null,
    tokens: generation.tokens.length,
    promptTokens: generation.promptTokens,
    milliseconds: generation.milliseconds,
  }
  events.onWritten?.(written)
  const { problem } = job
  const built = science.program({
    prompt: job.prompt,
    completion: generation.text,
    problem,
    benchmark,
    extraction: 'sanitize',
  })
  const verdict = namedVerdict(await judge.judge(problem, built.program, { signal }), built)
  events.onDone({ ...written, verdict })
}
