import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { perturb } from '../src/core/attacks/registry.ts'
import { codeVariants, type Variant } from '../src/core/attacks/code/variants.ts'
import { sharedBenchmarks } from '../src/core/attacks/testing.ts'
import { testResources } from '../src/core/attacks/testing-resources.ts'
import type { AttackInput } from '../src/core/attacks/types.ts'
import { keyOf, readResults } from './agreement/results.ts'
import { DATA, dataFolder } from './native.ts'
import type { BenchRow } from './row.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A reference program after an attack, as a sample of its task. */
interface Attacked {
  readonly key: string
  readonly title: string
}

/**
 * The references of HumanEval+ under every attack on code, with every choice it has, run in Pyodide as samples of the
 * untouched benchmark: how many of the 164 pass its base tests, where an attack does not apply as they are. A renamed
 * function gets its old name once more behind it. Options: --folder, --data, --workers, --seed, --site.
 */
export async function attacked(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const folder = options.get('folder') ?? join(ROOT, '.work', 'attacked')
  mkdirSync(folder, { recursive: true })
  const inputs = sharedBenchmarks().find(({ name }) => name.startsWith('HumanEvalPlus'))?.inputs ?? []
  const seed = Number(options.get('seed') ?? '1')
  const lines: string[] = []
  const samples: Attacked[] = []
  const counts = new Map<string, number>()
  const add = (title: string, { taskId }: AttackInput, solution: string) => {
    const index = counts.get(taskId) ?? 0
    counts.set(taskId, index + 1)
    samples.push({ key: keyOf(taskId, index), title })
    lines.push(JSON.stringify({ task_id: taskId, solution }))
  }
  const variants = codeVariants()
  for (const input of inputs) {
    add(UNTOUCHED, input, input.prompt + input.canonicalSolution)
    for (const variant of variants) {
      const solution = solutionUnder(variant, input, seed)
      if (solution !== null) add(variant.title, input, solution)
    }
  }
  const path = join(folder, 'attacked.jsonl')
  const out = join(folder, 'results.json')
  writeFileSync(path, `${lines.join('\n')}\n`)
  const benchmark = join(dataFolder(options), DATA.humaneval)
  await grade(['--benchmark', benchmark, '--samples', path, '--out', out], options)
  const results = readResults(out)
  const failed = samples.filter(({ key }) => results.get(key)?.base !== 'pass')
  for (const { key, title } of failed) process.stderr.write(`${title}: ${key} ${results.get(key)?.base ?? 'missing'}\n`)
  return [UNTOUCHED, ...variants.map(({ title }) => title)].map((title) => {
    const applied = samples.filter((sample) => sample.title === title).length
    const ours = inputs.length - failed.filter((sample) => sample.title === title).length
    const what = `${title}: references that pass (it applies to ${applied})`
    const goal = inputs.length
    return { what, ours, theirs: null, ratio: null, unit: `of ${goal}`, goal, met: ours === goal }
  })
}

const UNTOUCHED = 'untouched'

function solutionUnder({ attack, parameters }: Variant, input: AttackInput, seed: number): string | null {
  const condition = { attack: attack.id, mode: 'corrected', parameters, seed } as const
  const { applied, text, program } = perturb(condition, input, testResources())
  if (!applied) return null
  const { entryPoint, canonicalSolution } = program ?? input
  const alias = entryPoint === input.entryPoint ? '' : `\n\n${input.entryPoint} = ${entryPoint}\n`
  return text + canonicalSolution + alias
}

/** Runs the command as a user would. */
function grade(words: readonly string[], options: ReadonlyMap<string, string>): Promise<void> {
  const site = options.get('site')
  const all = ['grade', ...words, '--extraction', 'none', '--base-only', '--workers', options.get('workers') ?? '2']
  all.push(...(site === undefined ? [] : ['--site', site]))
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'shakedown.mjs'), ...all], { stdio: ['ignore', 2, 2] })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (status) => (status === 0 ? done() : failed(new Error(`grade ended with ${status}`))))
  })
}
