import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { reportHtml } from '../../src/core/export/report'
import { storing } from '../files'
import type { ReportCommand } from './arguments'
import { openRunAt } from './folder'

/** `shakedown report DIR --out FILE`. Throws LabError. */
export async function reportCommand({ run: path, out, json }: ReportCommand): Promise<number> {
  const { run, table } = await openRunAt(path)
  const file = resolve(out)
  const text = reportHtml(run, table)
  storing(file, 'Give a file that can be written with --out.', () => {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  })
  const bytes = Buffer.byteLength(text)
  process.stdout.write(
    json
      ? `${JSON.stringify({ ok: true, run: run.id, out: file, bytes })}\n`
      : `${run.spec.name}, ${Math.ceil(bytes / 1000)} kB: ${file}\n`,
  )
  return 0
}
