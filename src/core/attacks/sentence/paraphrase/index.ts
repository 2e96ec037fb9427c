import { resultOf } from '../../edits'
import { choiceParameter } from '../../parameters'
import type { Attack, Edit } from '../../types'
import { sentenceUnits, type SentenceUnit } from '../units'
import { weave } from '../weave'
import { inOtherOrder } from './clause-order'
import { inOtherManner } from './politeness'
import { asQuestion } from './question'
import { FIRST_KEPT, KEPT, MOST_KEPT } from './sentence-parts'
import { inOtherVoice } from './voice'

/** A sentence said otherwise, or null where the rule has nothing to say to it. */
type Rule = (sentence: string) => string | null

const RULES = {
  voice: { label: 'Active and passive', apply: inOtherVoice },
  'clause-order': { label: 'Order of clauses', apply: inOtherOrder },
  question: { label: 'Orders and questions', apply: asQuestion },
  politeness: { label: 'With and without please', apply: inOtherManner },
} as const satisfies Readonly<Record<string, { readonly label: string; readonly apply: Rule }>>

/** Sentences longer than this are no sentences. */
const LONGEST = 1000

/** Sentences said otherwise by rules of grammar: needs no model, changes no meaning, gives the same again. */
export const paraphraseAttack: Attack = {
  id: 'paraphrase',
  name: 'Paraphrase by rules',
  level: 'sentence',
  modes: ['corrected'],
  random: false,
  description:
    'Says each sentence otherwise by a rule of grammar: passive for active, a condition behind its order, a question for an order, please or no please. Sentences that the rule does not fit stay; so do names, numbers, quoted strings, code and examples.',
  needs: [],
  regions: ['sentence'],
  parameters: {
    rule: {
      kind: 'choice',
      label: 'Rule',
      options: [
        { value: 'first', label: 'The first that fits, in this order' },
        ...Object.entries(RULES).map(([value, { label }]) => ({ value, label })),
      ],
      default: 'first',
    },
  },
  apply(input, { parameters }) {
    const rules = rulesOf(choiceParameter(parameters, 'rule'))
    const edits = sentenceUnits(input).flatMap((unit) => paraphrased(input.prompt, unit, rules))
    return resultOf(input.prompt, edits, 'The rule fits no sentence of this prompt.')
  },
}

function rulesOf(choice: string): readonly Rule[] {
  return Object.entries(RULES).flatMap(([name, { apply }]) => (choice === 'first' || choice === name ? [apply] : []))
}

/** Edits of the first rule whose wording keeps what must be kept where it must be. */
function paraphrased(prompt: string, unit: SentenceUnit, rules: readonly Rule[]): readonly Edit[] {
  const masked = mask(prompt, unit)
  if (masked === null) return []
  for (const rule of rules) {
    const wording = rule(masked.text)
    if (wording === null || wording === masked.text) continue
    const woven = weave(prompt, unit, unmask(wording, masked.kept))
    if (woven.kind === 'woven' && woven.edits.length > 0) return woven.edits
  }
  return []
}

/** The sentence on one line with a sign in place of everything kept; null where there is no sign left to use. */
function mask(prompt: string, unit: SentenceUnit): { readonly text: string; readonly kept: readonly string[] } | null {
  if (unit.text.length > LONGEST || KEPT.test(unit.text) || unit.anchors.length > MOST_KEPT) return null
  const kept: string[] = []
  const parts: string[] = []
  let done = unit.start
  for (const { kind, start, end } of unit.anchors) {
    parts.push(prompt.slice(done, start))
    if (kind === 'break') parts.push(' ')
    else {
      parts.push(String.fromCodePoint(FIRST_KEPT + kept.length))
      kept.push(prompt.slice(start, end))
    }
    done = end
  }
  parts.push(prompt.slice(done, unit.end))
  return { text: parts.join(''), kept }
}

function unmask(text: string, kept: readonly string[]): string {
  return text.replaceAll(new RegExp(KEPT.source, 'gu'), (sign) => kept[(sign.codePointAt(0) ?? 0) - FIRST_KEPT] ?? sign)
}
