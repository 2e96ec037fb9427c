import { PIVOT_NAMES, translators } from '../../translation/translators'
import { replacement, resultOf } from '../edits'
import { choiceParameter, type Parameters } from '../parameters'
import { splitLines, tripleQuoted } from '../python-text'
import { translationOf, type Resources, type TranslationRequest } from '../resources'
import type { Attack, AttackInput, AttackResult, Edit } from '../types'
import { sentenceUnits } from './units'
import { weave } from './weave'
import { wordEdits } from './word-edits'

/**
 * Back-translation: into another language and back. The translations are made beforehand (`requests`) and come in as
 * data. Source: notes on the paper's tool, 1.1 and 1.2.
 */
export const translateAttack: Attack = {
  id: 'translate',
  name: 'Back-translation',
  level: 'sentence',
  modes: ['published', 'corrected'],
  random: false,
  description:
    'Translates into another language and back. As published: the second line of an MBPP prompt, whole docstrings of a HumanEval prompt, examples and all. Corrected: one sentence at a time; names, numbers, quoted strings, code and examples stay, and a sentence whose translation loses one of them is left as it was.',
  needs: ['translation'],
  regions: ['sentence'],
  parameters: {
    translator: {
      kind: 'choice',
      label: 'Translator',
      options: translators.map(({ id, name }) => ({ value: id, label: name })),
      default: 'starter',
    },
    pivot: {
      kind: 'choice',
      label: 'Language in between',
      options: Object.entries(PIVOT_NAMES).map(([value, label]) => ({ value, label })),
      default: 'de',
    },
  },
  requests: (input, { mode, parameters }) =>
    (mode === 'published' ? publishedTexts(input) : sentenceUnits(input)).map(({ text }) => request(parameters, text)),
  apply: (input, { mode, parameters }, resources) =>
    mode === 'published' ? asPublished(input, parameters, resources) : corrected(input, parameters, resources),
}

function request(parameters: Parameters, text: string): TranslationRequest {
  return { translator: choiceParameter(parameters, 'translator'), pivot: choiceParameter(parameters, 'pivot'), text }
}

interface Text {
  readonly start: number
  readonly text: string
}

/** What the paper's tool sends: the second of an MBPP prompt's four lines; the inside of each triple-quoted string. */
function publishedTexts({ prompt, form }: AttackInput): Text[] {
  switch (form) {
    case 'mbpp': {
      const lines = splitLines(prompt)
      return lines.length === 4 ? lines.slice(1, 2) : []
    }
    case 'humaneval':
      return tripleQuoted(prompt).map(({ start, end }) => ({ start, text: prompt.slice(start, end) }))
  }
}

function asPublished(input: AttackInput, parameters: Parameters, resources: Resources): AttackResult {
  const { prompt, form } = input
  const texts = publishedTexts(input)
  const edits: Edit[] = []
  const refusals: string[] = []
  for (const { start, text } of texts) {
    const result = translationOf(resources, request(parameters, text))
    if (result.kind === 'refused') refusals.push(result.why)
    else edits.push(...wordEdits(start, text, result.text))
  }
  const why = refusals[0] ?? (texts.length === 0 ? nothingToSend(form) : 'The translation back gave the same text.')
  // A prompt that was refused stays as it is, its last line break with it.
  if (refusals.length > 0) return resultOf(prompt, [], why)
  return resultOf(prompt, form === 'mbpp' && texts.length > 0 ? [...edits, ...joinedLines(prompt)] : edits, why)
}

function nothingToSend(form: AttackInput['form']): string {
  return form === 'mbpp'
    ? 'The published attack takes MBPP prompts of exactly 4 lines.'
    : 'The prompt has no docstring.'
}

/** The tool joins the lines with `\n` and so loses the last line break. */
function joinedLines(prompt: string): Edit[] {
  const lines = splitLines(prompt)
  return lines.map((line, index) =>
    replacement(line.start + line.text.length, line.lineBreak, index === lines.length - 1 ? '' : '\n'),
  )
}

function corrected(input: AttackInput, parameters: Parameters, resources: Resources): AttackResult {
  const units = sentenceUnits(input)
  const reasons: string[] = []
  const edits = units.flatMap((unit): readonly Edit[] => {
    const result = translationOf(resources, request(parameters, unit.text))
    if (result.kind === 'refused') {
      reasons.push(result.why)
      return []
    }
    if (!result.isWhole) {
      reasons.push('The translation came to its longest length before its end.')
      return []
    }
    const woven = weave(input.prompt, unit, result.text)
    if (woven.kind === 'woven') return woven.edits
    reasons.push(woven.why)
    return []
  })
  const otherwise = units.length === 0 ? 'The prompt has no sentence.' : 'The translation back gave the same text.'
  return resultOf(input.prompt, edits, reasons[0] ?? otherwise)
}
