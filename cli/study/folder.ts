import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { LabError } from '../../src/core/errors'
import type { OpenRun } from '../../src/core/experiment/open-run'
import { openRunFiles } from '../../src/storage/open-folder'
import { PROMPTS_FILE, RUN_FILE, runFilesIn, SAMPLES_FILE, VERDICTS_FILE } from '../../src/storage/run-folder'
import { storing } from '../files'

/**
 * A run of this machine: a run folder, a .zip of the page, or a bare run.json. Throws LabError `not-found`, `bad-run`,
 * `newer-version`; they name the path.
 */
export async function openRunAt(path: string): Promise<OpenRun> {
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw new LabError('not-found', `There is no run at ${path}.`, HINT)
  const files = storing(path, HINT, () => (found.isDirectory() ? filesIn(path) : runFilesIn(readFileSync(path))))
  try {
    return await openRunFiles(files)
  } catch (thrown) {
    if (!(thrown instanceof LabError)) throw thrown
    throw new LabError(thrown.code, `${path}: ${thrown.message}`, thrown.hint, { cause: thrown })
  }
}

function filesIn(folder: string): Map<string, Uint8Array> {
  const names = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE, VERDICTS_FILE].filter((name) => existsSync(join(folder, name)))
  return new Map(names.map((name) => [name, readFileSync(join(folder, name))]))
}

const HINT = 'Give the folder of a run (it has a run.json), a .zip that the page exported, or a run.json.'
