import { LabError } from '../errors.ts'
import type { IndexEntry, PartTable, WordNetTables } from './tables'
import type { PartOfSpeech, Synset, SynsetPart } from './types'

/** Text of one of Princeton's files by its name, such as `data.noun` or `verb.exc`. Throws where there is none. */
export type PrincetonFiles = (name: string) => string

const SUFFIXES: Readonly<Record<PartOfSpeech, string>> = { n: 'noun', v: 'verb', a: 'adj', r: 'adv' }
/** Numbers of the parts of speech in sense keys; 5 are satellite adjectives. */
const PARTS_OF_KEYS: Readonly<Record<string, PartOfSpeech>> = { 1: 'n', 2: 'v', 3: 'a', 4: 'r', 5: 'a' }

/**
 * Reads WordNet 3.0's database files (formats: wndb(5WN), senseidx(5WN)) into tables. Glosses and pointers between
 * senses are left out: no attack uses them.
 * @throws LabError `internal` where a file is not as the format says
 */
export function readPrinceton(files: PrincetonFiles, notice: string): WordNetTables {
  const frequencies = readFrequencies(files('index.sense'))
  const part = (name: PartOfSpeech): PartTable => {
    const suffix = SUFFIXES[name]
    const synsets = readSynsets(files(`data.${suffix}`))
    const index = readIndex(files(`index.${suffix}`), synsets, (lemma) => frequencies.get(`${name}:${lemma}`) ?? 0)
    return { synsets, index, exceptions: readExceptions(files(`${suffix}.exc`)) }
  }
  return { notice, parts: { n: part('n'), v: part('v'), a: part('a'), r: part('r') } }
}

/** Lines that are data: those of the notice at the head start with two spaces. */
function lines(text: string): string[] {
  return text.split('\n').filter((line) => line !== '' && !line.startsWith(' '))
}

function readSynsets(text: string): Synset[] {
  return lines(text).map((line) => {
    const words = line.slice(0, line.indexOf('|')).split(' ')
    const count = Number.parseInt(words[3] ?? '', 16)
    // A lemma may end in a marker of where it stands, such as `(a)`; each is followed by an id of its sense.
    const lemmas = Array.from({ length: count }, (_, place) => (words[4 + 2 * place] ?? '').replace(/\([^()]*\)$/, ''))
    const offset = Number(words[0])
    const synsetPart = partOf(words[2])
    if (!Number.isSafeInteger(offset) || synsetPart === null || lemmas.length === 0 || lemmas.includes(''))
      throw malformed(line)
    return { offset, part: synsetPart, lemmas }
  })
}

function readIndex(
  text: string,
  synsets: readonly Synset[],
  frequency: (lemma: string) => number,
): Map<string, IndexEntry> {
  const places = new Map(synsets.map(({ offset }, place) => [offset, place]))
  const entries = lines(text).map((line): [string, IndexEntry] => {
    const words = line.trimEnd().split(' ')
    const [lemma = '', , count = ''] = words
    const senses = words.slice(words.length - Number(count)).map((offset) => places.get(Number(offset)) ?? -1)
    if (senses.length === 0 || senses.includes(-1)) throw malformed(line)
    return [lemma, { senses, frequency: frequency(lemma) }]
  })
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function readExceptions(text: string): Map<string, readonly string[]> {
  return new Map(
    lines(text).map((line): [string, string[]] => {
      const [form = '', ...bases] = line.trim().split(/\s+/)
      return [form, bases]
    }),
  )
}

/** Sums over the senses of `part:lemma`. */
function readFrequencies(text: string): Map<string, number> {
  const sums = new Map<string, number>()
  for (const line of lines(text)) {
    const [key = '', , , count = ''] = line.split(' ')
    if (count === '0') continue
    const [lemma = '', sense = ''] = key.split('%')
    const name = `${PARTS_OF_KEYS[sense.slice(0, 1)] ?? '?'}:${lemma}`
    sums.set(name, (sums.get(name) ?? 0) + Number(count))
  }
  return sums
}

function partOf(letter: string | undefined): SynsetPart | null {
  switch (letter) {
    case 'n':
    case 'v':
    case 'a':
    case 'r':
    case 's':
      return letter
    default:
      return null
  }
}

function malformed(line: string): LabError {
  const message = `WordNet's files are not as expected: ${JSON.stringify(line.slice(0, 80))}.`
  return new LabError('internal', message, 'Install the packages anew (npm ci).')
}
