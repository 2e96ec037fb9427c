import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import type { WordNet } from '../../wordnet/types'
import { dialCount, dialOf, dialParameters, randomOrder, whyNothingAllowed, type Dial } from '../dial'
import { resultOf } from '../edits'
import { taggerOf, wordnetOf, type Tagger } from '../resources'
import type { Attack, AttackInput, AttackResult, Edit } from '../types'
import { contentWords, proseTokens, type ContentWord, type ProseToken } from './prose'

/** A random change of words of content of the natural language. */
export interface WordChange {
  /** Names the stream of random numbers. */
  readonly id: string
  /** Whether terms of programming and arithmetic may change as well. */
  readonly terms: 'protected' | 'free'
  readonly whyNothing: string
  /** What may be put for a word; none where it cannot change. */
  options(word: ContentWord, wordnet: WordNet): readonly string[]
  edit(tokens: readonly ProseToken[], word: ContentWord, option: string): Edit
}

/** min(max, ceil(share x words)) words change, each to one of its options, drawn evenly; a smaller dial's among them. */
export function changeWords(
  change: WordChange,
  input: AttackInput,
  dial: Dial,
  seed: number,
  { wordnet, tagger }: { readonly wordnet: WordNet; readonly tagger: Tagger },
): AttackResult {
  const { prompt, taskId } = input
  const why = whyNothingAllowed(dial)
  if (why !== null) return resultOf(prompt, [], why)
  const tokens = proseTokens(input, tagger)
  const known = new Map<string, readonly string[]>()
  const optionsOf = (word: ContentWord): readonly string[] => {
    const key = `${word.tag} ${word.text}`
    const found = known.get(key) ?? change.options(word, wordnet)
    known.set(key, found)
    return found
  }
  const candidates = contentWords(tokens, change.terms).filter((word) => optionsOf(word).length > 0)
  const generator = new CPythonRandom(deriveSeed(seed, change.id, taskId))
  const count = dialCount(candidates.length, dial)
  const edits: Edit[] = []
  for (const word of randomOrder(candidates, generator)) {
    if (edits.length === count) break
    edits.push(change.edit(tokens, word, generator.choice(optionsOf(word))))
  }
  return resultOf(prompt, edits, change.whyNothing)
}

/** An attack that is such a change and nothing else. */
export function wordChangeAttack(
  change: WordChange,
  shown: { readonly name: string; readonly description: string; readonly share: number },
): Attack {
  return {
    id: change.id,
    name: shown.name,
    level: 'word',
    modes: ['corrected'],
    random: true,
    description: shown.description,
    needs: ['wordnet', 'tagger'],
    regions: ['sentence'],
    parameters: dialParameters(shown.share, 'Share of words'),
    apply(input, { parameters, seed }, resources) {
      const loaded = { wordnet: wordnetOf(resources), tagger: taggerOf(resources) }
      return changeWords(change, input, dialOf(parameters), seed, loaded)
    },
  }
}
