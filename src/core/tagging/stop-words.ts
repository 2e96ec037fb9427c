/**
 * English stop words: words of the closed classes, which carry grammar rather than content. NLTK's own list (179 or 198
 * words, by version) is data that cannot be had here; this one is written from the same classes of grammar, and stands
 * in for it. It may differ in rare members, which are hardly ever tagged as nouns, verbs, adjectives or adverbs.
 */
const CLASSES: Readonly<Record<string, string>> = {
  personal: 'i me you he him she her it we us they them',
  possessive: 'my mine your yours his hers its our ours their theirs',
  reflexive: 'myself yourself yourselves himself herself itself ourselves themselves',
  interrogative: 'what which who whom when where why how',
  demonstrative: 'this that these those here there',
  articles: 'a an the',
  quantities: 'all any both each few more most other some such no nor not only own same',
  auxiliaries: 'am is are was were be been being have has had having do does did doing can will should just now',
  conjunctions: 'and but if or because as until while than so',
  prepositions:
    'of at by for with about against between into through during before after above below to from up down in out on off over under',
  adverbs: 'again further then once too very',
  contractions:
    "s t d ll m o re ve y don ain aren couldn didn doesn hadn hasn haven isn ma mightn mustn needn shan shouldn wasn weren won wouldn aren't couldn't didn't doesn't don't hadn't hasn't haven't isn't mightn't mustn't needn't shan't should've shouldn't that'll wasn't weren't won't wouldn't it's she's you'd you'll you're you've",
}

const STOP_WORDS: ReadonlySet<string> = new Set(Object.values(CLASSES).flatMap((words) => words.split(' ')))

/** @param word in any case */
export function isStopWord(word: string): boolean {
  return STOP_WORDS.has(word.toLowerCase())
}
