import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { toPlainError } from '../src/core/errors'
import type { OpenRun } from '../src/core/experiment/open-run'
import { FINDINGS_FILE, parseFindings } from '../src/core/paper/findings'
import { FINDING_RUNS, type FindingRunName } from '../src/core/study/findings/answered'
import { resultsDocument, withResults } from '../src/core/study/findings/document'
import { answersOf } from '../src/core/study/findings/questions'
import { reducedRunFiles } from '../src/storage/reduced-run'
import { RUN_FILE } from '../src/storage/run-folder'
import { openRunAt } from './study/folder'
import { usage } from './usage'

/**
 * `npm run findings -- --attacks DIR --newline DIR ...`: answers the questions of docs/findings.md from finished runs
 * (by default out/findings/NAME). Writes public/findings.json, the results in docs/findings.md, and a small record of
 * each run in public/recorded/findings-NAME. A run that is not there is said, and what needs it is left out.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DOCUMENT = join(ROOT, 'docs', 'findings.md')
const PUBLIC = join(ROOT, 'public')
/** The record keeps the texts of one problem in so many. */
const KEPT_TEXTS = 10

async function main(): Promise<number> {
  const runs: Partial<Record<FindingRunName, OpenRun>> = {}
  for (const [name, folder] of foldersOf(process.argv.slice(2))) {
    if (!hasRun(folder)) {
      say(`${name}: there is no finished run at ${folder}. What needs it is left out.`)
      continue
    }
    const open = await openRunAt(folder)
    runs[name] = open
    say(
      `${name}: ${open.table.size.toLocaleString('en')} samples${open.run.status === 'partial' ? ', not finished' : ''}`,
    )
  }
  const all = answersOf(runs)
  for (const { answers } of all.answered) for (const { id, answer } of answers) say(`[${id}] ${answer}`)
  for (const { title, runs: missing } of all.missing) say(`Not answered: ${title} Needs ${missing.join(', ')}.`)
  const findings = parseFindings({ version: 1, answers: all.answered.flatMap(({ answers }) => answers) })
  writeFileSync(join(PUBLIC, FINDINGS_FILE), `${JSON.stringify(findings, null, 2)}\n`)
  writeFileSync(DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), resultsDocument(runs, all)))
  let total = 0
  for (const name of FINDING_RUNS) total += await record(name, runs[name])
  say(`Records: ${megabytes(total)} in all.`)
  return 0
}

function foldersOf(words: readonly string[]): (readonly [FindingRunName, string])[] {
  const options = Object.fromEntries(FINDING_RUNS.map((name) => [name, { type: 'string' as const }]))
  try {
    const { values } = parseArgs({ args: [...words], options, strict: true })
    return FINDING_RUNS.map((name) => {
      const given = values[name]
      return [name, typeof given === 'string' ? given : join('out', 'findings', name)] as const
    })
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw usage(message, `Options: ${FINDING_RUNS.map((name) => `--${name} DIR`).join(', ')}.`)
  }
}

/** A folder in which a run is still being made has no run.json yet. */
function hasRun(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true || existsSync(join(path, RUN_FILE))
}

/** Writes the record of a run; returns its bytes. The record of a run that is not there stays as it is. */
async function record(name: FindingRunName, open: OpenRun | undefined): Promise<number> {
  if (open === undefined) return 0
  const folder = join(PUBLIC, 'recorded', `findings-${name}`)
  const files = await reducedRunFiles(open, KEPT_TEXTS)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  let total = 0
  for (const [file, bytes] of files) {
    writeFileSync(join(folder, file), bytes)
    say(`recorded/findings-${name}/${file}: ${megabytes(bytes.length)}`)
    total += bytes.length
  }
  return total
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

try {
  process.exitCode = await main()
} catch (thrown) {
  const { code, message, hint } = toPlainError(thrown)
  process.stderr.write(`Error (${code}): ${message}\n${hint}\n`)
  process.exitCode = 2
}
