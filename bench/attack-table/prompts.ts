import { cellKey } from '../../src/core/experiment/cells.ts'
import type { PromptRecord, RunBundle } from '../../src/core/experiment/record.ts'
import { sha256Hex } from '../../src/core/hash.ts'
import { samplesByCell } from './rows.ts'

const COUNT = 10

/** Ten prompts of one attack in one mode, for a person to read. */
export interface PromptsToRead {
  readonly title: string
  readonly prompts: readonly PromptRecord[]
  /** Names these very texts: a judgement of others is not one of these. */
  readonly hash: string
}

/** The first ten that each attack changed, of the first benchmark in which it changed any. */
export function readPrompts(bundle: RunBundle): PromptsToRead[] {
  const prompts = new Map(bundle.prompts.map((prompt) => [prompt.hash, prompt]))
  const cells = samplesByCell(bundle)
  return bundle.run.conditions.flatMap(({ prompt }, condition): PromptsToRead[] => {
    if (prompt === null) return []
    const changed = bundle.run.benchmarks.map(({ id }) =>
      (cells.get(cellKey(0, condition, id)) ?? [])
        .flatMap((sample) => prompts.get(sample.prompt) ?? [])
        .filter(({ edits }) => edits.length > 0)
        .slice(0, COUNT),
    )
    const chosen = changed.find((some) => some.length > 0) ?? []
    const hash = sha256Hex(chosen.map(({ text }) => text).join('\0')).slice(0, 12)
    return [{ title: `${prompt.attack}, ${prompt.mode}`, prompts: chosen, hash }]
  })
}

/** All of them, attack by attack. */
export function promptsText(read: readonly PromptsToRead[]): string {
  return read
    .map(({ title, hash, prompts }) => {
      const texts = prompts.map(({ task_id, text }) => `--- ${task_id}\n${text}`)
      return [`===== ${title} (${hash})`, ...texts].join('\n')
    })
    .join('\n')
}
