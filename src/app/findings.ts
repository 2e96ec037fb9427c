import { LabError } from '../core/errors'
import { FINDINGS_FILE, parseFindings, type Findings } from '../core/paper/findings'

/**
 * What the lab measured by itself, as the site has it; null where nobody has computed it yet.
 * Throws LabError `network`, `bad-run`.
 */
export async function fetchFindings(site: URL, signal?: AbortSignal): Promise<Findings | null> {
  let response: Response
  try {
    response = await fetch(new URL(FINDINGS_FILE, site), signal === undefined ? {} : { signal })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new LabError(
      'network',
      `${FINDINGS_FILE} could not be fetched.`,
      'Check that the site is still being served.',
      {
        cause,
      },
    )
  }
  // Some hosts answer for a missing file with their start page.
  if (!response.ok || response.headers.get('content-type')?.startsWith('text/html') === true) return null
  return parseFindings(await jsonOf(response))
}

async function jsonOf(response: Response): Promise<unknown> {
  try {
    return await response.json()
  } catch (cause) {
    throw new LabError('bad-run', `${FINDINGS_FILE} is no JSON.`, 'The file is damaged. Make it anew.', { cause })
  }
}
