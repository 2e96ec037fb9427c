/**
 * `npm run hostile [-- --only TEXT] [--json]`: every hostile program on the built site, with its neighbours. Writes the
 * tables of docs/hostile.md, unless only some were asked for. Exit code 0 where all is well, 1 where anything got
 * through, 2 where it could not be tried. `--json` prints one JSON object as the last line of stdout.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright'
import { runCorpus } from '../e2e/hostile/run-corpus'
import { CORPUS } from '../src/python/hostile/corpus'
import { isAllowed, type HostileResult } from '../src/python/hostile/run-program'
import { chromiumArguments, findChromium } from './find-chromium'
import { isClean, report, summarize } from './hostile-report'
import { ensureSite } from './site'
import { serveFolder } from './static-server'

const DOCUMENT = fileURLToPath(new URL('../docs/hostile.md', import.meta.url))
/** What is between these lines is written by this command. */
const [FROM, TO] = ['<!-- Written by npm run hostile. -->', '<!-- End of what npm run hostile writes. -->']

interface Options {
  readonly only: string
  readonly json: boolean
}

function say(line: string): void {
  process.stderr.write(`${line}\n`)
}

/** Null where they are not understood. */
function parseOptions(words: readonly string[]): Options | null {
  let options: Options = { only: '', json: false }
  for (let index = 0; index < words.length; index += 1) {
    const value = words[index + 1]
    if (words[index] === '--json') options = { ...options, json: true }
    else if (words[index] === '--only' && value !== undefined) {
      options = { ...options, only: value }
      index += 1
    } else return null
  }
  return options
}

async function main(): Promise<number> {
  const options = parseOptions(process.argv.slice(2))
  const corpus = CORPUS.filter(({ family, name }) => `${family}: ${name}`.includes(options?.only ?? ''))
  if (options === null || corpus.length === 0) {
    say('Usage: npm run hostile [-- --only TEXT] [--json]')
    return 2
  }
  const browser = findChromium()
  if (browser === null) {
    say('There is no Chromium. Set CHROMIUM_PATH, or run npm test once, which installs one.')
    return 2
  }
  const began = performance.now()
  const { results, escapes } = await runOnSite(browser.path, corpus)
  const seconds = Math.round((performance.now() - began) / 1000)
  const summary = summarize(results, escapes)
  if (options.only === '') writeTables(report(results, escapes))
  for (const line of [...escapes, ...summary.forged, ...summary.flipped, ...summary.otherwise]) say(line)
  if (options.json) process.stdout.write(`${JSON.stringify({ ...summary, seconds })}\n`)
  else process.stdout.write(`${report(results, escapes).split('\n\n###')[0] ?? ''}\n`)
  return isClean(summary) ? 0 : 1
}

async function runOnSite(executablePath: string, corpus: typeof CORPUS) {
  const site = await ensureSite(process.env['SHAKEDOWN_SITE'] ?? null, say)
  const server = await serveFolder(site)
  const browser = await chromium.launch({ executablePath, args: chromiumArguments({ webgpu: 'off' }) })
  try {
    const page = await browser.newPage()
    await page.goto(`${server.address}headless.html`)
    await page.waitForFunction(() => window.shakedownJudge !== undefined)
    let done = 0
    return await runCorpus(page, corpus, (result) => {
      done += 1
      if (!isAllowed(result) || result.neighbours !== '') say(`NOT AS IT MUST BE: ${line(result)}`)
      if (done % 50 === 0) say(`${done} runs`)
    })
  } finally {
    await browser.close()
    await server.close()
  }
}

function line({ program, target, verdict, neighbours }: HostileResult): string {
  return `${program.family}: ${program.name} (${target}): ${verdict} ${neighbours}`
}

function writeTables(tables: string): void {
  const text = readFileSync(DOCUMENT, 'utf8')
  const [start, end] = [text.indexOf(FROM), text.indexOf(TO)]
  if (start < 0 || end < start) throw new Error('docs/hostile.md has lost the lines between which its tables stand.')
  writeFileSync(DOCUMENT, `${text.slice(0, start + FROM.length)}\n\n${tables}\n\n${text.slice(end)}`)
  say('Wrote docs/hostile.md.')
}

try {
  process.exitCode = await main()
} catch (problem) {
  say(problem instanceof Error ? problem.message : String(problem))
  process.exitCode = 2
}
