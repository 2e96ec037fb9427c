import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSample } from '../../src/core/experiment/parse-run'
import type { SampleRecord } from '../../src/core/experiment/record'
import { PARTIAL_FILE } from './folder'
import { openRunAt } from '../study/folder'
import { readLine, wholeLines } from '../files'

/**
 * Finished samples of other run folders, finished or not: what a run needs of them has the same id and is not made again.
 * Throws LabError `not-found`, `bad-run`.
 */
export async function reusedSamples(folders: readonly string[]): Promise<SampleRecord[]> {
  const samples: SampleRecord[] = []
  for (const folder of folders) {
    const partial = join(folder, PARTIAL_FILE)
    const isUnfinished = existsSync(partial)
    if (isUnfinished) {
      const [, ...lines] = wholeLines(readFileSync(partial)).lines
      for (const line of lines) if (line !== '') samples.push(parseSample(readLine(line)))
    }
    if (isUnfinished && !existsSync(join(folder, 'run.json'))) continue
    for await (const part of (await openRunAt(folder)).samples()) samples.push(...part)
  }
  return samples
}
