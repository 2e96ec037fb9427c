import { cancelled, isCancelled, LabError } from '../core/errors'

/** One file of the site. Throws LabError `not-found`, `network`, `cancelled`. */
export async function fetchSiteFile(
  address: string,
  fetchFile: typeof fetch,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  return named(address, async () => {
    const response = await fetchFile(address, signal === undefined ? {} : { signal })
    if (!response.ok) {
      const code = response.status === 404 ? 'not-found' : 'network'
      throw new LabError(
        code,
        `The server answered ${response.status} for ${address}.`,
        'Serve the built site with all its files (npm run build, then the folder dist).',
      )
    }
    return new Uint8Array(await response.arrayBuffer())
  })
}

/**
 * Whether a file is there, without fetching it; its size where the server says it. A page that a server answers with for
 * whatever is missing does not count. Throws LabError `network`, `cancelled`.
 */
export async function askSiteFile(
  address: string,
  fetchFile: typeof fetch,
  signal: AbortSignal | undefined,
): Promise<{ readonly bytes: number | null } | null> {
  return named(address, async () => {
    const response = await fetchFile(address, { method: 'HEAD', ...(signal === undefined ? {} : { signal }) })
    const header = (name: string) => response.headers.get(name) ?? ''
    if (!response.ok || header('content-type').startsWith('text/html')) return null
    const bytes = Number(header('content-length'))
    return { bytes: Number.isSafeInteger(bytes) && bytes > 0 && header('content-encoding') === '' ? bytes : null }
  })
}

async function named<T>(address: string, call: () => Promise<T>): Promise<T> {
  try {
    return await call()
  } catch (cause) {
    if (cause instanceof LabError) throw cause
    if (isCancelled(cause)) throw cancelled()
    const message = `${address} could not be fetched.`
    throw new LabError('network', message, 'Check the connection to the site and try again.', { cause })
  }
}
