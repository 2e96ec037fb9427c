import type { Page } from 'playwright'
import { fromPlainError } from '../../src/core/errors'
import type { RunBundle, SampleRecord } from '../../src/core/experiment/record'
import type { Spec } from '../../src/core/experiment/spec'
import { EVENT_BINDING, type HeadlessEvent, type HeadlessOptions } from '../../src/headless/api'
import type { DeviceChoice } from '../../src/lab/ports'
import { asker, withHeadlessPage } from '../headless-page'
import { withTranslations } from '../translations'

export interface BrowserRun {
  /** Address of the served site, with a slash at the end. */
  readonly site: string
  readonly spec: Spec
  readonly device: DeviceChoice
  readonly command: string
  /** Models of the spec that are folders of this machine, by the name that the spec gives them. */
  readonly models: HeadlessOptions['models']
  /** Benchmarks of the spec that are files of this machine, by their ids. */
  readonly benchmarks: HeadlessOptions['benchmarks']
  readonly imported: HeadlessOptions['imported']
  readonly shard: HeadlessOptions['shard']
  /** File of back-translations; null: none. */
  readonly translations: string | null
  /** Finished before. */
  readonly samples: readonly SampleRecord[]
  readonly onEvent: (event: HeadlessEvent) => void
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Samples carried over the browser's wire at a time. */
const CHUNK = 200

/** Carries a spec through in a headless Chromium. Throws what the page throws, as LabError; `cancelled` by the signal. */
export function runInBrowser(run: BrowserRun): Promise<RunBundle> {
  const { site, device, say, signal, onEvent } = run
  const prepare = async (page: Page): Promise<void> => {
    await page.exposeBinding(EVENT_BINDING, (_source, event: HeadlessEvent) => onEvent(event))
  }
  const hint = 'Start again to go on: what was finished is kept.'
  return withHeadlessPage({ site, device, say, signal, prepare, hint }, (page, gone) =>
    withTranslations(run.translations, { page, ask: asker(gone) }, say, () => drive(page, gone, run)),
  )
}

async function drive(
  page: Page,
  gone: Promise<never>,
  { spec, device, command, models, benchmarks, imported, shard, samples }: BrowserRun,
): Promise<RunBundle> {
  for (let at = 0; at < samples.length; at += CHUNK) {
    await page.evaluate((chunk) => window.shakedown?.preload(chunk), samples.slice(at, at + CHUNK))
  }
  const outcome = await Promise.race([
    page.evaluate(([wanted, options]) => window.shakedown?.start(wanted, options), [
      spec,
      { device, command, models, benchmarks, imported, shard },
    ] as const),
    gone,
  ])
  if (outcome === undefined) throw new Error('the page was reloaded')
  if (!outcome.ok) throw fromPlainError(outcome.error)
  const all: SampleRecord[] = []
  while (all.length < outcome.samples) {
    const chunk = await page.evaluate(([from, count]) => window.shakedown?.samples(from, count), [
      all.length,
      CHUNK,
    ] as const)
    if (chunk === undefined || chunk.length === 0) throw new Error('the page lost its samples')
    all.push(...chunk)
  }
  return { run: outcome.run, samples: all, prompts: outcome.prompts }
}
