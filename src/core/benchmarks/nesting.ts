/** CPython refuses more parentheses, brackets and braces in each other ("too many nested parentheses"). */
const MAXIMUM_DEPTH = 200

/** The beginning of a text or of a comment (their brackets mean nothing), or a bracket. */
const TOKEN = /["'#()[\]{}]/g
/** Where a text ends, or a character stands that a backslash takes away. One pattern for the whole would fill the stack. */
const STOPS = new Map([
  ['"', /["\\\n]/g],
  ["'", /['\\\n]/g],
  ['"""', /"""|\\/g],
  ["'''", /'''|\\/g],
])

/** Whether a source is one that CPython does not parse and for which a tree would take seconds. */
export function nestsTooDeeply(source: string): boolean {
  let depth = 0
  let at = 0
  for (;;) {
    const place = next(TOKEN, source, at)
    if (place === source.length) return false
    const token = source.charAt(place)
    at = place + 1
    if (token === '#') at = next(/\n/g, source, at)
    else if (token === '"' || token === "'") at = endOfText(source, place)
    else if ('([{'.includes(token)) depth += 1
    else depth = Math.max(0, depth - 1)
    if (depth > MAXIMUM_DEPTH) return true
  }
}

function endOfText(source: string, start: number): number {
  const one = source.charAt(start)
  const quotes = source.startsWith(one.repeat(3), start) ? one.repeat(3) : one
  const stops = STOPS.get(quotes)
  if (stops === undefined) throw new TypeError(`${quotes} are no quotes.`)
  let at = start + quotes.length
  for (;;) {
    const stop = next(stops, source, at)
    if (stop === source.length || source.charAt(stop) === '\n') return stop
    if (source.charAt(stop) !== '\\') return stop + quotes.length
    at = stop + 2
  }
}

/** Place of the pattern's next match; the length of the source where there is none. */
function next(pattern: RegExp, source: string, from: number): number {
  pattern.lastIndex = from
  return pattern.exec(source)?.index ?? source.length
}
