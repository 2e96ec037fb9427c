/** CPython refuses more parentheses, brackets and braces in each other ("too many nested parentheses"). */
const MAXIMUM_DEPTH = 200

/** A text, a comment (its quotes and brackets mean nothing), or a bracket. */
const TOKEN =
  /"""(?:[^\\]|\\[\s\S])*?(?:"""|$)|'''(?:[^\\]|\\[\s\S])*?(?:'''|$)|"(?:[^"\\\n]|\\[\s\S])*"?|'(?:[^'\\\n]|\\[\s\S])*'?|#.*|[()[\]{}]/g

/** Whether a source is one that CPython does not parse and for which a tree would take seconds. */
export function nestsTooDeeply(source: string): boolean {
  let depth = 0
  for (const [token] of source.matchAll(TOKEN)) {
    if (token.length > 1) continue
    if ('([{'.includes(token)) depth += 1
    else if (')]}'.includes(token)) depth = Math.max(0, depth - 1)
    if (depth > MAXIMUM_DEPTH) return true
  }
  return false
}
