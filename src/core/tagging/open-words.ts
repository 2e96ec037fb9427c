import type { WordNet } from '../wordnet/types'

/** Weights of tags: natural logarithms of how likely each is, up to a constant. */
export type TagWeights = Readonly<Record<string, number>>

/** Verbs whose past and participle look like their base form, as prompts use them. */
const UNCHANGED = new Set('cut put set split let hit cost read spread shut cast bet quit'.split(' '))

/** Verbs of instructions, which texts at large show more seldom than prompts do; each counts as seen so often more. */
const INSTRUCTIONS = new Set(
  'sort count return print filter merge split reverse check compute rotate swap group round shift reset insert append'.split(
    ' ',
  ),
)
const INSTRUCTION_COUNT = 30

/** How a lemma's occurrences spread over its forms, by part of speech; rounded from English text at large. */
const SHARE = { noun: 0.7, plural: 0.7, verb: 0.25, adjective: 1, adverb: 1 } as const
/** Lemmas that the concordances never show still occur. */
const UNSEEN = 0.5

const SUFFIX_TAGS: readonly (readonly [suffix: RegExp, tags: TagWeights])[] = [
  [/ly$/, { RB: 0, JJ: -2 }],
  [/(?:able|ible|ous|ful|less|ive|ical|ish|ary|ic|al|like|based|wise|free)$/, { JJ: 0, NN: -1.5 }],
  [/ing$/, { VBG: 0, NN: -1, JJ: -1.5 }],
  [/ed$/, { VBN: 0, VBD: -1, JJ: -1 }],
  [/est$/, { JJS: 0, NN: -1 }],
  [/(?:ness|ment|tion|sion|ity|ism|ist|ance|ence|ship|hood|er|or)$/, { NN: 0 }],
  [/(?:[^su]s|sses)$/, { NNS: 0, VBZ: -1.5, NN: -2 }],
  [/(?:ize|ise|ify)$/, { VB: 0, VBP: -0.5, NN: -2 }],
]

/** Tags that a word of the open classes may have, from WordNet's lemmas, their frequencies, and morphy. */
export function openTags(word: string, wordnet: WordNet): TagWeights {
  const lower = word.toLowerCase()
  const counts = new Map<string, number>()
  const add = (tag: string, count: number) => counts.set(tag, (counts.get(tag) ?? 0) + count)
  const seen = (lemma: string, part: 'n' | 'v' | 'a' | 'r') => (wordnet.frequency(lemma, part) ?? 0) + UNSEEN
  for (const base of wordnet.baseForms(lower, 'n')) {
    if (base === lower) add('NN', SHARE.noun * seen(base, 'n'))
    else add('NNS', SHARE.plural * seen(base, 'n'))
  }
  for (const base of wordnet.baseForms(lower, 'v')) {
    const count = SHARE.verb * (seen(base, 'v') + (INSTRUCTIONS.has(base) ? INSTRUCTION_COUNT : 0))
    for (const tag of verbTags(lower, base)) add(tag, count)
  }
  for (const base of wordnet.baseForms(lower, 'a')) {
    const tag = base === lower ? 'JJ' : lower.endsWith('st') ? 'JJS' : 'JJR'
    add(tag, SHARE.adjective * seen(base, 'a'))
  }
  if (wordnet.frequency(lower, 'r') !== null) add('RB', SHARE.adverb * seen(lower, 'r'))
  if (counts.size === 0) return unknownTags(word, wordnet)
  return Object.fromEntries(Array.from(counts, ([tag, count]) => [tag, Math.log(count)]))
}

function verbTags(form: string, base: string): readonly string[] {
  if (form === base) return UNCHANGED.has(form) ? ['VB', 'VBP', 'VBN', 'VBD'] : ['VB', 'VBP']
  if (form.endsWith('ing')) return ['VBG']
  if (form.endsWith('s')) return ['VBZ']
  if (/(?:wn|en|ung|um|own|one|orn)$/.test(form)) return ['VBN']
  return ['VBN', 'VBD']
}

function unknownTags(word: string, wordnet: WordNet): TagWeights {
  const lower = word.toLowerCase()
  const last = /[-/]([\p{L}]+)$/u.exec(lower)?.[1]
  // A compound is tagged by its last part: "non-empty", "sub-list", "zero-based".
  if (last !== undefined && last !== lower) {
    const tags = openTags(last, wordnet)
    const asAdjective = Math.max(tags['VBN'] ?? -9, tags['VBG'] ?? -9, tags['JJ'] ?? -9)
    return asAdjective > -9 ? { JJ: asAdjective + 1, NN: tags['NN'] ?? -9 } : tags
  }
  const prefix = /^(?:non|sub|un|re|pre|multi)(?=\p{L}{3})/u.exec(lower)?.[0]
  if (prefix !== undefined) return openTags(word.slice(prefix.length), wordnet)
  if (/^\p{Lu}/u.test(word)) return { NNP: 0, NN: -1 }
  return SUFFIX_TAGS.find(([suffix]) => suffix.test(lower))?.[1] ?? { NN: 0, JJ: -2, VB: -3 }
}
