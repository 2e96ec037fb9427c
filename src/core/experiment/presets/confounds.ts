import type { Preset } from './index'
import { attack, EMBEDDED, family, noise, PAPER_SEED } from './parts'

const MIDDLE = [EMBEDDED[1]]
const ASSERT_FORM = [{ id: 'starter-mbpp' }]
const DOCSTRING_FORM = [{ id: 'starter-humaneval' }]
const letters = { parameters: { max: 5 }, seed: PAPER_SEED }

/** What else differs between the arms of the paper, each alone. */
export const confounds: readonly Preset[] = [
  {
    id: 'noise-floor',
    name: 'Noise floor',
    description:
      'How much flips when nothing differs: an identical second run, one prompt at a time, five at a time, and quantized weights multiplied in floating point.',
    spec: {
      version: 1,
      name: 'noise floor',
      variants: family(MIDDLE, ['int8', 'nf4']),
      conditions: [
        {},
        attack('control-identity', 'corrected', { seed: 1 }),
        attack('control-identity', 'corrected', { seed: 2, parameters: { rows: 1 } }),
        attack('control-identity', 'corrected', { seed: 3, parameters: { rows: 5 } }),
        noise('gaussian', 0, 'every-weight'),
      ],
      benchmarks: ASSERT_FORM,
    },
  },
  {
    id: 'newline',
    name: 'The lost newline',
    description:
      'On MBPP every attacked prompt also loses its final line break. Prompts are sent as they are: the letters with the loss, and the loss alone.',
    spec: {
      version: 1,
      name: 'the lost newline',
      variants: family(MIDDLE, ['int8']),
      conditions: [
        {},
        attack('char', 'published', letters),
        attack('char', 'corrected', letters),
        attack('control-newline', 'corrected', { parameters: { newlines: 0 } }),
      ],
      benchmarks: ASSERT_FORM,
      decoding: { prompt: 'verbatim' },
    },
  },
  {
    id: 'rejoin',
    name: 'Tokenised and rejoined',
    description:
      'The word attack cuts the text into words and joins it with spaces before it replaces any: what that alone does, and what is left when it is not done.',
    spec: {
      version: 1,
      name: 'tokenised and rejoined',
      variants: family(MIDDLE, ['int8']),
      conditions: [
        {},
        attack('word', 'published', { seed: PAPER_SEED }),
        attack('control-rejoin', 'published'),
        attack('word', 'corrected', { seed: PAPER_SEED }),
      ],
      benchmarks: DOCSTRING_FORM,
    },
  },
  {
    id: 'extraction',
    name: 'Extraction as published',
    description:
      'The published tool takes functions from the continuation and grades them without the prompt: on the docstring form a right body is thrown away. Compare with "rejoin" or "quick-check", which keep it.',
    spec: {
      version: 1,
      name: 'extraction as published',
      variants: family(MIDDLE, ['int8']),
      conditions: [{}, attack('char', 'published', letters)],
      benchmarks: [...ASSERT_FORM, ...DOCSTRING_FORM],
      decoding: { prompt: 'verbatim', stop: 'none' },
      extraction: 'published',
    },
  },
]
