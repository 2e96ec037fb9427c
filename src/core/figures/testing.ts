import { cellKey } from '../experiment/cells'
import { openBundle, type OpenRun } from '../experiment/open-run'
import { parseSpec } from '../experiment/parse-spec'
import { promptRecord } from '../experiment/prompt'
import type { PromptRecord, RunBundle, RunRecord, SampleRecord } from '../experiment/record'
import type { Condition, Spec } from '../experiment/spec'
import { contentId } from '../hash'
import type { VerdictKind } from '../judge/verdict'
import { summarise } from '../metrics/summary'
import { Xoshiro128 } from '../random/xoshiro'

/** Runs made up for tests and for the speed of the page, with families, attacks and noise. They say so in their names. */
export interface SyntheticOptions {
  /** Ids of models, each a group with its original first. */
  readonly models?: readonly string[]
  /** Of each model; the first is the original. */
  readonly schemes?: readonly string[]
  readonly conditions?: readonly object[]
  readonly problems?: number
  readonly samples?: number
  readonly benchmarks?: readonly string[]
  readonly seed?: number
  readonly name?: string
  /** Chance that a sample passes; the default falls with noise, attack and bits. */
  readonly chance?: (place: SyntheticPlace) => number
}

export interface SyntheticPlace {
  readonly model: number
  readonly scheme: number
  readonly condition: Condition
  readonly problem: number
}

const ATTACKS = ['char', 'synonym-substitution', 'translate']
export const LEVELS = [1e-4, 1e-3, 3e-3, 5e-3, 1e-2]

export const attack = (name: string, seed = 1): object => ({ prompt: { attack: name, seed } })
export const noise = (kind: string, level: number, seed = 1, more: object = {}): object => ({
  weights: { noise: kind, level, seed, ...more },
})

/** Clean, three attacks, and both kinds of noise at the paper's levels under two seeds. */
export const STUDY: readonly object[] = [
  {},
  ...ATTACKS.map((name) => attack(name)),
  ...['gaussian', 'uniform'].flatMap((kind) =>
    LEVELS.flatMap((level) => [1, 2].map((seed) => noise(kind, level, seed))),
  ),
]

/** A few levels on roles and layers. */
export const ANATOMY: readonly object[] = [
  {},
  ...['q', 'o', 'up', 'down'].flatMap((role) => [1, 2].map((seed) => noise('gaussian', 0.01, seed, { roles: [role] }))),
  ...[0, 1, 2, 3].flatMap((layer) => [1, 2].map((seed) => noise('gaussian', 0.01, seed, { layers: [layer] }))),
]

export function syntheticSpec(options: SyntheticOptions = {}): Spec {
  const { models = ['lab/Sham-1B', 'lab/Sham-3B'], schemes = ['fp32', 'int8', 'int4'], conditions = STUDY } = options
  const { problems = 40, samples = 1, benchmarks = ['sham'] } = options
  return parseSpec({
    version: 1,
    name: options.name ?? 'made up for tests',
    variants: models.flatMap((model) =>
      schemes.map((scheme, place) => ({ model, scheme, ...(place === 0 && { original: true }) })),
    ),
    conditions,
    benchmarks: benchmarks.map((id) => ({ id, limit: problems })),
    ...(samples > 1 && { samples, decoding: { strategy: 'sample' } }),
  })
}

export function syntheticBundle(options: SyntheticOptions = {}): RunBundle {
  const spec = syntheticSpec(options)
  const schemes = options.schemes?.length ?? 3
  const chance = options.chance ?? usualChance
  const samples: SampleRecord[] = []
  const prompts = new Map<string, PromptRecord>()
  const kinds: readonly VerdictKind[] = ['wrong-value', 'exception', 'timeout', 'syntax']
  spec.variants.forEach((_, variant) =>
    spec.conditions.forEach((condition, place) =>
      spec.benchmarks.forEach(({ id, limit = 0 }) => {
        const generator = new Xoshiro128((options.seed ?? 1) + 7919 * variant + 104729 * place + id.length)
        for (let problem = 0; problem < limit; problem += 1) {
          const task = taskId(id, problem)
          const prompt = promptOf(condition, task, problem)
          prompts.set(prompt.hash, prompt)
          for (let index = 0; index < spec.samples; index += 1) {
            const spot = { model: Math.floor(variant / schemes), scheme: variant % schemes, condition, problem }
            // Problems are hard or easy for a whole family; a cell shifts that a little.
            const ease =
              difficulty(options.seed ?? 1, spot.model, problem) + 0.16 * (generator.below(1000) / 1000 - 0.5)
            const isRight = ease < chance(spot)
            const isRightOnBase = isRight || generator.below(4) === 0
            const kind = isRight ? 'pass' : (kinds[generator.below(kinds.length)] ?? 'wrong-value')
            samples.push(sampleOf({ variant, place, id, task, index, prompt, isRight, isRightOnBase, kind }))
          }
        }
      }),
    ),
  )
  return { run: recordOf(spec, samples), samples, prompts: [...prompts.values()] }
}

