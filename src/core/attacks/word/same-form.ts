import { inflect } from '../../inflection/inflect'
import { indefiniteArticle, withCaseOf } from '../../inflection/spelling'
import type { WordNet } from '../../wordnet/types'
import { replacement } from '../edits'
import type { Edit } from '../types'
import type { ContentWord, ProseToken } from './prose'

/** A lemma of WordNet (`_` between words) in the form and the case of the word it replaces. */
export function inFormOf({ text, tag }: ContentWord, lemma: string, wordnet: WordNet): string {
  const base = lemma.replaceAll('_', ' ')
  switch (tag) {
    case 'NNS':
    case 'VBZ':
    case 'VBG':
    case 'VBD':
    case 'VBN':
    case 'JJR':
    case 'JJS':
      return withCaseOf(text, inflect(base, tag, wordnet))
    default:
      return withCaseOf(text, base)
  }
}

/**
 * The edits of words together with those of the articles before them: `a` before what now begins with a vowel's sound
 * becomes `an`, and back.
 */
export function withArticles(tokens: readonly ProseToken[], changes: ReadonlyMap<number, string>): Edit[] {
  return [...changes].flatMap(([place, after]) => {
    const token = tokens[place]
    const before = tokens[place - 1]
    if (token === undefined) return []
    const edit = replacement(token.start, token.text, after)
    if (before === undefined || !before.free || !/^an?$/i.test(before.text)) return [edit]
    const article = withCaseOf(before.text, indefiniteArticle(after))
    // "A" alone may be an initial in capitals or small ones: its own case is kept.
    return [edit, replacement(before.start, before.text, article)]
  })
}
