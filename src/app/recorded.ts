import { LabError } from '../core/errors'
import { parseLines, parsePrompt, parseRunText, parseSample } from '../core/experiment/parse-run'
import type { RunBundle } from '../core/experiment/record'

/**
 * Reads a run folder that the site serves (run.json, samples.jsonl.gz, prompts.jsonl.gz).
 * Throws LabError `network`, `not-found`, `html-instead-of-file`, `bad-run`.
 */
export async function fetchRun(folder: URL, signal?: AbortSignal): Promise<RunBundle> {
  const [run, samples, prompts] = await Promise.all([
    fetchText(new URL('run.json', folder), signal),
    fetchText(new URL('samples.jsonl.gz', folder), signal),
    fetchText(new URL('prompts.jsonl.gz', folder), signal),
  ])
  return {
    run: parseRunText(run),
    samples: parseLines(samples, 'samples.jsonl', parseSample),
    prompts: parseLines(prompts, 'prompts.jsonl', parsePrompt),
  }
}

async function fetchText(address: URL, signal?: AbortSignal): Promise<string> {
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
  const bytes = new Uint8Array(await response.arrayBuffer())
  return isGzip(bytes) ? gunzip(bytes, name) : new TextDecoder().decode(bytes)
}

/** Some hosts send .gz files with Content-Encoding: gzip; the browser has then unpacked them already. */
function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

async function gunzip(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string> {
  try {
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text()
  } catch (cause) {
    throw new LabError(
      'bad-run',
      `${name} is damaged: it cannot be unpacked.`,
      'Load the page again, or make the recording anew.',
      { cause },
    )
  }
}
