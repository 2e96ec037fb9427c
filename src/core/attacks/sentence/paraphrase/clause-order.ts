import { bodyOf, lowerFirst, startsWithOrder, upperFirst } from './sentence-parts'

/** Words that look back at what was said: moved before it, they would look at nothing. */
const LOOKS_BACK = /\b(?:it|its|them|their|those|these|they|this|that one|he|she|his|her|so|do|does)\b/iu
/** After these "if" asks a question and sets no condition. */
const ASKS_IF =
  /\b(?:check|checks|checking|test|tests|determine|determines|see|tell|tells|detect|find|finds|out|know|decide|verify|ask|and only|only|even|as|what)$/iu

/**
 * A condition or a scene behind what it belongs to, or before: "If the list is empty, return 0." as "Return 0 if the list
 * is empty.", and back; "Given a list, find ..." as "Find ..., given a list." Null where another clause could claim it.
 */
export function inOtherOrder(sentence: string): string | null {
  const body = bodyOf(sentence)
  if (body === null) return null
  const text = conditionBehind(body.text) ?? conditionBefore(body.text) ?? sceneBehind(body.text)
  return text === null ? null : text + body.end
}

function conditionBehind(text: string): string | null {
  const [, word = '', condition = '', main = ''] = /^(if|when) ([^,]{2,200}), (?:then )?(\S[^]*)$/iu.exec(text) ?? []
  if (word === '' || !isOneOrder(main) || LOOKS_BACK.test(main)) return null
  return `${upperFirst(main)} ${word.toLowerCase()} ${condition}`
}

function conditionBefore(text: string): string | null {
  const parts = text.split(/,? (if|when) /u)
  const [main = '', word = '', condition = ''] = parts
  if (parts.length !== 3 || !isOneOrder(main) || ASKS_IF.test(main) || LOOKS_BACK.test(condition)) return null
  if (/,|\b(?:otherwise|else|and return|or return)\b/iu.test(condition)) return null
  return `${upperFirst(word)} ${condition}, ${lowerFirst(main)}`
}

function sceneBehind(text: string): string | null {
  const [, scene = '', main = ''] =
    /^(given (?:an?|the|two|three|some|any|list|lists) [^,:]{2,200}), (\S[^]*)$/iu.exec(text) ?? []
  if (scene === '' || !isOneOrder(main) || LOOKS_BACK.test(main)) return null
  return `${upperFirst(main)}, ${lowerFirst(scene)}`
}

/** One order without clauses of its own that a moved condition could be read with. */
function isOneOrder(main: string): boolean {
  return (
    startsWithOrder(main) &&
    !/[,:;]|\b(?:and|or|then|if|when|unless|otherwise|else|that|which|who|where|whose|until|function|program)\b/iu.test(
      main,
    )
  )
}
