import type { Preset } from './index'
import { attack, BOTH_FORMS, EMBEDDED, family, noise, PAPER_LEVELS, PAPER_SEED, type Written } from './parts'

/** The paper's research questions, as its tool asks them and as they should be asked; and its grid of section V.C. */
export const paper: readonly Preset[] = [
  {
    id: 'rq1-published',
    name: 'RQ1 as published',
    description:
      'Do quantized models withstand attacks on the prompt? The attacks with their faults, prompts as they are, one seed, 8 bits.',
    spec: {
      version: 1,
      name: 'RQ1 as published',
      variants: family(EMBEDDED, ['llm-int8']),
      conditions: [
        {},
        attack('char', 'published', { parameters: { max: 5 }, seed: PAPER_SEED }),
        attack('word', 'published', { seed: PAPER_SEED }),
        attack('translate', 'published'),
      ],
      benchmarks: BOTH_FORMS,
      decoding: { prompt: 'verbatim' },
    },
  },
  {
    id: 'rq1-corrected',
    name: 'RQ1 corrected',
    description:
      'The same question with attacks that leave names, examples and line breaks alone, three seeds, and controls that should change nothing.',
    spec: {
      version: 1,
      name: 'RQ1 corrected',
      variants: family(EMBEDDED, ['llm-int8', 'nf4']),
      conditions: [
        {},
        ...[1, 2, 3].map((seed) => attack('char', 'corrected', { parameters: { max: 5 }, seed })),
        ...[1, 2, 3].map((seed) => attack('word', 'corrected', { seed })),
        attack('translate', 'corrected'),
        attack('control-case', 'corrected', { seed: 1 }),
        attack('control-rejoin', 'corrected'),
      ],
      benchmarks: BOTH_FORMS,
    },
  },
  {
    id: 'rq2-published',
    name: 'RQ2 as published',
    description:
      'Do quantized models withstand noise on the weights? As the tool adds it: on all weights of the original, but only on what quantization left in floating point of the others. One draw.',
    spec: rq2('RQ2 as published', 'float-only', [0]),
  },
  {
    id: 'rq2-corrected',
    name: 'RQ2 corrected',
    description: 'The same noise on the same weights of every variant, five draws of each.',
    spec: rq2('RQ2 corrected', 'every-weight', [1, 2, 3, 4, 5]),
  },
  {
    id: 'family-252',
    name: 'The 252 configurations',
    description:
      'The grid of the paper (three precisions; clean, five levels of gaussian noise, back-translation) over the embedded family: 63 configurations of its 252, for its one family in place of four.',
    spec: {
      version: 1,
      name: 'the 252 configurations',
      variants: family(EMBEDDED, ['llm-int8', 'nf4:double']),
      conditions: [
        {},
        ...PAPER_LEVELS.map((level) => noise('gaussian', level, 'float-only')),
        attack('translate', 'published'),
      ],
      benchmarks: [{ id: 'starter-mbpp' }],
      seeds: [0],
    },
  },
]

function rq2(name: string, target: string, seeds: readonly number[]): Written {
  return {
    version: 1,
    name,
    variants: family(EMBEDDED, ['llm-int8', 'nf4:double']),
    conditions: [
      {},
      ...['gaussian', 'uniform'].flatMap((kind) => PAPER_LEVELS.map((level) => noise(kind, level, target))),
    ],
    benchmarks: [{ id: 'starter-mbpp' }],
    seeds,
  }
}
