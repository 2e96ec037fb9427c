import { LabError } from '../errors'
import { summarise } from '../metrics/summary'
import { assembleRecord } from './assemble'
import { canonicalJson } from '../hash'
import { specId } from './parse-spec'
import type { PromptRecord, RunBundle, RunRecord, SampleRecord, VariantRecord } from './record'

/**
 * Parts of one run (shards, or unfinished ones) put together: equal to the run of one process, `timing` and `environment`
 * aside. What several parts have is taken once. Throws LabError `usage` where the parts are of different specs or of different model
 * files, `bad-run` where they differ in a sample.
 */
export function mergeRuns(parts: readonly RunBundle[]): RunBundle {
  const [first] = parts
  if (first === undefined) throw new LabError('usage', 'There is nothing to merge.', 'Give the folders of the parts.')
  const { spec } = first.run
  for (const { run } of parts) {
    if (specId(run.spec) === specId(spec)) continue
    throw new LabError(
      'usage',
      `"${run.spec.name}" is another spec than "${spec.name}".`,
      'Merge parts of one spec. Use "npx shakedown compare" for runs of different specs.',
    )
  }
  const benchmarks = first.run.benchmarks.map((benchmark) => ({ ...benchmark, tasks: benchmark.tasks ?? [] }))
  const samples = inOrder(parts, benchmarks)
  const status = assembleRecord({
    spec,
    variants: spec.variants.map((_, place) => variantOf(parts, place)),
    benchmarks,
    ids: samples.map(({ id }) => id),
    summary: summarise(spec, samples),
    failures: [],
    shard: undefined,
    timing: {
      milliseconds: parts.reduce((sum, { run }) => sum + run.timing.milliseconds, 0),
      tokens_per_second: spec.variants.flatMap((_, variant) => speedOf(parts, variant)),
    },
    environment: {
      ...first.run.environment,
      command: 'npx shakedown merge',
      started: parts.map(({ run }) => run.environment.started).reduce((a, b) => (a < b ? a : b)),
      finished: parts.map(({ run }) => run.environment.finished).reduce((a, b) => (a > b ? a : b)),
    },
  })
  const failures = status.status === 'finished' ? [] : parts.flatMap(({ run }) => run.failures ?? [])
  const run: RunRecord = failures.length === 0 ? status : { ...status, failures }
  return { run, samples, prompts: promptsInOrder(parts, run, samples) }
}

/** Samples in the order of the plan: cells as the spec has them, problems as the files have them. */
function inOrder(
  parts: readonly RunBundle[],
  benchmarks: readonly { readonly id: string; readonly tasks: readonly string[] }[],
): SampleRecord[] {
  const cells = new Map((parts[0]?.run.cells ?? []).map(({ key }, place) => [key, place]))
  const tasks = new Map(benchmarks.map(({ id, tasks }) => [id, new Map(tasks.map((task, place) => [task, place]))]))
  const benchmarkOf = new Map((parts[0]?.run.cells ?? []).map(({ key, benchmark }) => [key, benchmark]))
  const found = new Map<string, { readonly sample: SampleRecord; readonly order: readonly number[] }>()
  for (const { samples } of parts) {
    for (const sample of samples) {
      const key = `${sample.cell}\n${sample.task_id}\n${sample.index}`
      const known = found.get(key)?.sample
      if (known !== undefined && known.id !== sample.id) throw different(sample)
      if (known !== undefined) continue
      const problem = tasks.get(benchmarkOf.get(sample.cell) ?? '')?.get(sample.task_id)
      found.set(key, { sample, order: [cells.get(sample.cell) ?? 0, problem ?? found.size, sample.index] })
    }
  }
  return [...found.values()].sort((a, b) => compare(a.order, b.order)).map(({ sample }) => sample)
}

function compare(first: readonly number[], second: readonly number[]): number {
  for (const [place, value] of first.entries()) {
    const difference = value - (second[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

function different({ cell, task_id }: SampleRecord): LabError {
  return new LabError(
    'bad-run',
    `The parts have different samples of ${task_id} in ${cell}.`,
    'They were made from different model files or versions. Make them anew with the same ones.',
  )
}

/** Of whichever part made the variant. */
function variantOf(parts: readonly RunBundle[], place: number): VariantRecord {
  const all = parts.flatMap(({ run }) => run.variants[place] ?? [])
  const made = all.filter(({ master }) => master !== 'none')
  const [record = all[0]] = made
  if (record === undefined) throw new LabError('bad-run', `No part has variant ${place}.`, 'Give whole run folders.')
  const other = made.find(({ files }) => canonicalJson(files) !== canonicalJson(record.files))
  if (other === undefined) return record
  throw new LabError(
    'usage',
    `The parts were made from different files of variant ${place + 1}.`,
    'Merge parts that were made from the same model files; run.json lists their hashes.',
  )
}

function speedOf(parts: readonly RunBundle[], variant: number): { variant: number; value: number }[] {
  const speeds = parts.flatMap(({ run }) => run.timing.tokens_per_second.filter((one) => one.variant === variant))
  if (speeds.length === 0) return []
  return [{ variant, value: speeds.reduce((sum, { value }) => sum + value, 0) / speeds.length }]
}

/** As the plan has them: each once, by first use over conditions, benchmarks and problems. */
function promptsInOrder(parts: readonly RunBundle[], run: RunRecord, samples: readonly SampleRecord[]): PromptRecord[] {
  const byHash = new Map(parts.flatMap(({ prompts }) => prompts).map((prompt) => [prompt.hash, prompt]))
  const sent = new Map<string, string>()
  const places = new Map(run.cells.map(({ key, condition, benchmark }) => [key, `${condition}\n${benchmark}`]))
  for (const { cell, task_id, prompt } of samples) sent.set(`${places.get(cell)}\n${task_id}`, prompt)
  const ordered = new Set<string>()
  run.conditions.forEach((_, condition) => {
    for (const { id, tasks = [] } of run.benchmarks) {
      for (const task of tasks) ordered.add(sent.get(`${condition}\n${id}\n${task}`) ?? '')
    }
  })
  // Those of no sample that is there come last.
  for (const hash of byHash.keys()) ordered.add(hash)
  return [...ordered].flatMap((hash) => byHash.get(hash) ?? [])
}
