/**
 * Extraction *as published*: what the paper's tool makes of an answer before it is graded (notes on its post-processing).
 * The answer stands alone, without its prompt; its first line loses its indentation; import lines and whole functions
 * that patterns find are kept, everything else is dropped. So a bare body of a HumanEval problem vanishes, and a last
 * function that was cut off makes the whole a syntax error. Kept as it is, faults included: it is what was measured.
 */

/** White space and word characters as Python's `re` and `str.strip` know them. */
const SPACE = '[\\t-\\r\\x1c- \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]'
const WORD = '[\\p{L}\\p{N}_]'
const pattern = (source: string, flags = 'u') => new RegExp(source.replaceAll('~', SPACE).replaceAll('¶', WORD), flags)

const LEADING = pattern('^~+')
const ONE_SPACE = pattern('^~$')
const DOCSTRING = /"""(.*?)"""/gsu
const DEF = pattern('def~+', 'gu')
const DECORATOR = pattern('^@(?:¶|\\.)+')
const DEFINITION = pattern('^def~+(¶+)~*\\([^)]*\\)~*(?:->[^:]+)?:')
const MAIN_GUARD = pattern('^if~+__name__~*==~*[\'"]__main__[\'"]~*:')
const IMPORTED = '(?:¶|\\.)+(?:~+as~+¶+)?'
const IMPORTED_NAMES = `${IMPORTED}(?:~*,~*${IMPORTED})*`
const IMPORT = pattern(`^(?:from~+(?:¶|\\.)+~+import~+(?:${IMPORTED_NAMES}|[*])|import~+${IMPORTED_NAMES})~*$`)

export interface PublishedExtraction {
  readonly program: string
  /** Names of the functions that were kept, in order; a name may come twice. */
  readonly functions: readonly string[]
}

/** `completion` is the model's own text, without the prompt. */
export function extractAsPublished(completion: string): PublishedExtraction {
  const text = onOwnLines(withoutFences(strippedLeft(completion)))
  const lines = withoutCommonIndentation(text.split('\n'))
  const imports = importLines(lines)
  const functions = functionBlocks(lines)
  const gap = imports.length > 0 && functions.length > 0 ? [''] : []
  return {
    program: [...imports, ...gap, ...functions.map(({ text: block }) => block)].join('\n'),
    functions: functions.map(({ name }) => name),
  }
}

function strippedLeft(text: string): string {
  return text.replace(LEADING, '')
}

/** A loop: a pattern that ends in `$` is tried at every space of a long run of them. */
function strippedRight(text: string): string {
  let end = text.length
  while (end > 0 && isSpace(text, end - 1)) end -= 1
  return text.slice(0, end)
}

function isSpace(text: string, index: number): boolean {
  return ONE_SPACE.test(text.charAt(index))
}

function isBlank(line: string): boolean {
  return strippedLeft(line) === ''
}

function indentationOf(line: string): number {
  return line.length - strippedLeft(line).length
}

function withoutFences(text: string): string {
  return text
    .split('\n')
    .filter((line) => !strippedLeft(line).startsWith('```'))
    .join('\n')
}

/** What follows a closing triple quote, and each `def`, begins a line of its own. */
function onOwnLines(answer: string): string {
  const text = answer.replaceAll('\r\n', '\n').replace(DOCSTRING, (quoted) => `${quoted}\n`)
  return withBreaksBeforeDefinitions(text)
}

/**
 * The tool's pattern is one character that ends no line, any white space, `def` and white space; a break goes in after
 * the character. Looked for from the `def` backwards: from the front, a long run of spaces takes quadratic time.
 */
export function withBreaksBeforeDefinitions(text: string): string {
  const parts: string[] = []
  let taken = 0
  let from = 0
  for (const { index, 0: match } of text.matchAll(DEF)) {
    let spaces = index
    while (spaces > from && isSpace(text, spaces - 1)) spaces -= 1
    let before = spaces > from ? spaces - 1 : from
    while (before < index && text[before] === '\n') before += 1
    if (before >= index) continue
    parts.push(text.slice(taken, before + 1), '\n')
    taken = before + 1
    from = index + match.length
  }
  return parts.join('') + text.slice(taken)
}

function withoutCommonIndentation(lines: readonly string[]): string[] {
  const common = lines
    .filter((line) => !isBlank(line))
    .reduce((least, line) => Math.min(least, indentationOf(line)), Infinity)
  return lines.map((line) => (isBlank(line) ? line : line.slice(common)))
}

/** Import lines, of any indentation, but for those under `if __name__ == "__main__":`. */
function importLines(lines: readonly string[]): string[] {
  const found: string[] = []
  let guard: number | null = null
  for (const line of lines) {
    const bare = strippedLeft(strippedRight(line))
    if (MAIN_GUARD.test(bare)) {
      guard = indentationOf(line)
      continue
    }
    if (guard !== null && (bare === '' || indentationOf(line) > guard)) continue
    guard = null
    if (IMPORT.test(bare)) found.push(strippedRight(line))
  }
  return found
}

interface FunctionBlock {
  readonly name: string
  readonly text: string
}

/** Each line that looks like a whole `def` header, with the deeper lines after it and what stands directly above it. */
function functionBlocks(lines: readonly string[]): FunctionBlock[] {
  const found: FunctionBlock[] = []
  let above: string[] = []
  let at = 0
  while (at < lines.length) {
    const line = strippedRight(lines[at] ?? '')
    const bare = strippedLeft(line)
    const name = DEFINITION.exec(bare)?.[1]
    if (name === undefined) {
      // Of several decorators the last one stays.
      if (DECORATOR.test(bare)) above = [line]
      at += 1
      continue
    }
    const quoted = above.some((one) => one.includes('"""')) ? [] : linesWithQuotesAbove(lines, at)
    const end = endOfBody(lines, at, line.length - bare.length)
    const block = [...quoted, ...above, line, ...lines.slice(at + 1, end).map(strippedRight)]
    while (block.at(-1) === '') block.pop()
    found.push({ name, text: block.join('\n') })
    above = []
    at = end
  }
  return found
}

function linesWithQuotesAbove(lines: readonly string[], at: number): string[] {
  let first = at
  while (first > 0 && lines[first - 1]?.includes('"""') === true) first -= 1
  return lines.slice(first, at).map(strippedRight)
}

/** The first line after the header that is neither blank nor deeper than it. */
function endOfBody(lines: readonly string[], header: number, depth: number): number {
  let next = header + 1
  while (next < lines.length && (isBlank(lines[next] ?? '') || indentationOf(lines[next] ?? '') > depth)) next += 1
  return next
}
