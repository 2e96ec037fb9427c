import { gunzipSync } from 'fflate'
import { type ErrorCode, LabError } from '../../errors'
import { parseEvalResults } from '../../grading/parse-eval-results'
import { parseSamples } from '../../grading/parse-samples'
import { deriveSeed } from '../../random/derive'
import { Xoshiro128 } from '../../random/xoshiro'
import { isGzip } from '../gunzip'
import { parseBenchmark } from '../parse'
import { BYTE_MUTATIONS } from './byte-mutations'
import { misreadBenchmark, misreadResults, misreadSamples } from './expectation'
import { fileText, SEED_FILES, type SeedFile } from './seed-files'
import { TEXT_MUTATIONS } from './text-mutations'

export interface FuzzResult {
  readonly mutation: string
  /** Name of the sound file. */
  readonly file: string
  /** `read`, or the code of the error. */
  readonly outcome: 'read' | ErrorCode
  readonly milliseconds: number
  /** What went wrong; null when a named error of an expected code came, or the file was read and nothing of it lost. */
  readonly failure: string | null
}

export const MUTATIONS: readonly string[] = [...Object.keys(TEXT_MUTATIONS), ...Object.keys(BYTE_MUTATIONS)]

/** Longest that a damaged file may take. */
export const MOST_MILLISECONDS = 5000

const EXPECTED: Readonly<Record<SeedFile['kind'], ErrorCode>> = {
  benchmark: 'bad-benchmark',
  samples: 'bad-samples',
  results: 'bad-run',
}
/** Of the file as a whole: such an error has no line. */
const WHOLE_FILE =
  /is not UTF-8 text|is larger than|more than [\d,]+ lines|there is no sample|too many lines|the file is empty/

/** Damages a file, reads it as the page and the command do, and judges what comes. The mutations take turns. */
export function fuzzCase(seed: number, at: number): FuzzResult {
  const random = new Xoshiro128(deriveSeed(seed, 'benchmark', at))
  const mutation = MUTATIONS[at % MUTATIONS.length] ?? ''
  const seedFile = SEED_FILES[random.below(SEED_FILES.length)]
  if (seedFile === undefined) throw new LabError('internal', 'There is no file to damage.', 'Please report this.')
  const { file, text } = damaged(seedFile, mutation, random)
  const start = performance.now()
  let outcome: FuzzResult['outcome'] = 'read'
  let failure: string | null = null
  let misread: ((text: string) => string | null) | null = null
  try {
    misread = read(seedFile.kind, file)
  } catch (thrown) {
    outcome = thrown instanceof LabError ? thrown.code : 'internal'
    failure = wrongError(seedFile.kind, thrown)
  }
  const milliseconds = performance.now() - start
  if (failure === null && milliseconds > MOST_MILLISECONDS) failure = `took ${milliseconds.toFixed(0)} ms`
  if (failure === null && misread !== null) failure = misread(text ?? plainText(file))
  if (failure === null && mutation === 'nothing' && outcome !== 'read') failure = `${outcome} for a sound file`
  return { mutation, file: seedFile.name, outcome, milliseconds, failure }
}

function damaged(file: SeedFile, mutation: string, random: Xoshiro128): { file: Uint8Array; text: string | null } {
  const change = TEXT_MUTATIONS[mutation]
  const text = change === undefined ? fileText(file, file.rows) : change(file, random)
  const pack = BYTE_MUTATIONS[mutation] ?? ((whole) => ({ file: new TextEncoder().encode(whole), text: whole }))
  return pack(text, random)
}

/** Reads it; gives what compares the result with the text that was in the file. */
function read(kind: SeedFile['kind'], file: Uint8Array): (text: string) => string | null {
  switch (kind) {
    case 'benchmark': {
      const benchmark = parseBenchmark('damaged.jsonl', file)
      return (text) => misreadBenchmark(text, benchmark)
    }
    case 'samples': {
      const samples = parseSamples('damaged.jsonl', file)
      return (text) => misreadSamples(text, samples)
    }
    case 'results': {
      const results = parseEvalResults('damaged.json', file)
      return (text) => misreadResults(text, results)
    }
  }
}

function wrongError(kind: SeedFile['kind'], thrown: unknown): string | null {
  if (!(thrown instanceof LabError))
    return thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown)
  if (thrown.code === 'truncated-file' || thrown.code === 'html-instead-of-file') return null
  if (thrown.code !== EXPECTED[kind]) return `${thrown.code}: ${thrown.message}`
  if (thrown.message.length > 1000) return `a message of ${thrown.message.length} characters`
  const isPlaced = /, (?:line|item) \d+: /.test(thrown.message) || WHOLE_FILE.test(thrown.message) || kind === 'results'
  return isPlaced ? null : `no line is named: ${thrown.message}`
}

function plainText(file: Uint8Array): string {
  return new TextDecoder().decode(isGzip(file) ? gunzipSync(file) : file)
}
