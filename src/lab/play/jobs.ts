import { problemUnderAttack } from '../../core/attacks/renamed-problem'
import type { AttackResult } from '../../core/attacks/types'
import type { Resources } from '../../core/attacks/resources'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import { promptRecord } from '../../core/experiment/prompt'
import { noiseKey } from '../../core/experiment/sample-id'
import type { Noise } from '../../core/experiment/spec'
import { canonicalJson } from '../../core/hash'
import { attackInput } from '../attacks/prepare'
import type { Science } from '../run/science'
import { ORIGINAL_SCHEME, PLAY_MAX_TOKENS, type CellName, type PlaySettings, type PlayState } from './state'

export type PlayScience = Pick<Science, 'perturb' | 'schemeKey' | 'stops' | 'program'>

/** One of the four generations of the page. */
export interface PlayJob {
  readonly cell: CellName
  readonly key: string
  readonly arm: 'original' | 'variant'
  readonly noise: Noise | null
  readonly prompt: string
  /** As the prompt poses it: an attack may have given the function another name. */
  readonly problem: Problem
}

export interface PlayPlan {
  readonly problem: Problem
  readonly stops: readonly string[]
  readonly prompts: NonNullable<PlayState['prompts']>
  /** Clean before perturbed, original before variant. */
  readonly jobs: readonly PlayJob[]
}

/** The four generations that settings ask for; null when the benchmark has no such problem. Pure. */
export function planPlay(
  settings: PlaySettings,
  benchmark: Benchmark,
  science: PlayScience,
  resources: Resources,
): PlayPlan | null {
  const problem = benchmark.problems.find(({ taskId }) => taskId === settings.taskId)
  if (problem === undefined) return null
  const attack =
    settings.prompt === null ? null : science.perturb(settings.prompt, attackInput(benchmark, problem), resources)
  return planAttacked(settings, benchmark, problem, attack, science)
}

/** The four generations of a problem under what an attack made of its prompt. */
export function planAttacked(
  settings: Pick<PlaySettings, 'model' | 'scheme' | 'weights'>,
  benchmark: Benchmark,
  problem: Problem,
  attack: AttackResult | null,
  science: PlayScience,
): PlayPlan {
  const { prompt, taskId } = problem
  const clean = promptRecord(taskId, prompt, { text: prompt, edits: [] }, 'evalplus-base')
  const perturbed = attack === null ? clean : promptRecord(taskId, prompt, attack, 'evalplus-base')
  const posed = attack === null ? problem : problemUnderAttack(problem, attack)
  const job = (cell: CellName, arm: PlayJob['arm'], text: string, noise: Noise | null): PlayJob => {
    const scheme = science.schemeKey(arm === 'original' ? ORIGINAL_SCHEME : settings.scheme)
    const content = { model: settings.model, benchmark: benchmark.md5, taskId, text, scheme, noise: noiseKey(noise) }
    return {
      cell,
      arm,
      prompt: text,
      problem: text === clean.text ? problem : posed,
      noise,
      key: canonicalJson({ ...content, maxTokens: PLAY_MAX_TOKENS }),
    }
  }
  return {
    problem,
    stops: science.stops(benchmark, { stop: 'evalplus', prompt: 'evalplus-base' }),
    prompts: { clean, perturbed, attack },
    jobs: [
      job('clean-original', 'original', clean.text, null),
      job('clean-variant', 'variant', clean.text, null),
      job('perturbed-original', 'original', perturbed.text, settings.weights),
      job('perturbed-variant', 'variant', perturbed.text, settings.weights),
    ],
  }
}

/** Jobs that can be decoded together: same arm, same weights. Equal work is done once. */
export interface PlayBatch {
  readonly arm: PlayJob['arm']
  readonly noise: Noise | null
  readonly jobs: readonly PlayJob[]
}

export function batches(jobs: readonly PlayJob[]): PlayBatch[] {
  const groups = new Map<string, PlayJob[]>()
  const seen = new Set<string>()
  for (const job of jobs) {
    if (seen.has(job.key)) continue
    seen.add(job.key)
    const name = `${job.arm} ${noiseKey(job.noise)}`
    groups.set(name, [...(groups.get(name) ?? []), job])
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group
    return first === undefined ? [] : [{ arm: first.arm, noise: first.noise, jobs: group }]
  })
}
