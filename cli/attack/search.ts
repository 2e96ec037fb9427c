import { rmSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Benchmark } from '../../src/core/benchmarks/types'
import { LabError } from '../../src/core/errors'
import type { SearchResult } from '../../src/core/search/smallest-edit'
import { ATTACK_EVENT_BINDING, type HeadlessAttackEvent } from '../../src/headless/attacks-api'
import { takeLock } from '../files'
import { benchmarkSource } from '../grade/source'
import { modelSource } from '../model/source'
import { withPageSession } from '../page-session'
import { progressOf } from '../run/progress'
import { ensureSite } from '../site'
import { withTranslations } from '../translations'
import type { SearchCommand } from './arguments'
import { readBenchmark } from './benchmark'
import { SearchFile } from './search-file'
import { compareDistances, searchText, summariseSearch } from './search-table'

const MODEL_MOUNT = '/model-of-the-command/'

/** `shakedown search`: the smallest edits that flip verdicts, scheme by scheme. Killed and started again it goes on. */
export async function searchCommand(options: SearchCommand): Promise<number> {
  const progress = progressOf(options)
  const say = (line: string) => progress.line(line)
  const site = await ensureSite(options.site, say)
  const { benchmark } = readBenchmark(options.benchmark, site)
  const tasks = chosenTasks(benchmark, options)
  const out = resolve(options.out)
  const lock = `${out}.lock`
  takeLock(lock, out)
  try {
    const { condition, maxTokens, settings, model, file: graph } = options
    const file = new SearchFile(out, { model, file: graph, benchmark: benchmark.md5, condition, maxTokens, settings })
    try {
      const failures = await searchMissing(options, { site, tasks, file, say, progress })
      return report(options, file, tasks, failures, out)
    } finally {
      file.close()
    }
  } finally {
    rmSync(lock, { force: true })
  }
}

interface Work {
  readonly site: string
  readonly tasks: readonly string[]
  readonly file: SearchFile
  readonly say: (line: string) => void
  readonly progress: ReturnType<typeof progressOf>
}

/** Returns problems that could not be searched. */
async function searchMissing(
  options: SearchCommand,
  { site, tasks, file, say, progress }: Work,
): Promise<{ readonly scheme: string; readonly task_id: string; readonly message: string }[]> {
  const searches = options.schemes.map((scheme) => {
    const known = new Set(file.lines.filter((line) => line.scheme === scheme).map(({ task_id }) => task_id))
    return { scheme, tasks: tasks.filter((task) => !known.has(task)) }
  })
  const total = options.schemes.length * tasks.length
  const missing = searches.reduce((sum, search) => sum + search.tasks.length, 0)
  if (missing < total) say(`${total - missing} of ${total} searches are there already.`)
  const failures: { scheme: string; task_id: string; message: string }[] = []
  if (missing === 0) return failures
  const source = benchmarkSource(options.benchmark)
  const model = modelSource(options.model)
  const folder = model.folder === null ? null : { base: MODEL_MOUNT, paths: model.paths }
  const mounts = model.folder === null ? [] : [{ prefix: MODEL_MOUNT, folder: model.folder }]
  let done = total - missing
  const work = {
    benchmark: source.benchmark,
    condition: options.condition,
    model: { id: model.id, folder, file: options.file ?? model.file, device: options.device },
    searches: searches.filter((search) => search.tasks.length > 0),
    maxTokens: options.maxTokens,
    settings: options.settings,
  }
  await withPageSession(
    {
      site,
      mounts: [...source.mounts, ...mounts],
      device: options.device,
      say,
      hint: 'Start again: it goes on where it was.',
      binding: ATTACK_EVENT_BINDING,
      onEvent: (event: HeadlessAttackEvent) => {
        switch (event.type) {
          case 'loading':
            return progress.update(`Loading ${event.what}: ${event.progress.stage}`, false)
          case 'searched':
            file.add({ task_id: event.taskId, scheme: event.scheme, result: event.result })
            done += 1
            return progress.update(
              `${done}/${total} · ${event.scheme} ${event.taskId}: ${outcomeText(event.result)}`,
              done === total,
            )
          case 'failed':
            done += 1
            failures.push({ scheme: event.scheme, task_id: event.taskId, message: event.error.message })
            return progress.line(`${event.scheme} ${event.taskId}: ${event.error.message}`)
        }
      },
    },
    (session) =>
      withTranslations(options.translations, session, say, () =>
        session.ask(session.page.evaluate((wanted) => window.shakedownAttacks?.search(wanted), work)),
      ),
  ).finally(() => progress.end())
  return failures
}

function outcomeText(result: SearchResult): string {
  switch (result.kind) {
    case 'flipped':
      return `${result.edits.length} edits flip it`
    case 'held':
      return `held against ${result.edits.length} edits`
    case 'fails-clean':
      return 'fails without any edit'
    case 'no-edits':
      return 'nothing to edit'
  }
}

function chosenTasks({ problems }: Benchmark, { tasks, limit }: SearchCommand): string[] {
  const known = problems.map(({ taskId }) => taskId)
  const unknown = (tasks ?? []).filter((task) => !known.includes(task))
  if (unknown.length > 0) {
    throw new LabError('not-found', `The benchmark has no task ${unknown.join(', ')}.`, `Its first is ${known[0]}.`)
  }
  return known.filter((task) => tasks === null || tasks.includes(task)).slice(0, limit ?? undefined)
}

function report(
  options: SearchCommand,
  file: SearchFile,
  tasks: readonly string[],
  failures: readonly object[],
  out: string,
): number {
  const wanted = new Set(tasks)
  const lines = file.lines.filter(({ task_id }) => wanted.has(task_id))
  const schemes = summariseSearch(lines, options.schemes)
  const comparisons = compareDistances(lines, options.schemes)
  const result = { ok: true, condition: options.condition, schemes, comparisons, failures, out }
  process.stdout.write(options.json ? `${JSON.stringify(result)}\n` : `${searchText(schemes, comparisons)}\n${out}\n`)
  return failures.length === 0 ? 0 : 2
}
