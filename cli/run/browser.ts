import { chromium, type Browser, type Page } from 'playwright'
import { fromPlainError, LabError } from '../../src/core/errors'
import type { RunBundle, SampleRecord } from '../../src/core/experiment/record'
import type { Spec } from '../../src/core/experiment/spec'
import { EVENT_BINDING, type HeadlessEvent } from '../../src/headless/api'
import type { DeviceChoice } from '../../src/lab/ports'
import { chromiumArguments, ensureChromium } from '../find-chromium.ts'

export interface BrowserRun {
  /** Address of the served site, with a slash at the end. */
  readonly site: string
  readonly spec: Spec
  readonly device: DeviceChoice
  readonly command: string
  /** Finished before. */
  readonly samples: readonly SampleRecord[]
  readonly onEvent: (event: HeadlessEvent) => void
  readonly say: (line: string) => void
  readonly signal: AbortSignal
}

/** Samples carried over the browser's wire at a time. */
const CHUNK = 200

/** Carries a spec through in a headless Chromium. Throws what the page throws, as LabError; `cancelled` by the signal. */
export async function runInBrowser(run: BrowserRun): Promise<RunBundle> {
  const browser = await launch(run)
  if (run.signal.aborted) {
    await browser.close()
    throw interrupted()
  }
  const stop = () => void browser.close()
  run.signal.addEventListener('abort', stop, { once: true })
  try {
    return await drive(await openPage(browser, run), run)
  } catch (thrown) {
    if (run.signal.aborted) throw interrupted()
    if (thrown instanceof LabError) throw thrown
    const reason = thrown instanceof Error ? thrown.message.split('\n')[0] : String(thrown)
    throw new LabError(
      'internal',
      `The browser stopped: ${reason}`,
      'Start again to go on: what was finished is kept.',
      {
        cause: thrown,
      },
    )
  } finally {
    run.signal.removeEventListener('abort', stop)
    await browser.close()
  }
}

function interrupted(): LabError {
  return new LabError('cancelled', 'Cancelled.', 'Start again to go on: what was finished is kept.')
}

async function launch({ device, say }: BrowserRun): Promise<Browser> {
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
    throw new LabError(
      'unsupported',
      `${found.path} does not start: ${reason}`,
      'Set CHROMIUM_PATH to another Chromium.',
      {
        cause,
      },
    )
  }
}

async function openPage(browser: Browser, { site, onEvent }: BrowserRun): Promise<Page> {
  const page = await browser.newPage()
  await page.exposeBinding(EVENT_BINDING, (_source, event: HeadlessEvent) => onEvent(event))
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(error.message))
  const response = await page.goto(new URL('headless.html', site).href)
  try {
    await page.waitForFunction(() => window.shakedown !== undefined, undefined, { timeout: 30_000 })
  } catch (cause) {
    const reason = errors[0] ?? `headless.html answered ${response?.status() ?? 'nothing'}`
    throw new LabError(
      'internal',
      `The site does not start: ${reason}`,
      'Build it anew: delete dist and start again.',
      { cause },
    )
  }
  return page
}

async function drive(page: Page, { spec, device, command, samples, signal }: BrowserRun): Promise<RunBundle> {
  const gone = new Promise<never>((_, reject) => {
    page.once('crash', () => reject(new Error('the page crashed, probably out of memory')))
    signal.addEventListener('abort', () => reject(new Error('cancelled')), { once: true })
  })
  gone.catch(() => undefined)
  for (let at = 0; at < samples.length; at += CHUNK) {
    await page.evaluate((chunk) => window.shakedown?.preload(chunk), samples.slice(at, at + CHUNK))
  }
  const outcome = await Promise.race([
    page.evaluate(([wanted, options]) => window.shakedown?.start(wanted, options), [
      spec,
      { device, command },
    ] as const),
    gone,
  ])
  if (outcome === undefined) throw new Error('the page was reloaded')
  if (!outcome.ok) throw fromPlainError(outcome.error)
  const all: SampleRecord[] = []
  while (all.length < outcome.samples) {
    const chunk = await page.evaluate(([from, count]) => window.shakedown?.samples(from, count), [
      all.length,
      CHUNK,
    ] as const)
    if (chunk === undefined || chunk.length === 0) throw new Error('the page lost its samples')
    all.push(...chunk)
  }
  return { run: outcome.run, samples: all, prompts: outcome.prompts }
}
