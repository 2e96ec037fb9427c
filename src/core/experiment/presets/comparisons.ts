import type { Preset } from './index'
import { attack, BOTH_FORMS, family, noise, type Written } from './parts'

const LARGEST = 'starter-coder-l'

/** What a person ships by. */
export const comparisons: readonly Preset[] = [
  {
    id: 'quick-check',
    name: 'Quick check',
    description: 'One quantized variant, one attack, one noise, forty problems: a minute, to see how it goes.',
    spec: {
      version: 1,
      name: 'quick check',
      variants: family([LARGEST], ['int4']),
      conditions: [
        {},
        attack('char', 'corrected', { parameters: { max: 5 }, seed: 1 }),
        noise('gaussian', 0.01, 'every-weight', { seed: 1 }),
      ],
      benchmarks: [{ id: 'starter-mbpp', limit: 40 }],
    },
  },
  {
    id: 'ship-check',
    name: 'Ship check',
    description:
      'Is the 4-bit file as good as the 16-bit one? Clean and under the mildest perturbations that users make: typing, wording, layout. Put your own two files in its variants; the first is the original.',
    spec: {
      version: 1,
      name: 'ship check',
      variants: [
        { model: LARGEST, scheme: 'fp16', original: true },
        { model: LARGEST, scheme: 'int4' },
      ],
      conditions: [
        {},
        ...[1, 2, 3].map((seed) => attack('keyboard', 'corrected', { seed })),
        ...[1, 2, 3].map((seed) => attack('word', 'corrected', { seed })),
        attack('control-case', 'corrected', { seed: 1 }),
        attack('control-rejoin', 'corrected'),
      ],
      benchmarks: BOTH_FORMS,
    },
  },
  {
    id: 'hub-models',
    name: 'Models of the hub',
    description:
      'The ready study for real models on HumanEval+ and MBPP+: bring the models on the Models page, and the two benchmark files on the Score page.',
    needs: 'Six models of a hub (0.2 to 3 GB each) and the files of HumanEval+ and MBPP+.',
    spec: {
      version: 1,
      name: 'hub models',
      variants: family(
        [
          'Xenova/codegen-350M-mono',
          'Xenova/tiny_starcoder_py',
          'onnx-community/Qwen2.5-Coder-0.5B-Instruct',
          'onnx-community/Qwen2.5-Coder-1.5B-Instruct',
          'onnx-community/deepseek-coder-1.3b-instruct-ONNX',
          'onnx-community/Llama-3.2-1B',
        ],
        ['int8', 'nf4'],
        'fp16',
      ),
      conditions: paperAttacks(),
      benchmarks: [{ id: 'humaneval-plus-v0.1.10' }, { id: 'mbpp-plus-v0.2.0' }],
      decoding: { maxTokens: 512 },
    },
  },
]

function paperAttacks(): Written[] {
  return [
    {},
    ...[1, 2, 3].map((seed) => attack('char', 'corrected', { parameters: { max: 5 }, seed })),
    ...[1, 2, 3].map((seed) => attack('word', 'corrected', { seed })),
    attack('translate', 'corrected'),
    attack('control-case', 'corrected', { seed: 1 }),
  ]
}
