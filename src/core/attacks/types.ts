import type { PromptForm } from '../benchmarks/types'

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
}

export type AttackMode = 'published' | 'corrected'
export type ParameterValue = number | string | boolean

export interface ParameterSchema {
  readonly kind: 'integer' | 'fraction'
  readonly minimum: number
  readonly maximum: number
  readonly default: number
  readonly label: string
  /** The only mode in which it has a meaning; every mode when absent. */
  readonly mode?: AttackMode
}

export interface AttackInput {
  readonly prompt: string
  readonly form: PromptForm
  readonly taskId: string
  readonly entryPoint: string
}

export type AttackLevel = 'character' | 'word' | 'sentence' | 'control'

/** One attack, drawn by the registry; page, command and spec build their choices from it. Pure and deterministic. */
export interface Attack {
  readonly id: string
  readonly name: string
  readonly level: AttackLevel
  readonly modes: readonly AttackMode[]
  readonly random: boolean
  readonly description: string
  readonly parameters: Readonly<Record<string, ParameterSchema>>
  apply(
    input: AttackInput,
    options: {
      readonly mode: AttackMode
      readonly parameters: Readonly<Record<string, ParameterValue>>
      readonly seed: number
    },
  ): AttackResult
}
