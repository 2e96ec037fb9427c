import { assertNever } from '../../errors'
import { correctedCharacterAttack } from './case-corrected'
import { publishedCharacterAttack } from './case-published'
import { numberParameter, type Parameters } from '../parameters'
import type { Attack } from '../types'

/** The paper's character attack: some letters in the other case. The paper's maximum is 5; its tool's command used 15. */
export const characterAttack: Attack = {
  id: 'char',
  name: 'Character case',
  level: 'character',
  modes: ['published', 'corrected'],
  random: true,
  description: 'Changes the case of a few letters. As published it only raises letters and also touches examples.',
  needs: [],
  regions: ['sentence'],
  parameters: {
    max: { kind: 'integer', minimum: 0, maximum: 1000, default: 5, label: 'Letters at most' },
    share: {
      kind: 'fraction',
      minimum: 0,
      maximum: 1,
      default: 1,
      label: 'Share of letters',
      mode: 'corrected',
      silentAtDefault: true,
    },
    probability: {
      kind: 'fraction',
      minimum: 0,
      maximum: 1,
      default: 0.5,
      label: 'Chance a letter',
      mode: 'published',
    },
  },
  apply(input, { mode, parameters, seed }) {
    const max = numberParameter(parameters, 'max')
    switch (mode) {
      case 'published': {
        const probability = numberParameter(parameters, 'probability')
        return publishedCharacterAttack(input.prompt, input.form, { max, probability, seed })
      }
      case 'corrected':
        return correctedCharacterAttack(input, { max, share: shareOf(parameters), seed })
      default:
        return assertNever(mode)
    }
  },
}

/** Resolved parameters leave out a share of 1. */
function shareOf(parameters: Parameters): number {
  return 'share' in parameters ? numberParameter(parameters, 'share') : 1
}
