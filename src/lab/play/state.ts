import type { AttackResult } from '../../core/attacks/types'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import type { PlainError } from '../../core/errors'
import type { PromptRecord } from '../../core/experiment/record'
import type { Noise, PromptCondition } from '../../core/experiment/spec'
import type { Verdict } from '../../core/judge/verdict'
import type { LoadProgress, ModelInfo, VariantInfo } from '../ports'

/** What a person asks for on the Play page. */
export interface PlaySettings {
  readonly model: string
  readonly benchmark: string
  /** A prompt of one's own; counts only where `benchmark` is OWN_BENCHMARK. */
  readonly own?: string
  readonly taskId: string
  readonly prompt: PromptCondition | null
  readonly weights: Noise | null
  /** Scheme of the variant; the original is always `ORIGINAL_SCHEME`. */
  readonly scheme: string
}

export const ORIGINAL_SCHEME = 'fp32'
export const PLAY_MAX_TOKENS = 192

export const CELL_NAMES = ['clean-original', 'clean-variant', 'perturbed-original', 'perturbed-variant'] as const
export type CellName = (typeof CELL_NAMES)[number]

/** What a cell shows. `key` names everything it depends on. */
export interface CellResult {
  readonly key: string
  /** Raw completion, cut at the stops once the generation is finished. */
  readonly completion: string
  readonly verdict: Verdict | null
  readonly tokens: number
  /** Tokens of the prompt, by the model's tokenizer; 0 until the generation is finished. */
  readonly promptTokens: number
  readonly milliseconds: number
}

export interface PlayCell {
  /** `stopped`: what is shown was not finished, or belongs to earlier settings. */
  readonly state: 'empty' | 'waiting' | 'generating' | 'judging' | 'done' | 'stopped'
  /** Key of what is wanted; the shown result is stale where its key is another. */
  readonly wanted: string
  readonly shown: CellResult | null
}

export type PlayPhase = 'idle' | 'loading' | 'working' | 'ready' | 'stopped' | 'failed'

/** One immutable picture of the page's live half. */
export interface PlayState {
  readonly phase: PlayPhase
  readonly wanted: PlaySettings | null
  /** What is being loaded and how far it is; null while nothing is. */
  readonly loading: { readonly what: string; readonly progress: LoadProgress | null } | null
  readonly error: PlainError | null
  readonly benchmark: Benchmark | null
  readonly problem: Problem | null
  readonly prompts: {
    readonly clean: PromptRecord
    readonly perturbed: PromptRecord
    readonly attack: AttackResult | null
  } | null
  readonly cells: Readonly<Record<CellName, PlayCell>>
  readonly model: ModelInfo | null
  readonly variants: { readonly original: VariantInfo | null; readonly variant: VariantInfo | null }
}

const EMPTY: PlayCell = { state: 'empty', wanted: '', shown: null }

export const INITIAL_STATE: PlayState = {
  phase: 'idle',
  wanted: null,
  loading: null,
  error: null,
  benchmark: null,
  problem: null,
  prompts: null,
  cells: { 'clean-original': EMPTY, 'clean-variant': EMPTY, 'perturbed-original': EMPTY, 'perturbed-variant': EMPTY },
  model: null,
  variants: { original: null, variant: null },
}

export function isStale(cell: PlayCell): boolean {
  return cell.shown !== null && cell.shown.key !== cell.wanted
}
