import type { Impact } from '../../../core/attacks/impact'
import type { RegionKind } from '../../../core/attacks/regions'
import type { Attack, AttackLevel } from '../../../core/attacks/types'
import { counted, percent } from '../../words'

/** Words for attacks and what they do, drawn from the registry. */

export const LEVEL_WORDS: Readonly<Record<AttackLevel, string>> = {
  character: 'Characters',
  word: 'Words',
  sentence: 'Sentences',
  name: 'Function name',
  format: 'Format',
  syntax: 'Code',
  control: 'Controls',
}

/** Attacks by level, in the order of the registry. */
export function byLevel<Item extends Pick<Attack, 'level'>>(
  items: readonly Item[],
): { readonly level: AttackLevel; readonly label: string; readonly items: readonly Item[] }[] {
  const levels = [...new Set(items.map(({ level }) => level))]
  return levels.map((level) => ({
    level,
    label: LEVEL_WORDS[level],
    items: items.filter((item) => item.level === level),
  }))
}

export const REGION_WORDS: Readonly<Record<RegionKind, string>> = {
  sentence: 'sentences',
  code: 'code',
  signature: 'signature',
  example: 'examples',
  quoted: 'quoted',
  name: 'names',
  number: 'numbers',
}

/** What changed, in the order in which it is read; `tokens` null where no model has read the prompts yet. */
export function impactFacts(
  impact: Impact | null,
  tokens: { readonly clean: number; readonly perturbed: number } | null,
): { readonly name: string; readonly value: string; readonly note: string }[] {
  const changed =
    impact === null
      ? []
      : [
          { name: 'Letters changed', value: `${impact.letters.changed} of ${impact.letters.total}`, note: '' },
          { name: 'Words changed', value: `${impact.words.changed} of ${impact.words.total}`, note: '' },
          { name: 'Protected', value: `${percent(impact.protectedShare)} of the characters`, note: reach(impact) },
        ]
  return [...changed, { name: 'Tokens', ...tokenFact(tokens) }]
}

function reach({ protectedEdits }: Impact): string {
  if (protectedEdits === 0) return ''
  return `${counted(protectedEdits, 'edit')} here ${protectedEdits === 1 ? 'reaches' : 'reach'} into it all the same`
}

function tokenFact(tokens: { readonly clean: number; readonly perturbed: number } | null) {
  if (tokens === null) return { value: 'known once the model has run', note: '' }
  const { clean, perturbed } = tokens
  const change = clean === 0 ? 0 : Math.round(((perturbed - clean) / clean) * 100)
  const sign = change > 0 ? '+' : '−'
  return { value: `${clean} → ${perturbed}`, note: change === 0 ? '' : `${sign}${Math.abs(change)} %` }
}
