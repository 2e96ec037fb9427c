import { bodyOf, lowerFirst, startsWithOrder, upperFirst } from './sentence-parts'

/** Orders whose whole rest is their object, with their participles. */
const WHOLE_OBJECT: Readonly<Record<string, string>> = {
  return: 'returned',
  find: 'found',
  compute: 'computed',
  calculate: 'calculated',
  get: 'obtained',
  output: 'put out',
  'give back': 'given back',
}
const WHOLE_OBJECT_ORDER = new RegExp(`^(${Object.keys(WHOLE_OBJECT).join('|')}) (\\S[^]*)$`, 'i')

/**
 * Active as passive: "Return the sum." as "The sum should be returned.", "Write a function to ..." as "A function should
 * be written to ...", "You are given a list." as "A list is given." Null where the object is not plain.
 */
export function inOtherVoice(sentence: string): string | null {
  const body = bodyOf(sentence)
  if (body === null) return null
  const text = given(body.text) ?? written(body.text) ?? checked(body.text) ?? returned(body.text)
  return text === null ? null : text + body.end
}

function given(text: string): string | null {
  const [, verb = '', object = ''] = /^you(?:'re| are| will be) given((?: with)?) (\S[^]*)$/iu.exec(text) ?? []
  if (
    object === '' ||
    verb !== '' ||
    /,|\b(?:and|or) (?:you|your|have|need|write|return)\b|\bthat you\b/iu.test(object)
  )
    return null
  const isMany = /^(?:two|three|four|\d+|several|some|lists|strings|integers|numbers|words)\b/iu.test(object)
  const isOne = /^(?:an?|the|one)\s/iu.test(object) && !/\band\b/iu.test(object)
  if (isMany === isOne) return null
  const be = /^you will/iu.test(text) ? 'will be' : isMany ? 'are' : 'is'
  return `${upperFirst(object)} ${be} given`
}

const WRITTEN: Readonly<Record<string, string>> = {
  write: 'written',
  create: 'created',
  implement: 'implemented',
  define: 'defined',
}

/** The verb goes directly behind what is written, so that it cannot be read with the end of a long description. */
function written(text: string): string | null {
  const [, verb = '', object = '', rest = ''] =
    /^(write|create|implement|define) (an? (?:\w+ ){0,2}(?:function|method|program)) ((?:to|that|which|for|by|where|with) \S[^]*)$/iu.exec(
      text,
    ) ?? []
  return verb === '' ? null : `${upperFirst(object)} should be ${WRITTEN[verb.toLowerCase()] ?? ''} ${rest}`
}

function checked(text: string): string | null {
  const [, verb = '', clause = ''] = /^(check|test|verify|determine|detect) ((?:if|whether) [^]*)$/iu.exec(text) ?? []
  if (verb === '') return null
  const participle = /e$/i.test(verb) ? `${verb}d` : /y$/i.test(verb) ? `${verb.slice(0, -1)}ied` : `${verb}ed`
  return hasSecondOrder(clause) ? null : `It should be ${lowerFirst(participle)} ${clause}`
}

function returned(text: string): string | null {
  const [, verb = '', rest = ''] = WHOLE_OBJECT_ORDER.exec(text) ?? []
  if (rest === '') return null
  const [, object = '', condition = ''] =
    /^([^]*?)((?:,? (?:if|when|in case|unless|otherwise) [^]*)?)$/iu.exec(rest) ?? []
  if (!isPlainObject(object) || hasSecondOrder(condition)) return null
  return `${upperFirst(object)} should be ${WHOLE_OBJECT[verb.toLowerCase()] ?? ''}${condition}`
}

/** A noun phrase without a second order, a clause of its own, or words that belong to the verb. */
function isPlainObject(object: string): boolean {
  if (object === '' || hasSecondOrder(object)) return false
  return !/^(?:if|how|what|whether|when|out|it|them|me|only|all (?:of )?(?:it|them)|to|in|from|for|as|by)\b|[:;]|\b(?:otherwise|such that|so that|as a|as an|as well)\b/iu.test(
    object,
  )
}

/** Whether more is asked for: ", then ..." or "and return ...". */
function hasSecondOrder(text: string): boolean {
  if (/,? then\b|,\s*(?:and|or|else|but|plus|finally)\b|[:;]/iu.test(text)) return true
  return Array.from(text.matchAll(/(?:,|\band|\bor)\s+(\S[^]{0,30})/giu)).some(([, next = '']) => startsWithOrder(next))
}
