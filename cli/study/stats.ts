import { studyOf } from '../../src/core/study/study'
import type { StatsCommand } from './arguments'
import { openRunAt } from './folder'
import { studyText } from './stats-text'

/** `shakedown stats DIR`: all statistics of a run, as tables or as one object. Throws LabError. */
export async function statsCommand({ run: path, suite, json }: StatsCommand): Promise<number> {
  const { run, table, sent } = await openRunAt(path)
  const study = studyOf(run, table, suite, sent)
  process.stdout.write(`${json ? JSON.stringify({ ok: true, ...study }) : studyText(run, study)}\n`)
  return 0
}
