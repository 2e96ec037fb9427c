/**
 * The few facts of English that the rules share. Sentences come as one line, with a sign of Unicode's private use in
 * place of each name, number, quoted string and piece of code: rules may move such a sign, never read it.
 */

/** Stands for something kept. */
export const KEPT = /[\uE000-\uF8FF]/u
export const FIRST_KEPT = 0xe000
export const MOST_KEPT = 0xf8ff - FIRST_KEPT + 1

/** Verbs that begin an order in descriptions of programs, in their base form. */
const ORDERS = new Set(
  (
    'add append apply assume assign ask build calculate capitalize change check choose clean collapse compare ' +
    'complete compute concatenate convert copy count create decide decode define delete detect determine discard divide ' +
    'double drop encode evaluate exclude extract fill filter find flatten flip format generate get give group halve ' +
    'identify ignore implement insert join keep leave list lower map merge move multiply negate omit order output pack ' +
    'pair perform pick pluck print produce put raise read remove rename repeat replace report reverse rotate round ' +
    'rotate scale search select separate shift skip solve sort split square start stop subtract sum swap take tell test ' +
    'throw translate transform trim turn use verify write return'
  ).split(' '),
)

/** "Separate groups are balanced" tells, "Separate the groups" orders; "Return what is left" orders as well. */
const TELLS =
  /^\w+(?: (?!what|whatever|that|which|who|if|whether)\S+)? (?:is|are|was|were|has|have|can|should|will|must|may)\b/iu

/** Whether a text begins with an order, as "Return the sum" does. */
export function startsWithOrder(text: string): boolean {
  return ORDERS.has(firstWord(text).toLowerCase()) && !TELLS.test(text)
}

export function firstWord(text: string): string {
  return /^[A-Za-z]+(?![\w'’-])/.exec(text)?.[0] ?? ''
}

/** "The sum" as "the sum"; names, signs and words in capitals stay. */
export function lowerFirst(text: string): string {
  const word = /^\p{L}+/u.exec(text)?.[0] ?? ''
  const isPlain = word.slice(1) === word.slice(1).toLowerCase() && (word.length > 1 || word === 'A')
  return isPlain ? word.charAt(0).toLowerCase() + text.slice(1) : text
}

export function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** A sentence without the mark at its end, and that mark ('' where there is none). Null where more than one ends. */
export interface Body {
  readonly text: string
  readonly end: string
}

/** Null for what is no plain sentence: a heading, an item of a list, several sentences in brackets. */
export function bodyOf(sentence: string): Body | null {
  const match = /^([^]*?)([.!?]?)$/u.exec(sentence)
  const [, text = '', end = ''] = match ?? []
  if (text === '' || /[.!?:;,]$/.test(text) || /[!?]|\.\s/.test(text) || /^[-*•("'\d]/.test(text)) return null
  return { text, end }
}

/** Opening words that set the scene before an order: "Given a list", "If it is empty", "For each word". */
const OPENING = /^((?:given|for|from|starting from|if|when|out of|in)\b[^,:.]{1,200}[,:]\s+)(?:then\s+)?([^]+)$/iu

/** A sentence as an order, after an opening where it has one; null where it gives none. */
export function orderOf(text: string): { readonly opening: string; readonly order: string } | null {
  if (startsWithOrder(text)) return { opening: '', order: text }
  const [, opening = '', order = ''] = OPENING.exec(text) ?? []
  return opening !== '' && startsWithOrder(order) ? { opening, order } : null
}

/** "Your task is to return it", "Your task: return it" as "return it"; null for anything else. */
export function taskOf(text: string): string | null {
  const [, order = ''] = /^your (?:task|goal|job)(?: is to|:) (\S[^]*)$/iu.exec(text) ?? []
  return startsWithOrder(order) ? order : null
}

/** "Please return it" as "return it"; null for anything else. */
export function requestOf(text: string): string | null {
  const [, order = ''] = /^please,? (\S[^]*)$/iu.exec(text) ?? []
  return startsWithOrder(order) ? order : null
}
