import { LabError } from '../core/errors'

export interface FetchedFile {
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly url: string
}

/**
 * Fetches a file of a model whole. Throws `not-found` (404), `html-instead-of-file` (a page came, as hosts do that
 * answer everything with index.html), `truncated-file` (fewer bytes than announced), `network`.
 */
export async function fetchFile(
  url: string,
  options: { readonly signal: AbortSignal; readonly onProgress?: (loaded: number, total: number) => void },
): Promise<FetchedFile> {
  const response = await fetchResponse(url, options.signal)
  if (response.status === 404) {
    throw new LabError(
      'not-found',
      `There is no file at ${url}.`,
      'Check the model id, and that the site was built with its model files.',
    )
  }
  if (!response.ok) {
    throw new LabError('network', `${url} answered ${response.status} ${response.statusText}.`, 'Try again later.')
  }
  if (response.headers.get('content-type')?.startsWith('text/html') === true) throw html(url)
  // With a content encoding the length is that of the compressed bytes and says nothing about ours.
  const announced = response.headers.has('content-encoding') ? null : response.headers.get('content-length')
  const total = announced === null ? null : Number(announced)
  const bytes = await readAll(response, url, total, options)
  if (total !== null && bytes.length !== total) throw truncated(url, bytes.length, total)
  if (startsLikeHtml(bytes)) throw html(url)
  return { bytes, url }
}

async function fetchResponse(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { signal })
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new LabError('network', `${url} cannot be reached.`, 'Check that the site is still being served.', { cause })
  }
}

async function readAll(
  response: Response,
  url: string,
  total: number | null,
  options: { readonly signal: AbortSignal; readonly onProgress?: (loaded: number, total: number) => void },
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let loaded = 0
  const reader = response.body?.getReader()
  try {
    for (let part = await reader?.read(); part !== undefined && !part.done; part = await reader?.read()) {
      chunks.push(part.value)
      loaded += part.value.length
      options.onProgress?.(loaded, total ?? loaded)
    }
  } catch (cause) {
    if (options.signal.aborted) throw cause
    throw truncated(url, loaded, total)
  }
  const bytes = new Uint8Array(loaded)
  let at = 0
  for (const chunk of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

function startsLikeHtml(bytes: Uint8Array): boolean {
  const start = new TextDecoder().decode(bytes.subarray(0, 200)).trimStart().toLowerCase()
  return start.startsWith('<!doctype html') || start.startsWith('<html')
}

function html(url: string): LabError {
  return new LabError(
    'html-instead-of-file',
    `${url} is a web page, not the file.`,
    'The site is served without this model file, or the host answers missing files with its start page. Add the file.',
  )
}

function truncated(url: string, got: number, wanted: number | null): LabError {
  const of = wanted === null ? '' : ` of ${wanted}`
  return new LabError('truncated-file', `${url} ended after ${got}${of} bytes.`, 'Fetch the model again.')
}

/** JSON of a fetched file; a cut file is named as such. */
export function parseJson(file: FetchedFile): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(file.bytes))
  } catch (cause) {
    throw new LabError('truncated-file', `${file.url} is no complete JSON.`, 'Fetch the model again.', { cause })
  }
}
