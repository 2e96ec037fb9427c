import type { ByteReader } from './bytes'
import { lemmaOf } from './format'

/** Every spelling of a lemma by its number; spellings that differ in case alone share a lemma. */
export class Names {
  private constructor(
    private readonly spellings: readonly string[],
    /** In order of code units. */
    private readonly lemmas: readonly string[],
    private readonly lemmaNumbers: Uint32Array,
  ) {}

  static read(reader: ByteReader): Names {
    const shared = reader.integerSection()
    const added = reader.integerSection()
    const characters = reader.asciiSection()
    const spellings: string[] = []
    const lemmas: string[] = []
    const numbers = new Uint32Array(added.length)
    let [place, previous, lemma] = [0, '', '']
    for (let index = 0; index < added.length; index += 1) {
      const end = place + (added[index] ?? 0)
      previous = previous.slice(0, shared[index]) + characters.slice(place, end)
      place = end
      const key = lemmaOf(previous)
      if (key !== lemma) lemmas.push(key)
      lemma = key
      numbers[index] = lemmas.length - 1
      spellings.push(previous)
    }
    return new Names(spellings, lemmas, numbers)
  }

  get lemmaCount(): number {
    return this.lemmas.length
  }

  spelling(number: number): string {
    return this.spellings[number] ?? ''
  }

  /** Number of the lemma that a spelling is of. */
  lemmaNumber(spelling: number): number {
    return this.lemmaNumbers[spelling] ?? 0
  }

  /** Number of a lemma in lower case; -1 where there is none. */
  find(lemma: string): number {
    let low = 0
    let high = this.lemmas.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.lemmas[middle] ?? '') < lemma) low = middle + 1
      else high = middle
    }
    return this.lemmas[low] === lemma ? low : -1
  }
}
