/**
 * `npm run soak -- python [--count N] [--seed S]`: hostile programs and references by turns; one JSON object as the last line
 * of stdout. `npm run soak -- kills [--count N] [--seed S]`: the tab, and the command, of a run killed N times (50).
 */
import { spawnSync } from 'node:child_process'
import { withPage } from '../bench/browser.ts'
// For its declaration of what the page offers.
import type {} from '../bench/soak-page.ts'

async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2)
  const option = (key: string, otherwise: number): number => {
    const at = rest.indexOf(`--${key}`)
    return at < 0 ? otherwise : Number(rest[at + 1])
  }
  if (name === 'kills') return kills(option('count', 50), option('seed', 1))
  const settings = { count: option('count', 2000), seed: option('seed', 1), slow: true }
  if (
    name !== 'python' ||
    !Number.isSafeInteger(settings.seed) ||
    !Number.isSafeInteger(settings.count) ||
    settings.count < 2
  ) {
    process.stderr.write('Usage: npm run soak -- python|kills [--count N] [--seed S]\n')
    return 2
  }
  const began = performance.now()
  const result = await withPage('bench/soak.html', async (page) => {
    page.on('console', (message) => {
      if (message.type() === 'info') process.stderr.write(`${message.text()}\n`)
    })
    await page.waitForFunction(() => window.soak !== undefined)
    return page.evaluate((ask) => window.soak?.(ask), settings)
  })
  if (result === undefined) throw new Error('The page of the soak did not load.')
  const seconds = Math.round((performance.now() - began) / 1000)
  for (const line of [...result.flipped, ...result.forged.map((one) => `forged: ${one}`)])
    process.stderr.write(`${line}\n`)
  process.stdout.write(`${JSON.stringify({ soak: name, seed: settings.seed, seconds, ...result })}\n`)
  return result.flipped.length + result.forged.length === 0 ? 0 : 1
}

/** The end-to-end tests of kills, with more of them than `npm test` takes. */
function kills(count: number, seed: number): number {
  const env = { ...process.env, SHAKEDOWN_KILLS: String(count), SHAKEDOWN_KILL_SEED: String(seed) }
  const words = ['playwright', 'test', 'e2e/kill.e2e.ts', 'e2e/headless.e2e.ts']
  const { status } = spawnSync('npx', words, { env, stdio: ['ignore', 'inherit', 'inherit'] })
  process.stdout.write(`${JSON.stringify({ soak: 'kills', seed, count, ok: status === 0 })}\n`)
  return status === 0 ? 0 : 1
}

process.exitCode = await main()
