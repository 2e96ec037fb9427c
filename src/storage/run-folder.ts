import { gunzipSync, gzipSync, strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { LabError } from '../core/errors'
import { checkCounts } from '../core/experiment/check-counts'
import { columnsOf } from '../core/experiment/columns'
import { parseLines, parsePrompt, parseRunText, parseSample } from '../core/experiment/parse-run'
import type { RunBundle } from '../core/experiment/record'
import { encodeVerdicts } from '../core/experiment/verdict-file'

/** Names of the parts of a run (formats, "A run"). */
export const RUN_FILE = 'run.json'
export const SAMPLES_FILE = 'samples.jsonl.gz'
export const PROMPTS_FILE = 'prompts.jsonl.gz'
export const VERDICTS_FILE = 'verdicts.json.gz'

const HINT = 'Open a run.json or a .zip that Shakedown exported. If the file was sent to you, ask for it again.'
/** More than any run needs, and less than fills a machine. */
const LARGEST_PART = 1 << 30

/** The files of a run folder. Equal bundles give equal bytes: nothing but the contents goes in. */
export function encodeRunFolder(bundle: RunBundle): Map<string, Uint8Array<ArrayBuffer>> {
  const { table, sent } = columnsOf(bundle.run, bundle.samples)
  const verdicts = encodeVerdicts(bundle.run, table, sent)
  return new Map([
    [RUN_FILE, strToU8(`${JSON.stringify(bundle.run, null, 2)}\n`)],
    [SAMPLES_FILE, gzipSync(strToU8(jsonLines(bundle.samples)), { mtime: 0 })],
    [PROMPTS_FILE, gzipSync(strToU8(jsonLines(bundle.prompts)), { mtime: 0 })],
    [VERDICTS_FILE, gzipSync(strToU8(JSON.stringify(verdicts)), { mtime: 0 })],
  ])
}

/**
 * A whole run from its files by name; samples and prompts may be absent. Throws LabError `bad-run`, also where the counts of
 * run.json do not follow from the samples.
 */
export function decodeRunFolder(files: ReadonlyMap<string, Uint8Array>): RunBundle {
  const run = files.get(RUN_FILE)
  if (run === undefined) throw new LabError('bad-run', `There is no ${RUN_FILE} in it.`, HINT)
  const bundle = {
    run: parseRunText(strFromU8(run)),
    samples: parseLines(unpacked(files, SAMPLES_FILE), SAMPLES_FILE, parseSample),
    prompts: parseLines(unpacked(files, PROMPTS_FILE), PROMPTS_FILE, parsePrompt),
  }
  if (bundle.samples.length > 0) checkCounts(bundle.run, columnsOf(bundle.run, bundle.samples).table)
  return bundle
}

/** A run folder as one .zip, byte for byte the same for the same bundle. */
export function exportZip(bundle: RunBundle): Uint8Array<ArrayBuffer> {
  // The earliest time a zip can hold, in the local zone as zip has none.
  const mtime = new Date(1980, 0, 1)
  const files = [...encodeRunFolder(bundle)].map(([name, bytes]) => [
    name,
    [bytes, { level: name.endsWith('.gz') ? 0 : 9 }],
  ])
  return zipSync(Object.fromEntries(files) as Parameters<typeof zipSync>[0], { mtime })
}

/** The parts of a run in what a person opened: a .zip, or a bare run.json. Throws LabError `bad-run`. */
export function runFilesIn(data: Uint8Array): Map<string, Uint8Array> {
  return data[0] === 0x50 && data[1] === 0x4b ? unzip(data) : new Map([[RUN_FILE, data]])
}

function jsonLines(values: readonly unknown[]): string {
  return values.map((value) => `${JSON.stringify(value)}\n`).join('')
}

function unzip(data: Uint8Array): Map<string, Uint8Array> {
  const wanted = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE]
  const base = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  try {
    const found = unzipSync(data, {
      filter: (file) => wanted.includes(base(file.name)) && file.originalSize < LARGEST_PART,
    })
    return new Map(Object.entries(found).map(([path, bytes]) => [base(path), bytes]))
  } catch (cause) {
    throw new LabError('bad-run', 'The .zip is broken or incomplete.', HINT, { cause })
  }
}

function unpacked(files: ReadonlyMap<string, Uint8Array>, name: string): string {
  const packed = files.get(name)
  if (packed === undefined) return ''
  try {
    return strFromU8(gunzipSync(packed))
  } catch (cause) {
    throw new LabError('bad-run', `${name} is broken or incomplete.`, HINT, { cause })
  }
}
