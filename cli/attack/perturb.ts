import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { perturbedFile } from '../../src/core/attacks/perturbed-file'
import type { AttackResult } from '../../src/core/attacks/types'
import type { Benchmark } from '../../src/core/benchmarks/types'
import { md5Hex } from '../../src/core/hash'
import { ATTACK_EVENT_BINDING, type HeadlessAttackEvent } from '../../src/headless/attacks-api'
import { storing } from '../files'
import { benchmarkSource } from '../grade/source'
import { listed } from '../grade/words'
import { withPageSession } from '../page-session'
import { progressOf } from '../run/progress'
import { ensureSite } from '../site'
import { withTranslations } from '../translations'
import type { PerturbCommand } from './arguments'
import { readBenchmark } from './benchmark'

/** `shakedown perturb`: writes a benchmark with perturbed prompts, in its own format. Throws LabError. */
export async function perturbCommand(options: PerturbCommand): Promise<number> {
  const progress = progressOf(options)
  const say = (line: string) => progress.line(line)
  const site = await ensureSite(options.site, say)
  const { benchmark, text } = readBenchmark(options.benchmark, site)
  const source = benchmarkSource(options.benchmark)
  const results = await withPageSession(
    {
      site,
      mounts: source.mounts,
      device: 'wasm',
      say,
      hint: 'Start again.',
      binding: ATTACK_EVENT_BINDING,
      onEvent: (event: HeadlessAttackEvent) => {
        if (event.type === 'loading') progress.update(`Loading ${event.what}: ${event.progress.stage}`, false)
      },
    },
    (session) => {
      const work = { benchmark: source.benchmark, condition: options.condition }
      return withTranslations(options.translations, session, say, () =>
        session.ask(session.page.evaluate((wanted) => window.shakedownAttacks?.perturb(wanted), work)),
      )
    },
  ).finally(() => progress.end())
  const out = resolve(options.out)
  const perturbed = perturbedFile(text, benchmark, results)
  storing(out, 'Give a file that can be written with --out.', () => writeFileSync(out, perturbed))
  if (options.edits !== null) {
    const path = resolve(options.edits)
    storing(path, 'Give a file that can be written with --edits.', () =>
      writeFileSync(path, editLines(benchmark, results)),
    )
  }
  const summary = summaryOf(options, benchmark, results, perturbed)
  process.stdout.write(
    options.json ? `${JSON.stringify({ ok: true, ...summary, out })}\n` : `${wordsOf(summary, out)}\n`,
  )
  return 0
}

function editLines({ problems }: Benchmark, results: readonly AttackResult[]): string {
  return results
    .map(({ edits, applied, why }, index) => {
      const line = { task_id: problems[index]?.taskId, applied, why, edits }
      return `${JSON.stringify(line)}\n`
    })
    .join('')
}

function summaryOf(
  { condition }: PerturbCommand,
  { problems }: Benchmark,
  results: readonly AttackResult[],
  perturbed: string,
) {
  const edits = results.reduce((sum, result) => sum + result.edits.length, 0)
  const unchanged = problems.filter((_, index) => results[index]?.applied !== true).map(({ taskId }) => taskId)
  return {
    condition,
    problems: problems.length,
    changed: problems.length - unchanged.length,
    edits,
    unchanged,
    md5: md5Hex(new TextEncoder().encode(perturbed)),
  }
}

function wordsOf(summary: ReturnType<typeof summaryOf>, out: string): string {
  const { condition, problems, changed, edits, unchanged, md5 } = summary
  const mean = changed === 0 ? '' : `, ${(edits / changed).toFixed(1)} edits each`
  return [
    `${condition.attack} (${condition.mode}, seed ${condition.seed}): ${changed} of ${problems} prompts changed${mean}`,
    ...(unchanged.length === 0 ? [] : [`Unchanged: ${listed(unchanged)}`]),
    `${out}, md5 ${md5}`,
  ].join('\n')
}
