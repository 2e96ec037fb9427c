import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import type { WordNet } from '../../wordnet/types'
import { dialCount, randomOrder, whyNothingAllowed, type Dial } from '../dial'
import { resultOf } from '../edits'
import type { Tagger } from '../resources'
import type { AttackInput, AttackResult } from '../types'
import { contentWords, proseTokens, type ContentWord } from './prose'
import { inFormOf, withArticles } from './same-form'

export interface CorrectedWordOptions extends Dial {
  /** Synonyms to choose among, the first in the order of the senses. */
  readonly choices: number
  readonly seed: number
}

interface Candidate {
  readonly word: ContentWord
  readonly synonyms: readonly string[]
}

/**
 * The word attack as the paper describes it: words of the natural language give way to synonyms, and nothing else
 * changes. Words stay where they are (no joining again); senses come in WordNet's order, satellite adjectives among
 * them; inflection and case are those of the word, and an article before it follows. Names, numbers, quoted strings,
 * examples and terms of programming and arithmetic stay.
 */
export function correctedWordAttack(
  input: AttackInput,
  options: CorrectedWordOptions,
  { wordnet, tagger }: { readonly wordnet: WordNet; readonly tagger: Tagger },
): AttackResult {
  const { prompt, taskId } = input
  const why = whyNothingAllowed(options)
  if (why !== null) return resultOf(prompt, [], why)
  const tokens = proseTokens(input, tagger)
  const candidates = contentWords(tokens).flatMap((word): Candidate[] => {
    const synonyms = synonymsOf(word, wordnet).slice(0, options.choices)
    return synonyms.length === 0 ? [] : [{ word, synonyms }]
  })
  const generator = new CPythonRandom(deriveSeed(options.seed, 'word', taskId))
  const count = dialCount(candidates.length, options)
  const changes = new Map<number, string>()
  for (const { word, synonyms } of randomOrder(candidates, generator)) {
    if (changes.size === count) break
    changes.set(word.place, inFormOf(word, generator.choice(synonyms), wordnet))
  }
  return resultOf(prompt, withArticles(tokens, changes), 'No word of the natural language has a synonym.')
}

/** Senses of a word that count, the most frequent ones: rare senses give words that mean something else. */
const WORD_SENSES = 3

/**
 * Lemmas that share one of the first senses with a word, in the order of its senses. The shared sense must be the first
 * of the synonym's own, and the synonym one that Princeton's texts show: else `find` would become `bump` and `write`
 * `indite`. Proper names, several words for one, and the word itself are left out.
 */
export function synonymsOf({ text, part }: ContentWord, wordnet: WordNet): string[] {
  const lower = text.toLowerCase()
  const own = new Set([lower, ...wordnet.baseForms(lower, part)])
  const found = wordnet
    .synsets(lower, part)
    .slice(0, WORD_SENSES)
    .flatMap(({ offset, lemmas }) =>
      lemmas.filter(
        (lemma) =>
          /^[a-z]+(?:-[a-z]+)*$/.test(lemma) &&
          !own.has(lemma) &&
          (wordnet.frequency(lemma, part) ?? 0) > 0 &&
          wordnet.synsets(lemma, part)[0]?.offset === offset,
      ),
    )
  return [...new Set(found)]
}
