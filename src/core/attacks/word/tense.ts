import { inflect } from '../../inflection/inflect'
import { withCaseOf } from '../../inflection/spelling'
import type { WordNet } from '../../wordnet/types'
import { replacement, resultOf } from '../edits'
import { taggerOf, wordnetOf } from '../resources'
import type { Attack, Edit } from '../types'
import { proseTokens, type ProseToken } from './prose'

export type Tense = 'past' | 'future'

interface TenseRules {
  /** What is put before an imperative. */
  readonly order: string
  readonly modals: Readonly<Record<string, string>>
  /** A finite verb (tags VBZ, VBP, VBD); null where it stays. `negated`: "n't" follows in the same word. */
  finite(token: ProseToken, negated: boolean, wordnet: WordNet): string | null
}

const BE: ReadonlyMap<string, string> = new Map([
  ['is', 'was'],
  ['are', 'were'],
  ['am', 'was'],
])

const RULES: Readonly<Record<Tense, TenseRules>> = {
  past: {
    order: 'had to',
    modals: { will: 'would', can: 'could', may: 'might', shall: 'should', must: 'had to', ca: 'could', wo: 'would' },
    finite({ text, tag }, _negated, wordnet) {
      if (tag === 'VBD') return null
      const lower = text.toLowerCase()
      const base = wordnet.baseForms(lower, 'v').at(-1)
      return BE.get(lower) ?? (base === undefined ? null : inflect(base, 'VBD', wordnet))
    },
  },
  future: {
    order: 'will',
    modals: { can: 'will be able to', must: 'will have to', would: 'will' },
    finite({ text }, negated, wordnet) {
      const base = wordnet.baseForms(text.toLowerCase(), 'v').at(-1)
      if (negated) return base === 'do' ? 'wo' : null
      return base === undefined ? null : base === 'do' ? 'will' : `will ${base}`
    },
  },
}

/**
 * ReCode's TenseTransformation: the sentences of the prompt in another tense. Finite verbs and modals change; an
 * imperative becomes an order told about ("You had to write", "You will write"), those that follow it in the sentence
 * lean on it; infinitives and participles stay. Deterministic. ReCode asks pattern.en, which puts every verb into the
 * tense, infinitives and imperatives too; tags, forms and rules here are our own.
 */
export function tenseAttack(tense: Tense, shown: Pick<Attack, 'id' | 'name' | 'description'>): Attack {
  return {
    ...shown,
    level: 'word',
    modes: ['corrected'],
    random: false,
    needs: ['wordnet', 'tagger'],
    regions: ['sentence'],
    parameters: {},
    apply(input, _options, resources) {
      const tokens = proseTokens(input, taggerOf(resources))
      const edits = tenseEdits(tokens, RULES[tense], wordnetOf(resources))
      return resultOf(input.prompt, edits, 'No verb of the natural language has another form in this tense.')
    },
  }
}

/** What of a sentence so far decides about the next verb. */
interface SentenceState {
  /** A modal, "to" or a form of "do" waits for its base form. */
  governed: boolean
  /** An imperative was changed already. */
  ordered: boolean
  /** No word yet. */
  atStart: boolean
}

function tenseEdits(tokens: readonly ProseToken[], rules: TenseRules, wordnet: WordNet): Edit[] {
  const edits: Edit[] = []
  let state: SentenceState = { governed: false, ordered: false, atStart: true }
  tokens.forEach((token, place) => {
    const { text, tag } = token
    if (tag === '.') {
      state = { governed: false, ordered: false, atStart: true }
      return
    }
    const edit = token.free && /^\p{L}+$/u.test(text) ? tenseEdit(tokens, place, state, rules, wordnet) : null
    if (edit !== null) edits.push(edit)
    if (tag === 'MD' || tag === 'TO' || (tag.startsWith('VB') && /^(?:do|does|did)$/i.test(text))) state.governed = true
    else if (tag === 'VB' && !isHeading(tokens, place)) {
      if (!state.governed) state.ordered = true
      state.governed = false
    } else if (tag === 'VBP') state.governed = false
    state.atStart = false
  })
  return edits
}

/** "Note:" */
function isHeading(tokens: readonly ProseToken[], place: number): boolean {
  return tokens[place + 1]?.text === ':'
}

function tenseEdit(
  tokens: readonly ProseToken[],
  place: number,
  state: SentenceState,
  rules: TenseRules,
  wordnet: WordNet,
): Edit | null {
  const token = tokens[place]
  if (token === undefined) return null
  const { start, text, tag, gapAfter } = token
  const lower = text.toLowerCase()
  switch (tag) {
    case 'MD': {
      // "How can we": what comes before the subject is one word.
      const isInverted = tokens[place + 1]?.tag === 'PRP'
      const modal = rules.modals[lower]
      return modal === undefined || (isInverted && modal.includes(' '))
        ? null
        : replacement(start, text, withCaseOf(text, modal))
    }
    case 'VBZ':
    case 'VBP':
    case 'VBD': {
      // "To only include", "can we get": a base form, whatever its tag.
      if (tag === 'VBP' && state.governed) return null
      const negated = gapAfter === '' && tokens[place + 1]?.text.toLowerCase() === "n't"
      const form = rules.finite(token, negated, wordnet)
      return form === null ? null : replacement(start, text, withCaseOf(text, form))
    }
    case 'VB': {
      if (state.governed || state.ordered || isHeading(tokens, place)) return null
      const polite = tokens[place - 1]
      if (polite?.tag === 'UH' && polite.free && polite.gapAfter === ' ') {
        const you = withCaseOf(polite.text, 'you')
        return replacement(polite.start, `${polite.text} ${text}`, `${you} ${rules.order} ${lower}`)
      }
      return replacement(start, text, `${state.atStart ? 'You' : 'you'} ${rules.order} ${lower}`)
    }
    default:
      return null
  }
}
