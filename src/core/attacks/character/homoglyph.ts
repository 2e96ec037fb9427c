import { replacement } from '../edits'
import { letterAttack } from './letter-attack'
import { wordLetters } from './word-letters'

/** Latin letters and letters of other alphabets that most typefaces draw alike, in pairs. */
const CYRILLIC = 'aаcсeеhһiіjјoоpрsѕxхyуAАBВCСEЕHНIІJЈKКMМOОPРSЅTТXХYУ'
const GREEK = 'oοvνuυAΑBΒEΕHΗIΙKΚMΜNΝOΟPΡTΤXΧYΥZΖ'

const ALIKE = new Map<string, string[]>()
for (const pairs of [CYRILLIC, GREEK]) {
  const all = [...pairs]
  for (let index = 0; index < all.length; index += 2) {
    const latin = all[index] ?? ''
    ALIKE.set(latin, [...(ALIKE.get(latin) ?? []), all[index + 1] ?? ''])
  }
}

/** Letters that look alike: the reader sees no change, a tokenizer sees another word. */
export const homoglyphAttack = letterAttack({
  id: 'homoglyph',
  name: 'Look-alike letters',
  description: 'Latin letters become Cyrillic or Greek ones that look the same: a reader sees no change, a model does.',
  share: 0.1,
  label: 'Share of letters that have a double',
  whyNothing: 'The prompt has no letter with a double in its natural language.',
  places: (input) => wordLetters(input).filter(({ text }) => ALIKE.has(text)),
  edit: ({ start, text }, generator) => replacement(start, text, generator.choice(ALIKE.get(text) ?? [text])),
})
