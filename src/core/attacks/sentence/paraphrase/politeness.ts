import { bodyOf, lowerFirst, orderOf, requestOf, taskOf, upperFirst } from './sentence-parts'

/**
 * "please" where there is none, none where there is one: "Return the sum." as "Please return the sum.", "Please return
 * the sum." as "Return the sum." Null for what asks for nothing.
 */
export function inOtherManner(sentence: string): string | null {
  const body = bodyOf(sentence)
  if (body === null || body.end === '?') return null
  const blunt = requestOf(body.text)
  if (blunt !== null) return upperFirst(blunt) + body.end
  const task = taskOf(body.text)
  if (task !== null) return `Please ${lowerFirst(task)}${body.end}`
  const scene = orderOf(body.text)
  if (scene === null) return null
  const please = `please ${lowerFirst(scene.order)}${body.end}`
  return scene.opening === '' ? upperFirst(please) : scene.opening + please
}
