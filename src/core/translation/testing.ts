import type { Translations } from '../attacks/resources'

/** Stands in for a translator in tests: knows every text, rewords some words, adds one. Deterministic. */
export const rewording: Translations = {
  lookup: ({ text }) => ({
    kind: 'translated',
    text: `Now ${text
      .replaceAll(/\bwrite\b/giu, 'compose')
      .replaceAll(/\bthe\b/gu, 'those very')
      .replaceAll(' and ', ' ')}`,
    pivotText: text.toUpperCase(),
    isWhole: true,
  }),
}
