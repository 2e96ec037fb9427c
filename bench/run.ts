import { decode } from './decode.ts'
import type { Bench } from './row.ts'

/** `npm run bench -- NAME [--option value]`: progress on stderr, one JSON object as the last line of stdout. */
const BENCHES: Readonly<Record<string, Bench>> = { decode }

async function main(): Promise<number> {
  const [name, ...rest] = process.argv.slice(2)
  const bench = name === undefined ? undefined : BENCHES[name]
  if (name === undefined || bench === undefined) {
    process.stderr.write(`Usage: npm run bench -- NAME [--option value]\nBenches: ${Object.keys(BENCHES).join(', ')}\n`)
    return 2
  }
  const options = new Map<string, string>()
  for (let at = 0; at < rest.length; at += 2) options.set((rest[at] ?? '').replace(/^--/, ''), rest[at + 1] ?? '')
  const rows = await bench(options)
  for (const { what, ours, ratio, unit } of rows) {
    const compared = ratio === null ? '' : ` (${ratio.toFixed(2)} of fp32)`
    process.stdout.write(`${what}: ${ours.toFixed(ours < 100 ? 1 : 0)} ${unit}${compared}\n`)
  }
  process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`)
  return 0
}

process.exitCode = await main()
