import { taggerOf, wordnetOf, type Resources } from '../resources'
import { contentWords, type ContentWord } from '../word/prose'
import type { WordNet } from '../../wordnet/types'
import type { NamePart } from './random-rename'

const WORD = /[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g

/** The words of content in a name, tagged as if they were a sentence, each with what may be put for it. */
export function wordParts(
  name: string,
  resources: Resources,
  optionsOf: (word: ContentWord, wordnet: WordNet) => readonly string[],
): NamePart[] {
  const wordnet = wordnetOf(resources)
  const words = Array.from(name.matchAll(WORD), ({ 0: text, index }) => ({ text, start: index }))
  const tags = taggerOf(resources).tag(words.map(({ text }) => text.toLowerCase()))
  const tokens = words.map(({ text, start }, place) => ({
    text,
    start,
    end: start + text.length,
    tag: tags[place] ?? '',
    free: true,
    gapAfter: '',
  }))
  return contentWords(tokens, 'free').flatMap((word) => {
    const options = optionsOf(word, wordnet).map((option) => asNamePart(option, name))
    const usable = [...new Set(options)].filter((option) => option !== word.text)
    return usable.length === 0 ? [] : [{ start: word.start, text: word.text, options: usable }]
  })
}

/** Several words for one are joined as the name joins its own. */
function asNamePart(option: string, name: string): string {
  const isSnake = name.includes('_') || name === name.toLowerCase()
  return option.replace(/[ '-]+([a-z]?)/gi, (_, next: string) => (isSnake ? `_${next}` : next.toUpperCase()))
}
