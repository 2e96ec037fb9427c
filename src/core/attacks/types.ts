import type { PromptForm } from '../benchmarks/types'
import type { RegionKind } from './regions'
import type { Need, Resources, TranslationRequest } from './resources'

/** One replacement. Offsets are UTF-16 code units of the original text; edits are sorted and do not overlap. */
export interface Edit {
  readonly start: number
  readonly end: number
  readonly before: string
  readonly after: string
}

export interface AttackResult {
  readonly text: string
  readonly edits: readonly Edit[]
  /** False when nothing changed; `why` then says so in words. */
  readonly applied: boolean
  readonly why: string
  /**
   * What makes the perturbed prompt a whole program where the problem's own no longer does: a function renamed, a part
   * of the solution moved into the prompt. Null where entry point and canonical solution are as before.
   */
  readonly program: ProgramChange | null
}

/** The problem's entry point and the solution that, put after the perturbed prompt, gives a whole right program. */
export interface ProgramChange {
  readonly entryPoint: string
  readonly canonicalSolution: string
}

export type AttackMode = 'published' | 'corrected'
export type ParameterValue = number | string | boolean

export type ParameterSchema = NumberSchema | ChoiceSchema | TextSchema

export interface NumberSchema extends ParameterCommon {
  readonly kind: 'integer' | 'fraction'
  readonly minimum: number
  readonly maximum: number
  readonly default: number
}

export interface ChoiceSchema extends ParameterCommon {
  readonly kind: 'choice'
  readonly options: readonly { readonly value: string; readonly label: string }[]
  readonly default: string
}

/** Free text, such as a prompt that a person wrote. */
export interface TextSchema extends ParameterCommon {
  readonly kind: 'text'
  /** Characters at most, in UTF-16 code units. */
  readonly longest: number
  readonly default: string
}

interface ParameterCommon {
  readonly label: string
  /** The only mode in which it has a meaning; every mode when absent. */
  readonly mode?: AttackMode
  /** Left out of resolved parameters at its default: it came after runs were recorded, which keep their names. */
  readonly silentAtDefault?: true
}

export interface AttackInput {
  readonly prompt: string
  readonly form: PromptForm
  readonly taskId: string
  readonly entryPoint: string
  /** Appended to the prompt it makes the reference program; '' where there is none. */
  readonly canonicalSolution: string
}

export interface AttackOptions {
  readonly mode: AttackMode
  readonly parameters: Readonly<Record<string, ParameterValue>>
  readonly seed: number
}

export type AttackLevel = 'character' | 'word' | 'sentence' | 'name' | 'format' | 'syntax' | 'control'

/**
 * One attack, drawn by the registry; page, command and spec build their choices from it. Pure and deterministic: what
 * has to be loaded or computed first comes in as `resources`. A random attack has a parameter `share` (of its
 * candidates: letters, words) and a parameter `max` (edits at most), and changes min(max, ceil(share x candidates)) of
 * them; either at 0 is the identity.
 */
export interface Attack {
  readonly id: string
  readonly name: string
  readonly level: AttackLevel
  readonly modes: readonly AttackMode[]
  readonly random: boolean
  readonly description: string
  readonly parameters: Readonly<Record<string, ParameterSchema>>
  /** What must be in `resources` before `apply`. */
  readonly needs: readonly Need[]
  /** Kinds of regions that `corrected` may change; what was published may touch more. */
  readonly regions: readonly RegionKind[]
  /** Texts whose translations must be in `resources` before `apply`. Absent: none. */
  requests?(input: AttackInput, options: AttackOptions): readonly TranslationRequest[]
  apply(input: AttackInput, options: AttackOptions, resources: Resources): AttackResult
}
