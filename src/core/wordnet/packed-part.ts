import type { ByteReader } from './bytes'
import type { Names } from './names'
import type { PartOfSpeech, Synset } from './types'
import type { PartStore } from './wordnet'

/**
 * One part of speech over flat arrays: 200,000 senses as objects would take longer to make than all the attacks of a
 * session ask for. Senses become objects when asked for.
 */
export class PackedPart implements PartStore {
  readonly exceptions: ReadonlyMap<string, readonly string[]>
  private readonly offsets: Uint32Array
  private readonly sizes: Uint32Array
  /** Where the lemmas of each synset start in `members`, with the end as a last one. */
  private readonly starts: Uint32Array
  /** Numbers of spellings. */
  private readonly members: Uint32Array
  /** Where the senses of each lemma start in `senseList`, with the end as a last one. */
  private readonly senseStarts: Uint32Array
  /** Places of synsets. */
  private readonly senseList: Uint32Array
  private readonly frequencies: Uint32Array

  constructor(
    private readonly part: PartOfSpeech,
    private readonly names: Names,
    reader: ByteReader,
  ) {
    this.offsets = sums(reader.integerSection())
    this.sizes = reader.integerSection()
    const low = reader.section()
    const middle = reader.section()
    const high = reader.section()
    this.members = new Uint32Array(low.length)
    for (let place = 0; place < low.length; place += 1)
      this.members[place] = (low[place] ?? 0) | ((middle[place] ?? 0) << 8) | ((high[place] ?? 0) << 16)
    this.starts = new Uint32Array(this.sizes.length + 1)
    for (let place = 0; place < this.sizes.length; place += 1)
      this.starts[place + 1] = (this.starts[place] ?? 0) + ((this.sizes[place] ?? 0) >> 1)
    const lists = this.listSenses()
    this.senseStarts = lists.starts
    this.senseList = lists.list
    this.order(reader.integerSection())
    this.frequencies = this.spread(reader.integerSection())
    this.exceptions = readExceptions(reader.asciiSection())
  }

  has(lemma: string): boolean {
    const [start, end] = this.range(lemma)
    return end > start
  }

  senses(lemma: string): Synset[] {
    const [start, end] = this.range(lemma)
    return Array.from(this.senseList.subarray(start, end), (place) => this.synset(place))
  }

  frequency(lemma: string): number | null {
    return this.has(lemma) ? (this.frequencies[this.names.find(lemma)] ?? 0) : null
  }

  private range(lemma: string): [start: number, end: number] {
    const number = this.names.find(lemma)
    return number < 0 ? [0, 0] : [this.senseStarts[number] ?? 0, this.senseStarts[number + 1] ?? 0]
  }

  private synset(place: number): Synset {
    const members = this.members.subarray(this.starts[place], this.starts[place + 1])
    return {
      offset: this.offsets[place] ?? 0,
      part: ((this.sizes[place] ?? 0) & 1) === 1 ? 's' : this.part,
      lemmas: Array.from(members, (number) => this.names.spelling(number)),
    }
  }

  /** Lists, for each lemma, of the synsets that hold it, by offset. A synset with two spellings of it counts once. */
  private listSenses(): { readonly starts: Uint32Array; readonly list: Uint32Array } {
    const starts = new Uint32Array(this.names.lemmaCount + 1)
    this.eachSense((lemma) => (starts[lemma + 1] = (starts[lemma + 1] ?? 0) + 1))
    for (let lemma = 0; lemma < this.names.lemmaCount; lemma += 1)
      starts[lemma + 1] = (starts[lemma + 1] ?? 0) + (starts[lemma] ?? 0)
    const next = starts.slice()
    const list = new Uint32Array(starts.at(-1) ?? 0)
    this.eachSense((lemma, place) => {
      const at = next[lemma] ?? 0
      list[at] = place
      next[lemma] = at + 1
    })
    return { starts, list }
  }

  private eachSense(visit: (lemma: number, place: number) => void): void {
    // The synset in which each lemma was met last, plus 1.
    const last = new Uint32Array(this.names.lemmaCount)
    for (let place = 0; place < this.sizes.length; place += 1) {
      const end = this.starts[place + 1] ?? 0
      for (let member = this.starts[place] ?? 0; member < end; member += 1) {
        const lemma = this.names.lemmaNumber(this.members[member] ?? 0)
        if (last[lemma] === place + 1) continue
        last[lemma] = place + 1
        visit(lemma, place)
      }
    }
  }

  /** Puts lists of two and more into the order of the senses. */
  private order(orders: Uint32Array): void {
    let read = 0
    for (let lemma = 0; lemma < this.names.lemmaCount; lemma += 1) {
      const start = this.senseStarts[lemma] ?? 0
      const end = this.senseStarts[lemma + 1] ?? 0
      if (end - start < 2) continue
      const byOffset = this.senseList.slice(start, end)
      for (let sense = start; sense < end; sense += 1, read += 1)
        this.senseList[sense] = byOffset[orders[read] ?? 0] ?? 0
    }
  }

  /** Values of this part's lemmas, in order, by the number of the lemma. */
  private spread(values: Uint32Array): Uint32Array {
    const byLemma = new Uint32Array(this.names.lemmaCount)
    let read = 0
    for (let lemma = 0; lemma < byLemma.length; lemma += 1) {
      if (this.senseStarts[lemma] === this.senseStarts[lemma + 1]) continue
      byLemma[lemma] = values[read] ?? 0
      read += 1
    }
    return byLemma
  }
}

function sums(steps: Uint32Array): Uint32Array {
  let sum = 0
  return steps.map((step) => (sum += step))
}

function readExceptions(text: string): Map<string, readonly string[]> {
  const lines = text.split('\n').filter((line) => line !== '')
  return new Map(
    lines.map((line): [string, string[]] => {
      const [form = '', ...bases] = line.split(' ')
      return [form, bases]
    }),
  )
}
