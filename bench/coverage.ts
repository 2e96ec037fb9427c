import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { pairedAlarms, signAlarms } from './studies/alarms.ts'
import { statisticsDocument } from './studies/document.ts'
import { bootstrapCoverage, twoLevelCoverage, wilsonCoverage } from './studies/intervals.ts'
import type { BenchRow } from './row.ts'

const DOCUMENT = join(fileURLToPath(new URL('..', import.meta.url)), 'docs', 'statistics.md')

/**
 * Coverage of every interval at the paper's sizes, and false alarms of the tests, over simulated studies whose truth is
 * known; writes docs/statistics.md. Seeded: the same figures each time. Options: --studies (default 1000; of cheap
 * ones ten times as many), --check yes (compares the document instead of writing it).
 */
export async function coverage(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const studies = Number(options.get('studies') ?? '1000')
  const started = performance.now()
  const timed = <T>(what: string, measure: () => T): T => {
    const before = performance.now()
    const found = measure()
    process.stderr.write(`${what}: ${((performance.now() - before) / 1000).toFixed(1)} s\n`)
    return found
  }
  const measured = {
    wilson: timed('Wilson', () => wilsonCoverage(10 * studies)),
    bootstrap: timed('bootstrap by problem', () => bootstrapCoverage(studies)),
    twoLevel: timed('bootstrap by problem and seed', () => twoLevelCoverage(studies)),
    paired: timed('false alarms of two arms', () => pairedAlarms(studies)),
    signs: timed('false alarms of the sign test', () => signAlarms(10 * studies)),
  }
  process.stderr.write(`In all: ${((performance.now() - started) / 1000).toFixed(1)} s\n`)
  const document = await statisticsDocument(measured, DOCUMENT)
  if (!options.has('check')) writeFileSync(DOCUMENT, document)
  else if (readFileSync(DOCUMENT, 'utf8') !== document) throw new Error(`${DOCUMENT} is not what this command writes.`)
  return Object.values(measured).flat()
}