export function syntheticRun(options: SyntheticOptions = {}): OpenRun {
  return openBundle(syntheticBundle(options))
}

/** In [0.08, 0.92]: how much a model has to be able to do for a problem. */
function difficulty(seed: number, model: number, problem: number): number {
  const generator = new Xoshiro128(seed + 31 * problem + 7 * model)
  return 0.08 + 0.84 * (generator.below(1000) / 1000)
}

function taskId(benchmark: string, problem: number): string {
  return `${benchmark[0]?.toUpperCase()}${benchmark.slice(1)}/${problem}`
}

/** Right more often in larger models; less under an attack, with noise, and in fewer bits; noise hurts the original most. */
function usualChance({ model, scheme, condition, problem }: SyntheticPlace): number {
  const start = 0.55 + 0.12 * model - 0.02 * scheme + (problem % 5) * 0.04
  const attacked = condition.prompt === null ? 1 : 0.8 + 0.03 * scheme
  const level = condition.weights?.level ?? 0
  const narrowed = condition.weights?.layers !== undefined || condition.weights?.roles !== undefined ? 0.4 : 1
  const noisy = 1 / (1 + (narrowed * level * (scheme === 0 ? 330 : 240)) ** 2)
  return start * attacked * noisy
}

function promptOf(condition: Condition, task: string, problem: number): PromptRecord {
  const text = `"""\nWrite a function to add ${problem} to a number.\nassert add(1) == ${problem + 1}\n"""\n`
  if (condition.prompt === null) return promptRecord(task, text, { text, edits: [] }, 'evalplus-base')
  const after = condition.prompt.attack.slice(0, 1)
  const edits = [{ start: 4, end: 5, before: 'W', after }]
  return promptRecord(task, text, { text: text.slice(0, 4) + after + text.slice(5), edits }, 'evalplus-base')
}

interface Made {
  readonly variant: number
  readonly place: number
  readonly id: string
  readonly task: string
  readonly index: number
  readonly prompt: PromptRecord
  readonly isRight: boolean
  readonly isRightOnBase: boolean
  readonly kind: VerdictKind
}

function sampleOf({ variant, place, id, task, index, prompt, isRight, isRightOnBase, kind }: Made): SampleRecord {
  const completion = `def add(x):\n    return x ${isRight ? '+' : '-'} 1\n`
  return {
    id: `${variant}.${place}.${task}.${index}`,
    cell: cellKey(variant, place, id),
    task_id: task,
    index,
    prompt: prompt.hash,
    completion,
    solution: completion,
    base_status: isRightOnBase ? 'pass' : kind === 'timeout' ? 'timeout' : 'fail',
    plus_status: isRight ? 'pass' : 'fail',
    kind,
    failing: isRight ? null : { suite: 'plus', index: 0, input: '[1]', expected: '2', got: '0' },
    tests: { base: isRightOnBase ? '1' : '0', plus: isRight ? '1' : '0' },
    tokens: 14,
    finish: 'stop',
    seed: 0,
    timing: { generate_ms: 10, judge_ms: 2 },
  }
}

const BITS: Readonly<Record<string, number>> = { fp32: 32, fp16: 16, int8: 8, int4: 4, nf4: 4.5, int2: 2 }

function recordOf(spec: Spec, samples: readonly SampleRecord[]): RunRecord {
  const parameters = (model: string): number => 1e6 * (1 + model.length)
  return {
    version: 1,
    kind: 'shakedown-run',
    id: contentId({ spec, passed: samples.map(({ plus_status }) => plus_status) }),
    spec,
    status: 'finished',
    variants: spec.variants.map((variant) => {
      const size = 'model' in variant ? parameters(variant.model) : 0
      const bits = ('model' in variant && BITS[variant.scheme]) || 32
      return { ...variant, master: 'fp16', files: {}, parameters: size, bytes: (size * bits) / 8 }
    }),
    conditions: spec.conditions,
    benchmarks: spec.benchmarks.map((choice) => ({ ...choice, md5: '0'.repeat(32), n: choice.limit ?? 0 })),
    ...summarise(spec, samples),
    timing: {
      milliseconds: 1000,
      tokens_per_second: spec.variants.map((_, variant) => ({ variant, value: 100 + 37 * ((variant * 5) % 7) })),
    },
    environment: {
      shakedown: '0',
      user_agent: 'test',
      device: 'wasm',
      adapter: '',
      onnxruntime: '0',
      transformers: '0',
      pyodide: '0',
      python: '3',
      command: 'made up for tests',
      started: '2026-01-01T00:00:00.000Z',
      finished: '2026-01-01T00:00:01.000Z',
    },
  }
}
