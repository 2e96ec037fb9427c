import { zlibSync } from 'fflate'
import { LabError } from '../errors.ts'
import { ByteWriter } from './bytes.ts'
import { lemmaOf, PACKED_PARTS } from './format.ts'
import type { PartTable, WordNetTables } from './tables'

/**
 * Packs WordNet (format.ts). The same tables give the same bytes.
 * @throws LabError `internal` where the tables hold what the format cannot: lemmas not in ASCII, an index that does not
 * follow from the synsets
 */
export function packWordNet(tables: WordNetTables): Uint8Array {
  const out = new ByteWriter()
  const section = (write: (writer: ByteWriter) => void) => {
    const writer = new ByteWriter()
    write(writer)
    const bytes = writer.take()
    out.integer(bytes.length)
    for (const byte of bytes) out.byte(byte)
  }
  const names = namesOf(tables)
  section((writer) => writer.ascii(tables.notice))
  const shared = names.map((name, place) => sharedStart(names[place - 1] ?? '', name))
  section((writer) => shared.forEach((length) => writer.integer(length)))
  section((writer) => names.forEach((name, place) => writer.integer(name.length - (shared[place] ?? 0))))
  section((writer) => names.forEach((name, place) => writer.ascii(name.slice(shared[place]))))
  const numbers = new Map(names.map((name, place) => [name, place]))
  for (const part of PACKED_PARTS) packPart(tables.parts[part], numbers, section)
  return zlibSync(out.take(), { level: 9, mem: 12 })
}

type Section = (write: (writer: ByteWriter) => void) => void

function packPart({ synsets, index, exceptions }: PartTable, numbers: ReadonlyMap<string, number>, section: Section) {
  section((writer) =>
    synsets.forEach(({ offset }, place) => writer.integer(offset - (synsets[place - 1]?.offset ?? 0))),
  )
  section((writer) => synsets.forEach(({ part, lemmas }) => writer.integer(2 * lemmas.length + (part === 's' ? 1 : 0))))
  const members = synsets.flatMap(({ lemmas }) => lemmas.map((name) => numbers.get(name) ?? 0))
  for (const shift of [0, 8, 16]) section((writer) => members.forEach((number) => writer.byte((number >> shift) & 255)))
  const bySynset = placesByLemma(synsets)
  if (bySynset.size !== index.size) throw unfit('the index has other lemmas than the synsets')
  section((writer) => {
    for (const [lemma, { senses }] of index) {
      const places = bySynset.get(lemma) ?? []
      const order = senses.map((place) => places.indexOf(place))
      if (order.includes(-1) || order.length !== places.length) throw unfit(`senses of ${JSON.stringify(lemma)}`)
      if (order.length > 1) order.forEach((place) => writer.integer(place))
    }
  })
  section((writer) => index.forEach(({ frequency }) => writer.integer(frequency)))
  section((writer) => exceptions.forEach((bases, form) => writer.ascii(`${[form, ...bases].join(' ')}\n`)))
}

function namesOf({ parts }: WordNetTables): string[] {
  const names = new Set(PACKED_PARTS.flatMap((part) => parts[part].synsets.flatMap(({ lemmas }) => lemmas)))
  const foreign = [...names].find((name) => !/^[\x21-\x7e]+$/.test(name))
  if (foreign !== undefined) throw unfit(`${JSON.stringify(foreign)} is not ASCII`)
  return [...names]
    .map((name) => ({ name, lemma: lemmaOf(name) }))
    .sort((a, b) => compare(a.lemma, b.lemma) || compare(a.name, b.name))
    .map(({ name }) => name)
}

function placesByLemma(synsets: PartTable['synsets']): Map<string, number[]> {
  const found = new Map<string, number[]>()
  synsets.forEach(({ lemmas }, place) => {
    for (const lemma of new Set(lemmas.map(lemmaOf))) {
      const places = found.get(lemma)
      if (places === undefined) found.set(lemma, [place])
      else places.push(place)
    }
  })
  return found
}

function sharedStart(a: string, b: string): number {
  let length = 0
  while (length < a.length && length < b.length && a[length] === b[length]) length += 1
  return length
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function unfit(what: string): LabError {
  return new LabError('internal', `WordNet cannot be packed: ${what}.`, 'Install the packages anew (npm ci).')
}
