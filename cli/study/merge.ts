import { resolve } from 'node:path'
import { bundleOfOpen } from '../../src/core/experiment/open-run'
import { mergeRuns } from '../../src/core/experiment/merge'
import type { RunBundle } from '../../src/core/experiment/record'
import { RunFolder } from '../run/folder'
import type { MergeCommand } from './arguments'
import { openRunAt } from './folder'

/** `shakedown merge DIR... --out DIR`. Throws LabError. */
export async function mergeCommand({ runs, out, json }: MergeCommand): Promise<number> {
  const parts: RunBundle[] = []
  for (const path of runs) parts.push(await bundleOfOpen(await openRunAt(path)))
  const merged = mergeRuns(parts)
  const folder = RunFolder.open(resolve(out), merged.run.spec)
  try {
    folder.finish(merged)
  } finally {
    folder.close()
  }
  const { id, status } = merged.run
  const samples = merged.samples.length
  process.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, run: id, status, samples, out: resolve(out) })}\n`
      : `${samples} samples of ${runs.length} parts, ${status}. Run ${id.slice(0, 12)} in ${resolve(out)}\n`,
  )
  return 0
}
