import { LabError } from '../core/errors'
import { bundleOfOpen } from '../core/experiment/open-run'
import type { RunBundle } from '../core/experiment/record'
import { openRunFiles } from '../storage/open-folder'
import { PROMPTS_FILE, RUN_FILE, SAMPLES_FILE, VERDICTS_FILE } from '../storage/run-folder'

/**
 * Reads a run folder that the site serves, whole, in memory. Throws LabError `network`, `not-found`,
 * `html-instead-of-file`, `bad-run`.
 */
export async function fetchRun(folder: URL, signal?: AbortSignal): Promise<RunBundle> {
  return bundleOfOpen(await openRunFiles(await fetchRunFiles(folder, signal)))
}

/** The files of a run folder that the site serves; errors as `fetchRun`. */
export async function fetchRunFiles(folder: URL, signal?: AbortSignal): Promise<Map<string, Uint8Array>> {
  const names = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE]
  const files = await Promise.all(names.map((name) => fetchFile(new URL(name, folder), signal)))
  return new Map(names.flatMap((name, place) => [[name, files[place] ?? new Uint8Array()]]))
}

async function fetchFile(address: URL, signal?: AbortSignal): Promise<Uint8Array> {
  const name = address.pathname.split('/').slice(-2).join('/')
  let response: Response
  try {
    response = await fetch(address, signal === undefined ? {} : { signal })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new LabError(
      'network',
      `${name} could not be fetched.`,
      'Check that the site is still being served, then try again.',
      { cause },
    )
  }
  if (!response.ok) {
    throw new LabError(
      'not-found',
      `${name} is not on this site (HTTP ${response.status}).`,
      'Press "Run it here", or make the recording anew: npx shakedown run examples/quick-check.json --out public/recorded/quick-check',
    )
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    throw new LabError(
      'html-instead-of-file',
      `${name} came back as a web page.`,
      'The host answers missing files with its start page: serve the folder recorded/ beside index.html.',
    )
  }
  return new Uint8Array(await response.arrayBuffer())
}
