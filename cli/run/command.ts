import { readFileSync, writeFileSync } from 'node:fs'
import { basename, isAbsolute, resolve } from 'node:path'
import { parseRejected } from '../../src/core/experiment/parse-rejected'
import { parseSpecText } from '../../src/core/experiment/parse-spec'
import type { ReviewRecord, RunBundle, RunRecord } from '../../src/core/experiment/record'
import { reviewed } from '../../src/core/metrics/review'
import type { HeadlessEvent } from '../../src/headless/api'
import type { Command } from '../arguments'
import { readSpec } from '../examples'
import { storing } from '../files'
import { several } from '../grade/words'
import { untilSignal } from '../signals'
import { ensureSite } from '../site'
import { serveFolder } from '../static-server'
import { modelFolders } from '../model/folders'
import { withFiles } from './spec-files'
import { runInBrowser } from './browser'
import { RunFolder } from './folder'
import { junitText } from './junit'
import { progressOf } from './progress'
import { reusedSamples } from './reuse'
import { resultTable } from './table'
import { flipsOf, whatBroke } from './what-broke'
import { checkLimits, crossings, type Crossing } from './thresholds'

type RunOptions = Extract<Command, { command: 'run' }>

/** `shakedown run`. Returns the exit status: 0 done, 1 a threshold was crossed. Throws LabError. */
export async function runCommand(options: RunOptions): Promise<number> {
  const { text, benchmarks, imported } = withFiles(readSpec(options.spec))
  const spec = parseSpecText(text)
  checkLimits(spec, options)
  const rejected = options.rejected === null ? [] : parseRejected(readRejected(options.rejected), options.rejected)
  const progress = progressOf(options)
  const say = (line: string) => progress.line(line)
  const reused = await reusedSamples(options.reuse)
  const folder = RunFolder.open(resolve(options.out), spec, { shard: options.shard, resume: options.resume })
  try {
    const made = await untilSignal(async (abort) => {
      const site = await ensureSite(options.site, say)
      const folders = modelFolders(spec)
      const server = await serveFolder(site, {
        mounts: [...folders, ...benchmarks, ...imported].map(({ mount }) => mount),
      })
      let writing: unknown = null
      try {
        return await runInBrowser({
          site: server.address,
          spec,
          device: options.device,
          command: commandLine(options),
          models: Object.fromEntries(folders.map(({ model, folder }) => [model, folder])),
          benchmarks: Object.fromEntries(benchmarks.map(({ id, file }) => [id, file])),
          imported: Object.fromEntries(imported.map(({ id, file }) => [id, file])),
          shard: options.shard,
          translations: options.translations,
          samples: [...folder.samples, ...reused],
          signal: abort.signal,
          say,
          onEvent: (event: HeadlessEvent) => {
            progress.event(event)
            if (event.type !== 'sample' || writing !== null) return
            try {
              folder.append(event.sample)
            } catch (thrown) {
              // The disk is full or gone: going on would only lose more.
              writing = thrown
              abort.abort()
            }
          },
        })
      } catch (thrown) {
        throw writing ?? thrown
      } finally {
        await server.close()
        progress.end()
      }
    })
    const bundle = { ...made, run: reviewed(made, rejected) }
    if (rejected.length > 0) say(rejectedText(rejected.length, bundle.run.review?.rejected.length ?? 0))
    folder.finish(bundle)
    const crossed = crossings(bundle.run, options)
    if (options.junit !== null) writeJunit(options.junit, bundle.run, crossed)
    return report(bundle, options, crossed)
  } finally {
    folder.close()
  }
}

function writeJunit(path: string, run: RunRecord, crossed: readonly Crossing[]): void {
  storing(path, 'Give a file that can be written with --junit.', () => writeFileSync(path, junitText(run, crossed)))
}

function report(bundle: RunBundle, options: RunOptions, crossed: readonly Crossing[]): number {
  const { run } = bundle
  if (options.json) {
    const { id, status, failures, cells, drops, losses, robustness, worst_of_seeds, review } = run
    const flips = flipsOf(bundle, options.suite)
    const summary = { cells, drops, losses, robustness, worst_of_seeds, review }
    const place = { run: id, status, out: resolve(options.out) }
    const result = { ok: true, ...place, crossed, failures, ...summary, flips }
    process.stdout.write(`${JSON.stringify(result)}\n`)
  } else {
    const without = run.review === undefined ? '' : withoutRejected(run, run.review, options.suite)
    process.stdout.write(
      `${resultTable(run, options.suite)}\n\n${without}${whatBroke(bundle, options.suite)}\n\n${endText(run)} ${run.id.slice(0, 12)} in ${resolve(options.out)}\n`,
    )
  }
  for (const crossing of crossed) process.stderr.write(`${crossingText(crossing)}\n`)
  return crossed.length > 0 ? 1 : 0
}

/** Whether all is there that the spec asks for, and if not, why. */
function endText({ status, shard, failures = [] }: RunRecord): string {
  if (status === 'finished') return 'Run'
  if (shard !== undefined) return `Part ${shard.index} of ${shard.of} of run`
  const failed = failures.map(({ message }) => message).join(' ')
  return failures.length > 0 ? `Not whole: ${failed} Run` : 'Budget spent; start again to go on. Run'
}

function withoutRejected(run: RunRecord, review: ReviewRecord, suite: RunOptions['suite']): string {
  const table = resultTable({ ...run, ...review.without }, suite)
  return `Without ${several(review.rejected.length, 'rejected prompt')}:\n${table}\n\n`
}

function readRejected(path: string): string {
  return storing(path, 'Give a file that can be read with --rejected.', () => readFileSync(path, 'utf8'))
}

function rejectedText(given: number, found: number): string {
  return found === given
    ? `${several(found, 'rejected prompt')}.`
    : `${found} of ${several(given, 'rejected prompt')} are of this run; the others are left aside.`
}

function crossingText({ kind, limit, cell, against, value }: Crossing): string {
  const points = (share: number) => `${(100 * share).toFixed(1)} points`
  return `Threshold crossed: ${kind} of ${points(value)} in ${cell} (against ${against}), more than ${points(limit)}.`
}

/** For the record: what was asked, without this machine's absolute paths. */
function commandLine({ spec, device }: RunOptions): string {
  const named = isAbsolute(spec) ? basename(spec) : spec
  return `npx shakedown run ${named}${device === 'auto' ? '' : ` --device ${device}`}`
}
