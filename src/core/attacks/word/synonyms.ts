import { assertNever } from '../../errors'
import { dialOf, dialParameters } from '../dial'
import { numberParameter } from '../parameters'
import { taggerOf, wordnetOf } from '../resources'
import type { Attack } from '../types'
import { synonymChange } from './synonyms-corrected'
import { publishedWordAttack } from './synonyms-published'
import { changeWords } from './word-change'

/** The paper's word attack: some words give way to synonyms of WordNet. */
export const wordAttack: Attack = {
  id: 'word',
  name: 'Synonyms',
  level: 'word',
  modes: ['published', 'corrected'],
  random: true,
  description:
    'Puts WordNet synonyms in the place of words. As published it also joins all words again with single blanks.',
  needs: ['wordnet', 'tagger'],
  regions: ['sentence'],
  parameters: {
    ...dialParameters(0.15, 'Share of words'),
    probability: {
      kind: 'fraction',
      minimum: 0,
      maximum: 1,
      default: 0.15,
      label: 'Chance a word',
      mode: 'published',
    },
    choices: { kind: 'integer', minimum: 1, maximum: 100, default: 3, label: 'Synonyms to choose among' },
  },
  apply(input, { mode, parameters, seed }, resources) {
    const loaded = { wordnet: wordnetOf(resources), tagger: taggerOf(resources) }
    const choices = numberParameter(parameters, 'choices')
    switch (mode) {
      case 'published': {
        const probability = numberParameter(parameters, 'probability')
        return publishedWordAttack(input.prompt, input.form, { probability, choices, seed }, loaded)
      }
      case 'corrected':
        return changeWords(synonymChange(choices), input, dialOf(parameters), seed, loaded)
      default:
        return assertNever(mode)
    }
  },
}
