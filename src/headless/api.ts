import type { PlainError } from '../core/errors'
import type { PromptRecord, RunRecord, SampleRecord } from '../core/experiment/record'
import type { Shard } from '../core/experiment/shard'
import type { RunEvent } from '../lab/events'
import type { DeviceChoice } from '../lab/ports'
import type { HeadlessFile } from './served'

/** What headless.html offers to the command: `window.shakedown`, called through Playwright. Everything is plain data. */
export interface HeadlessApi {
  /** Hands over samples that are finished already; several calls add up. */
  preload(samples: readonly unknown[]): void
  /** Carries a spec through. Settles when the run has ended; never rejects. */
  start(spec: unknown, options: HeadlessOptions): Promise<HeadlessOutcome>
  /** Samples of the finished run from a place on, in the order of the plan. */
  samples(from: number, count: number): Promise<readonly SampleRecord[]>
  cancel(): void
}

export interface HeadlessOptions {
  readonly device: DeviceChoice
  /** For the environment record. */
  readonly command: string
  /** Models served below an address of the command's server, by the name that the spec gives them. */
  readonly models: Readonly<Record<string, { readonly base: string; readonly paths: readonly string[] }>>
  /** Benchmarks served by the command, by the ids that the spec gives them. */
  readonly benchmarks: Readonly<Record<string, HeadlessFile>>
  /** Samples made elsewhere, served by the command, by the names that the spec gives them. */
  readonly imported: Readonly<Record<string, HeadlessFile>>
  /** Null: all problems. */
  readonly shard: Shard | null
}

export type HeadlessOutcome =
  | { readonly ok: true; readonly run: RunRecord; readonly prompts: readonly PromptRecord[]; readonly samples: number }
  | { readonly ok: false; readonly error: PlainError }

/** Events that the page sends, by the binding `EVENT_BINDING`. Growing texts are left out: nobody reads them here. */
export type HeadlessEvent = Exclude<RunEvent, { type: 'text' }>

export const EVENT_BINDING = 'shakedownEvent'
