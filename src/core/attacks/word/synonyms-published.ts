import type { PromptForm } from '../../benchmarks/types'
import { CPythonRandom } from '../../random/cpython-random'
import { rejoinEdits, wordTokens } from '../../tagging/rejoin'
import { isStopWord } from '../../tagging/stop-words'
import type { WordNet } from '../../wordnet/types'
import { resultOf } from '../edits'
import { publishedStretches } from '../published-stretches'
import type { Tagger } from '../resources'
import type { AttackResult, Edit } from '../types'
import { partOfTag } from './candidates'

export interface PublishedWordOptions {
  readonly probability: number
  /** Synonyms to choose among, from the start of the list. */
  readonly choices: number
  readonly seed: number
}

/**
 * The word attack of the paper's tool, its peculiarities included:
 * - tokenised and joined again with single blanks, none before . , ! ? ) and none after (, so that quotes, colons and
 *   line breaks change even where no word does;
 * - a word is replaced where its tag starts as a noun's, verb's, adjective's or adverb's does, it is no stop word, and
 *   the draw made for it falls below `probability`; the same seed starts the same stream for every prompt;
 * - candidates are all lemmas of the synsets whose part of speech equals the tag's, the word itself left out:
 *   satellite adjectives never match, so most adjectives' senses are lost;
 * - no inflection, no case, `_` stays; a word without candidates stays, its draw used up;
 * - MBPP form: line 2 of exactly four, and the final newline is lost; HumanEval form: every triple-quoted string as a
 *   whole, examples and names in it.
 * The tool keeps the first candidates of a Python set, whose order changes from process to process with the hash seed:
 * here they stand in the order in which they first appear, senses in order, lemmas in order. Sentences, tags and stop
 * words are this project's own (sentence-spans.ts, tagger.ts, stop-words.ts), for NLTK's data cannot be had here.
 * Source: notes on the paper's tool, 1.1 and 1.2; checked against a re-run of these steps in Python with NLTK's reader.
 */
export function publishedWordAttack(
  prompt: string,
  form: PromptForm,
  options: PublishedWordOptions,
  { wordnet, tagger }: { readonly wordnet: WordNet; readonly tagger: Tagger },
): AttackResult {
  const generator = new CPythonRandom(options.seed)
  const perturbed = (start: number, end: number): Edit[] => {
    const text = prompt.slice(start, end)
    const tokens = wordTokens(text)
    const words = tokens.map((token) => token.text)
    const tags = tagger.tag(words)
    const replaced = words.map((word, place) => replacedWord(word, tags[place] ?? '', wordnet, generator, options))
    return rejoinEdits(text, tokens, replaced, start)
  }
  const found = publishedStretches(prompt, form)
  switch (found.kind) {
    case 'unfit':
      return resultOf(prompt, [], found.why)
    case 'stretches': {
      const words = found.stretches.flatMap(({ start, end }) => perturbed(start, end))
      return resultOf(prompt, [...words, ...found.lineBreaks], NOTHING)
    }
  }
}

const NOTHING = 'No word was replaced, and joining the words again changed nothing.'

function replacedWord(
  word: string,
  tag: string,
  wordnet: WordNet,
  generator: CPythonRandom,
  { probability, choices }: PublishedWordOptions,
): string {
  const part = partOfTag(tag)
  if (part === null || isStopWord(word) || generator.random() >= probability) return word
  const lower = word.toLowerCase()
  const lemmas = wordnet
    .synsets(word, part)
    .filter((synset) => synset.part === part)
    .flatMap((synset) => synset.lemmas)
  const candidates = [...new Set(lemmas.filter((lemma) => lemma.toLowerCase() !== lower))].slice(0, choices)
  return candidates.length === 0 ? word : generator.choice(candidates)
}
