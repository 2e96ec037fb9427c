import { openBundle, type OpenRun } from '../../experiment/open-run'
import { syntheticBundle, type SyntheticOptions } from '../../figures/testing'

/** Made up runs with both forms of the same problems, as the starter benchmark has them. For tests. */
export const BOTH_FORMS = ['sham-mbpp', 'sham-humaneval']
export const MODELS = ['sham-coder-s', 'sham-coder-m']

export function twoFormRun(options: SyntheticOptions): OpenRun {
  const bundle = syntheticBundle({ models: MODELS, benchmarks: BOTH_FORMS, problems: 30, ...options })
  const samples = bundle.samples.map((sample) => ({ ...sample, task_id: `Both/${sample.task_id.split('/')[1] ?? ''}` }))
  return openBundle({ ...bundle, samples })
}

export const published = (attack: string, more: object = {}): object => ({
  prompt: { attack, mode: 'published', ...more },
})
