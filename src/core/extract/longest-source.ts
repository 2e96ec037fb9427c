import { surveySource } from './syntax'

/** Characters given to the parser, and runs of lines looked at, before the search is given up: some seconds. */
const MOST_CHARACTERS = 3_000_000
const MOST_RUNS = 30_000_000

export type LongestSource =
  | { readonly type: 'found'; readonly source: string }
  | { readonly type: 'none' }
  /** So many lines and so little Python that the search would hold the page up. */
  | { readonly type: 'given-up' }

/**
 * The run of two or more lines that parses and has the most lines that are not blank; the first of several.
 * Runs are tried from the longest, so that a whole answer costs one parse. Nonsense, which a model with broken weights
 * writes, would cost a parse for every pair of lines: what was learned of one run is used for all others.
 */
export function longestSource(text: string): LongestSource {
  const lines = text.split('\n')
  const search = new Search(lines)
  // Places of the lines that are not blank, and how many of them lie before each line.
  const filled: number[] = []
  const before = new Int32Array(lines.length)
  lines.forEach((line, place) => {
    before[place] = filled.length
    if (line.trim() !== '') filled.push(place)
  })
  let runs = 0
  for (let count = filled.length; count > 0; count -= 1) {
    for (let start = 0; start < lines.length; start += 1) {
      const last = (before[start] ?? 0) + count - 1
      if (last >= filled.length) break
      runs += 1
      if (runs > MOST_RUNS || search.characters > MOST_CHARACTERS) return { type: 'given-up' }
      // Blank lines at the end change nothing, but there must be two lines.
      const end = Math.max(filled[last] ?? 0, start + 1)
      if (end >= (filled[last + 1] ?? lines.length)) continue
      if (search.parses(start, end)) return { type: 'found', source: lines.slice(start, end + 1).join('\n') }
    }
  }
  return { type: 'none' }
}

/** A first look is at so many lines, the next at four times as many. */
const GLANCE = 6
const GLANCE_FACTOR = 4
const UNKNOWN = -1

/**
 * Which runs of lines parse. A statement that ends where another begins is the same in every run that holds both, so
 * what follows it parses, or does not, as it does by itself.
 */
class Search {
  characters = 0
  /** Line at which the next statement begins, for a statement that begins at the line of this index. */
  private readonly next: Int32Array
  /** Whether the statement before `next` is no Python. */
  private readonly isBroken: Uint8Array
  /** Runs from here to beyond this line do not parse. */
  private readonly stuck: Int32Array
  private readonly glanced: Uint8Array
  private readonly known = new Map<number, boolean>()

  constructor(private readonly lines: readonly string[]) {
    this.next = new Int32Array(lines.length).fill(UNKNOWN)
    this.isBroken = new Uint8Array(lines.length)
    this.stuck = new Int32Array(lines.length).fill(lines.length)
    this.glanced = new Uint8Array(lines.length)
  }

  parses(start: number, end: number): boolean {
    if (end > (this.stuck[start] ?? 0)) return false
    const path: number[] = []
    const fail = (line: number): false => {
      for (const place of path) if (line < (this.stuck[place] ?? 0)) this.stuck[place] = line
      return false
    }
    let at = start
    for (;;) {
      path.push(at)
      if (end > (this.stuck[at] ?? 0)) return fail(this.stuck[at] ?? 0)
      const next = this.next[at] ?? UNKNOWN
      if (next !== UNKNOWN && next <= end) {
        if (this.isBroken[at] === 1) return fail(next)
        at = next
        continue
      }
      const key = at * this.lines.length + end
      const known = this.known.get(key)
      if (known !== undefined) return known
      if (this.glanced[at] === 0) {
        this.glanced[at] = 1
        this.glance(at, end)
        path.pop()
        continue
      }
      const parses = this.learn(at, end, false)
      this.known.set(key, parses)
      // What was learned may say more than that this one run fails.
      return parses || fail(this.stuckOnTheWay(at, end))
    }
  }

  /** Where a run fails for good; its own end where it may go on to something that parses. */
  private stuckOnTheWay(start: number, end: number): number {
    let at = start
    for (;;) {
      if (end > (this.stuck[at] ?? 0)) return this.stuck[at] ?? 0
      const next = this.next[at] ?? UNKNOWN
      if (next === UNKNOWN || next > end) return this.lines.length
      if (this.isBroken[at] === 1) return next
      at = next
    }
  }

  /** Where the first few lines get stuck, as prose does, what comes after them cannot mend it. */
  private glance(start: number, end: number): void {
    for (let size = GLANCE; start + size <= end; size *= GLANCE_FACTOR) {
      const last = start + size - 1
      const source = this.lines.slice(start, last + 1).join('\n')
      // A string that goes on, though, or a line: there is no telling how.
      if (/"""|'''|\\\s*$/.test(source)) return
      this.learn(start, last, true)
      if (this.stuckOnTheWay(start, end) <= last) return
    }
  }

  /** Whether the run parses; `isPart`: only the beginning of the run that is asked about. */
  private learn(start: number, end: number, isPart: boolean): boolean {
    const source = this.lines.slice(start, end + 1).join('\n')
    this.characters += source.length + 1
    const { parses, stuck, statements } = surveySource(source)
    let before = start
    let isBroken = false
    for (const statement of statements) {
      const line = start + statement.line
      if (line > before) {
        this.next[before] = line
        this.isBroken[before] = isBroken ? 1 : 0
      }
      before = line
      isBroken = statement.isBroken
    }
    // The last statement may be one of which only the beginning was seen.
    if (stuck !== null && (!isPart || start + stuck < end)) this.stuck[before] = start + stuck
    return parses
  }
}
