import { replacement } from '../attacks/edits'
import type { Edit } from '../attacks/types'
import { sentenceSpans } from './sentence-spans'
import { treebankTokens, type Token } from './treebank-tokens'

/** Tokens of a text of any length: sentences first, then words, as NLTK's `word_tokenize` goes about it. */
export function wordTokens(text: string): Token[] {
  return sentenceSpans(text).flatMap(({ start, end }) =>
    treebankTokens(text.slice(start, end)).map((token) => ({
      ...token,
      start: token.start + start,
      end: token.end + start,
    })),
  )
}

/**
 * What the paper's word attack puts between two words when it joins them: one blank, none before . , ! ? ) and none
 * after an opening parenthesis.
 */
export function rejoinGap(before: string, after: string): '' | ' ' {
  return before.endsWith('(') || /^[.,!?)]/.test(after) ? '' : ' '
}

/**
 * The edits that turn `text` into its words joined: white space becomes what `rejoinGap` says, straight quotes become
 * what the tokenizer calls them, outer white space goes.
 * @param words one for each token, what is put in its place
 * @param offset where `text` starts in the text the edits are for
 */
export function rejoinEdits(text: string, tokens: readonly Token[], words: readonly string[], offset: number): Edit[] {
  const edits: Edit[] = []
  let done = 0
  tokens.forEach(({ start, end }, index) => {
    const word = words[index] ?? ''
    const gap = index === 0 ? '' : rejoinGap(words[index - 1] ?? '', word)
    edits.push(replacement(offset + done, text.slice(done, start), gap))
    edits.push(replacement(offset + start, text.slice(start, end), word))
    done = end
  })
  edits.push(replacement(offset + done, text.slice(done), ''))
  return edits.filter(({ before, after }) => before !== after)
}
