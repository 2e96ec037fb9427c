/** A `def` line (or lines) outside of strings. */
export interface Signature {
  /** UTF-16 offsets, end exclusive, from `def` to the colon. */
  readonly start: number
  readonly end: number
  /** The function's name and its parameters' names. */
  readonly names: readonly string[]
}

/** Lengths are bounded so that odd text stays cheap to read. */
const SIGNATURE =
  /(?<=^[ \t]*)(?:async[ \t]+)?def[ \t]+([\p{L}_][\p{L}\p{N}_]*)[ \t]*\(([^]{0,1000}?)\)[^:\n()]{0,200}:/gmu

/** Signatures of the functions that the prompt starts, those inside `strings` left out. */
export function signaturesOf(
  prompt: string,
  strings: readonly { readonly start: number; readonly end: number }[],
): Signature[] {
  const found: Signature[] = []
  for (const match of prompt.matchAll(SIGNATURE)) {
    const start = match.index
    const end = start + match[0].length
    if (strings.some((string) => start < string.end && end > string.start)) continue
    found.push({ start, end, names: [match[1] ?? '', ...parameterNames(match[2] ?? '')] })
  }
  return found
}

/** Names at the top level of a parameter list: what follows the start or a comma outside of brackets. */
function parameterNames(list: string): string[] {
  let depth = 0
  let top = ''
  for (const character of list) {
    if ('([{'.includes(character)) depth += 1
    if (depth === 0) top += character
    if (')]}'.includes(character)) depth -= 1
  }
  return top.split(',').flatMap((parameter) => /[\p{L}_][\p{L}\p{N}_]*/u.exec(parameter)?.slice(0, 1) ?? [])
}
