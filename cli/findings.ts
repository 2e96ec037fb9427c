import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
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
 * each run in public/recorded/findings-NAME. Where a run is not there its record is read, which has all its verdicts;
 * where there is no record either this is said, and what needs the run is left out.
 *
 * `npm run findings -- --check` writes nothing: it answers from the records alone, and ends with 1 where the page or
 * the file says otherwise.
 */
const ROOT = fileURLToPath(new URL('..', import.meta.url))
const DOCUMENT = join(ROOT, 'docs', 'findings.md')
const PUBLIC = join(ROOT, 'public')
/** The record keeps the texts of one problem in so many. */
const KEPT_TEXTS = 10

async function main(): Promise<number> {
  const { isCheck, folders } = argumentsOf(process.argv.slice(2))
  const runs: Partial<Record<FindingRunName, OpenRun>> = {}
  const recorded = new Set<FindingRunName>()
  for (const [name, folder] of folders) {
    const from = (isCheck ? [recordOf(name)] : [folder, recordOf(name)]).find(hasRun)
    if (from === undefined) {
      say(`${name}: there is no finished run at ${folder}. What needs it is left out.`)
      continue
    }
    const open = await openRunAt(from)
    runs[name] = open
    if (from !== folder) recorded.add(name)
    const notes = [from === folder ? '' : ', from its record', open.run.status === 'partial' ? ', not finished' : '']
    say(`${name}: ${open.table.size.toLocaleString('en')} samples${notes.join('')}`)
  }
  const all = answersOf(runs)
  for (const { answers } of all.answered) for (const { id, answer } of answers) say(`[${id}] ${answer}`)
  for (const { title, runs: missing } of all.missing) say(`Not answered: ${title} Needs ${missing.join(', ')}.`)
  const findings = parseFindings({ version: 1, answers: all.answered.flatMap(({ answers }) => answers) })
  const written = [
    [join(PUBLIC, FINDINGS_FILE), `${JSON.stringify(findings, null, 2)}\n`],
    [DOCUMENT, withResults(readFileSync(DOCUMENT, 'utf8'), resultsDocument(runs, all))],
  ] as const
  if (isCheck) return differing(written)
  for (const [path, text] of written) writeFileSync(path, text)
  let total = 0
  for (const name of FINDING_RUNS) {
    const open = runs[name]
    if (open !== undefined && !recorded.has(name)) await record(name, open)
    total += sizeOf(name)
  }
  say(`Records: ${megabytes(total)} in all.`)
  return 0
}

/** 1 where one of the files is not what the records give. */
function differing(written: readonly (readonly [path: string, text: string])[]): number {
  const other = written.filter(([path, text]) => !existsSync(path) || readFileSync(path, 'utf8') !== text)
  for (const [path] of other) say(`${relative(ROOT, path)} is not what the records give: npm run findings`)
  if (other.length === 0) say('docs/findings.md and public/findings.json are what the records give.')
  return other.length === 0 ? 0 : 1
}

interface Arguments {
  readonly isCheck: boolean
  readonly folders: readonly (readonly [FindingRunName, string])[]
}

function argumentsOf(words: readonly string[]): Arguments {
  const options = {
    ...Object.fromEntries(FINDING_RUNS.map((name) => [name, { type: 'string' as const }])),
    check: { type: 'boolean' as const },
  }
  try {
    const values: Readonly<Record<string, unknown>> = parseArgs({ args: [...words], options, strict: true }).values
    const folders = FINDING_RUNS.map((name) => {
      const given = values[name]
      return [name, typeof given === 'string' ? given : join('out', 'findings', name)] as const
    })
    return { isCheck: values['check'] === true, folders }
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause)
    throw usage(message, `Options: --check, ${FINDING_RUNS.map((name) => `--${name} DIR`).join(', ')}.`)
  }
}

/** A folder in which a run is still being made has no run.json yet. */
function hasRun(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true || existsSync(join(path, RUN_FILE))
}

function recordOf(name: FindingRunName): string {
  return join(PUBLIC, 'recorded', `findings-${name}`)
}

async function record(name: FindingRunName, open: OpenRun): Promise<void> {
  const files = await reducedRunFiles(open, KEPT_TEXTS)
  rmSync(recordOf(name), { recursive: true, force: true })
  mkdirSync(recordOf(name), { recursive: true })
  for (const [file, bytes] of files) writeFileSync(join(recordOf(name), file), bytes)
}

/** Prints the files of a record; returns their bytes. */
function sizeOf(name: FindingRunName): number {
  if (!existsSync(recordOf(name))) return 0
  const sizes = readdirSync(recordOf(name)).map((file) => [file, statSync(join(recordOf(name), file)).size] as const)
  say(`findings-${name}: ${sizes.map(([file, bytes]) => `${file} ${megabytes(bytes)}`).join(', ')}`)
  return sizes.reduce((sum, [, bytes]) => sum + bytes, 0)
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
