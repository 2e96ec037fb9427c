import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { attacks } from '../../src/core/attacks/registry.ts'
import { decodeRunFolder, PROMPTS_FILE, RUN_FILE, SAMPLES_FILE } from '../../src/storage/run-folder.ts'
import type { BenchRow } from '../row.ts'
import { attackRows } from './rows.ts'
import { attackTable } from './table.ts'
import { readPrompts, promptsText } from './prompts.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const DOCUMENT = join(ROOT, 'docs', 'attacks.md')
const FAMILY = ['starter-coder-s', 'starter-coder-m', 'starter-coder-l'] as const
const SCHEMES = ['fp32', 'int4'] as const
/** Some attacks need a sentence and its examples, others a function with a docstring. */
const FORMS = ['starter-mbpp', 'starter-humaneval'] as const

/**
 * Every attack and control, in every mode, at its defaults, on the embedded family: how many prompts it changes, how
 * much, and what that does to pass@1. Writes docs/attacks.md, and the prompts for reading into the folder. One run of the
 * command: started again, it goes on where it was. Options: --folder, --limit (problems, default 40), --site, --seed.
 */
export async function attackTableBench(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const folder = options.get('folder') ?? join(ROOT, '.work', 'attack-table')
  mkdirSync(folder, { recursive: true })
  const seed = Number(options.get('seed') ?? '1')
  const conditions = attacks
    .filter(({ id }) => id !== 'hand')
    .flatMap(({ id, modes }) => modes.map((mode) => ({ prompt: { attack: id, mode, seed } })))
  const spec = {
    version: 1,
    name: 'every attack',
    variants: FAMILY.flatMap((model) => SCHEMES.map((scheme) => ({ model, scheme }))),
    conditions: [{}, ...conditions],
    benchmarks: FORMS.map((id) => ({ id, limit: Number(options.get('limit') ?? '40') })),
  }
  const path = join(folder, 'spec.json')
  writeFileSync(path, `${JSON.stringify(spec, null, 2)}\n`)
  const out = join(folder, 'run')
  await run([path, '--out', out, '--translations', join(folder, 'translations.json')], options)
  const files = [RUN_FILE, SAMPLES_FILE, PROMPTS_FILE].map((name) => [name, readFileSync(join(out, name))] as const)
  const bundle = decodeRunFolder(new Map(files))
  const read = readPrompts(bundle)
  writeFileSync(join(folder, 'prompts.txt'), promptsText(read))
  const rows = FORMS.flatMap((form) => attackRows(bundle, form))
  const style = await resolveConfig(DOCUMENT)
  writeFileSync(DOCUMENT, await format(attackTable(bundle, read), { ...style, parser: 'markdown' }))
  process.stderr.write(`Written: ${DOCUMENT}\nTo read: ${join(folder, 'prompts.txt')}\n`)
  return rows.map(({ attack, mode, benchmark, changed }) => ({
    what: `${attack}, ${mode}, ${benchmark}: prompts changed`,
    ours: 100 * changed,
    theirs: null,
    ratio: null,
    unit: '%',
    goal: null,
    met: null,
  }))
}

/** As a user would. */
function run(words: readonly string[], options: ReadonlyMap<string, string>): Promise<void> {
  const site = options.get('site')
  const all = ['run', ...words, '--device', 'wasm', '--json', ...(site === undefined ? [] : ['--site', site])]
  const child = spawn(process.execPath, [join(ROOT, 'cli', 'shakedown.mjs'), ...all], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  return new Promise((done, failed) => {
    child.once('error', failed)
    child.once('exit', (status) => (status === 0 ? done() : failed(new Error(`run ended with ${status}`))))
  })
}
