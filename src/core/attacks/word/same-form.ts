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
 * The edit that puts `after` in the place of a token. `a` before what now begins with a vowel's sound becomes `an`, and
 * back, in the same edit.
 */
export function editWithArticle(tokens: readonly ProseToken[], place: number, after: string): Edit {
  const token = tokens[place]
  if (token === undefined) throw new RangeError(`No token ${place}.`)
  const before = tokens[place - 1]
  const gap = before === undefined ? '' : ' '.repeat(token.start - before.end)
  // Across a line break the article is in another region.
  if (before === undefined || gap === '' || !before.free || before.gapAfter !== gap || !/^an?$/i.test(before.text))
    return replacement(token.start, token.text, after)
  const article = withCaseOf(before.text, indefiniteArticle(after))
  return replacement(before.start, before.text + gap + token.text, article + gap + after)
}
