import { agreement } from './agreement/agreement.ts'
import { attackTableBench } from './attack-table/attack-table.ts'
import { attacked } from './attacked.ts'
import { attackSpeed } from './attacks.ts'
import { browsers } from './browsers.ts'
import { coverage } from './coverage.ts'
import { decode } from './decode.ts'
import { lab } from './lab.ts'
import { load } from './load.ts'
import { gpuCheck } from './gpu-check.ts'
import { noise } from './noise.ts'
import { quantize } from './quantize.ts'
import type { Bench, BenchRow } from './row.ts'
import { score } from './score.ts'

/** `npm run bench -- NAME [--option value]`: progress on stderr, one JSON object as the last line of stdout. */
const BENCHES: Readonly<Record<string, Bench>> = {
  agreement,
  'attack-table': attackTableBench,
  attacked,
  attacks: attackSpeed,
  browsers,
  coverage,
  decode,
  lab,
  load,
  'gpu-check': gpuCheck,
  noise,
  quantize,
  score,
}

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
  for (const row of rows) process.stdout.write(`${lineOf(row)}\n`)
  process.stdout.write(`${JSON.stringify({ bench: name, rows })}\n`)
  return 0
}

function lineOf({ what, ours, theirs, ratio, unit, goal, met }: BenchRow): string {
  const figure = (value: number): string => value.toFixed(value < 100 ? 1 : 0)
  const compared = theirs === null || ratio === null ? '' : ` (other side ${figure(theirs)}, ratio ${ratio.toFixed(2)})`
  const judged = goal === null ? '' : `, goal ${goal}: ${met === true ? 'met' : 'missed'}`
  return `${what}: ${figure(ours)} ${unit}${compared}${judged}`
}

process.exitCode = await main()
