import { HAND } from '../../../core/attacks/control/hand'
import { LONGEST_OWN_PROMPT, OWN_TASK, ownPrompt } from '../../../core/benchmarks/own-prompt'
import * as v from 'valibot'
import { LabError } from '../../../core/errors'
import type { Benchmark } from '../../../core/benchmarks/types'
import { NoiseSchema, PromptConditionSchema, type PromptCondition } from '../../../core/experiment/spec'
import type { PlaySettings } from '../../../lab/play/state'
import { linkTo } from '../../routes'

/** A prompt that an address brings (`prompt`, and `perturbed` beside it), as a benchmark of its own. */
export interface PromptOfAddress {
  readonly benchmark: Benchmark
  readonly prompt: string
  /** The prompt itself where the address has no other. */
  readonly perturbed: string
}

/** Null where the address has no prompt. Throws LabError `bad-benchmark`. */
export function promptOfAddress(parameters: URLSearchParams): PromptOfAddress | null {
  const prompt = parameters.get('prompt')
  if (prompt === null) return null
  const perturbed = parameters.get('perturbed') ?? prompt
  if (perturbed.length > LONGEST_OWN_PROMPT) {
    throw new LabError(
      'bad-benchmark',
      `The perturbed prompt has more than ${LONGEST_OWN_PROMPT} characters.`,
      'Shorten it, or import it as a suite of your own on the page Bench.',
    )
  }
  return { benchmark: ownPrompt(prompt), prompt, perturbed }
}

/** The settings that run such a prompt. */
export function settingsOf({
  benchmark,
  prompt,
  perturbed,
}: PromptOfAddress): Pick<PlaySettings, 'benchmark' | 'own' | 'taskId' | 'prompt'> {
  const byHand: PromptCondition = {
    attack: HAND,
    mode: 'corrected',
    parameters: { task: OWN_TASK, text: perturbed },
    seed: 0,
  }
  const condition = perturbed === prompt ? null : byHand
  return { benchmark: benchmark.id, own: prompt, taskId: OWN_TASK, prompt: condition }
}

/** The address that opens a prompt on Play, and one beside it that somebody perturbed. */
export function linkToPrompt(prompt: string, perturbed: string): string {
  return linkTo('play', { prompt, perturbed: perturbed === prompt ? null : perturbed })
}

const SettingsSchema = v.strictObject({
  model: v.pipe(v.string(), v.nonEmpty()),
  scheme: v.pipe(v.string(), v.nonEmpty()),
  benchmark: v.pipe(v.string(), v.nonEmpty()),
  taskId: v.pipe(v.string(), v.nonEmpty()),
  prompt: v.nullable(PromptConditionSchema),
  weights: v.nullable(NoiseSchema),
})

/** The address that asks for a problem under certain settings; nothing runs before a person presses "Run it here". */
export function linkToSettings(settings: Omit<PlaySettings, 'own'>): string {
  return linkTo('play', { task: settings.taskId, settings: JSON.stringify(settings) })
}

/** Null where the address asks for none. Throws LabError `bad-spec`. */
export function settingsOfAddress(parameters: URLSearchParams): PlaySettings | null {
  const text = parameters.get('settings')
  if (text === null) return null
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    json = null
  }
  const parsed = v.safeParse(SettingsSchema, json)
  if (parsed.success) return parsed.output
  throw new LabError(
    'bad-spec',
    'The address asks for settings that cannot be read.',
    'Open the link again from the page that it came from.',
  )
}
