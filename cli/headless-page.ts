import { chromium, type Browser, type Page } from 'playwright'
import { fromPlainError, LabError } from '../src/core/errors'
import type { Outcome } from '../src/headless/models-api'
import type { DeviceChoice } from '../src/lab/ports'
import { chromiumArguments, ensureChromium } from './find-chromium.ts'

export interface HeadlessPageOptions {
  /** Address of the served site, with a slash at the end. */
  readonly site: string
  readonly device: DeviceChoice
  readonly say: (line: string) => void
  readonly signal: AbortSignal
  /** Called once on the page before the site is opened: for bindings. */
  readonly prepare?: (page: Page) => Promise<void>
  /** What a person should do when the browser stops by itself. */
  readonly hint: string
}

/**
 * Opens headless.html in a headless Chromium and works with it. Throws what the work throws, as LabError; `cancelled`
 * after the signal; `internal` when the browser or the page stops by itself.
 */
export async function withHeadlessPage<T>(
  options: HeadlessPageOptions,
  work: (page: Page, gone: Promise<never>) => Promise<T>,
): Promise<T> {
  const { signal, hint } = options
  const browser = await launch(options)
  const interrupted = () => new LabError('cancelled', 'Cancelled.', hint)
  if (signal.aborted) {
    await browser.close()
    throw interrupted()
  }
  const stop = () => void browser.close()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const page = await openPage(browser, options)
    const gone = new Promise<never>((_, reject) => {
      page.once('crash', () => reject(new Error('the page crashed, probably out of memory')))
      signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true })
    })
    gone.catch(() => undefined)
    return await work(page, gone)
  } catch (thrown) {
    if (signal.aborted) throw interrupted()
    if (thrown instanceof LabError) throw thrown
    const reason = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)
    throw new LabError('internal', `The browser stopped: ${reason}`, hint, { cause: thrown })
  } finally {
    signal.removeEventListener('abort', stop)
    await browser.close()
  }
}

/** Waits for an answer of the page, or for its end. Throws the page's error as LabError. */
export type Ask = <T>(answer: Promise<Outcome<T> | undefined>) => Promise<T>

export function asker(gone: Promise<never>): Ask {
  return async (answer) => {
    const outcome = await Promise.race([answer, gone])
    if (outcome === undefined) throw new LabError('internal', 'The page was reloaded.', 'Start again.')
    if (!outcome.ok) throw fromPlainError(outcome.error)
    return outcome.value
  }
}

async function launch({ device, say }: HeadlessPageOptions): Promise<Browser> {
  const found = ensureChromium(say)
  if (found === null) {
    throw new LabError(
      'not-found',
      'No Chromium could be found or installed.',
      'Install Chrome or Chromium, or set CHROMIUM_PATH to one.',
    )
  }
  const real = process.env['SHAKEDOWN_SOFTWARE_WEBGPU'] === '1' ? 'software' : 'real'
  const args = chromiumArguments({ webgpu: device === 'wasm' ? 'off' : real })
  // Signals are ours: we cancel, keep what is finished and close.
  const signals = { handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false }
  try {
    return await chromium.launch({ executablePath: found.path, args, ...signals })
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    const hint = 'Set CHROMIUM_PATH to another Chromium.'
    throw new LabError('unsupported', `${found.path} does not start: ${reason}`, hint, { cause })
  }
}

async function openPage(browser: Browser, { site, prepare }: HeadlessPageOptions): Promise<Page> {
  const page = await browser.newPage()
  await prepare?.(page)
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const response = await page.goto(new URL('headless.html', site).href)
  try {
    await page.waitForFunction(() => window.shakedown !== undefined, undefined, { timeout: 30_000 })
  } catch (cause) {
    const reason = errors[0] ?? `headless.html answered ${response?.status() ?? 'nothing'}`
    const hint = 'Build it anew: delete dist and start again.'
    throw new LabError('internal', `The site does not start: ${reason}`, hint, { cause })
  }
  return page
}
