import { bodyOf, lowerFirst, orderOf, requestOf, taskOf, upperFirst } from './sentence-parts'

/**
 * An order as a question, a question as an order: "Return the sum." as "Could you return the sum?", "What is the sum?" as
 * "Return the sum." Null for what is neither.
 */
export function asQuestion(sentence: string): string | null {
  const body = bodyOf(sentence)
  if (body === null) return null
  if (body.end === '?') return answered(body.text)
  if (/^(?:please )?(?:assume|note|ignore|use|start)\b/iu.test(body.text)) return null
  const order = requestOf(body.text) ?? taskOf(body.text)
  if (order !== null) return `Could you ${lowerFirst(order)}?`
  const scene = orderOf(body.text)
  if (scene === null) return null
  const question = `could you ${lowerFirst(scene.order)}?`
  return scene.opening === '' ? upperFirst(question) : scene.opening + question
}

function answered(text: string): string | null {
  const [, way = ''] = /^how (?:do|can|would|could|should) (?:you|we|i|one) (\S[^]*)$/iu.exec(text) ?? []
  if (way !== '') return `${upperFirst(way)}.`
  const [, thing = ''] = /^what (?:is|are) (\S[^]*)$/iu.exec(text) ?? []
  if (thing !== '') return `Return ${thing}.`
  const [, order = ''] = /^(?:can|could|would|will) you (?:please )?(\S[^]*)$/iu.exec(text) ?? []
  return order === '' ? null : `${upperFirst(order)}.`
}
