import { afterAll, describe, expect, test } from 'vitest'
import type { EngineModel } from './client'
import type { EngineVariant } from './lasting-variant'
import { createEngine } from './index'
import { codeOf } from './testing'

/**
 * Every family and layout of models/families against the tokens that native onnxruntime (and, for files in floating
 * point, PyTorch) made of the same files. The table of what ran where is printed at the end.
 */

interface Reference {
  readonly prompts: readonly { readonly text: string; readonly ids: readonly number[] }[]
  readonly torch: { readonly tokens: readonly (readonly number[])[] }
  readonly files: Readonly<
    Record<
      string,
      {
        readonly same_as_torch: boolean
        readonly tokens: readonly (readonly number[])[]
        readonly margins: readonly (readonly number[])[]
        /** Of the token after each prompt. */
        readonly prefill_logits: readonly (readonly number[])[]
      }
    >
  >
}

const REFERENCES = Object.entries(
  import.meta.glob<Reference>('/models/families/*/reference.json', { import: 'default', eager: true }),
).map(([path, reference]) => ({ folder: path.split('/').at(-2) ?? '', reference }))
const FILES = REFERENCES.flatMap(({ folder, reference }) =>
  Object.entries(reference.files).map(([file, expected]) => ({ folder, file, reference, expected })),
)
type Fixture = (typeof FILES)[number]

/** Files in half precision or 4 bits give logits in steps; a smaller lead over the second token says nothing. */
const LEAST_MARGIN = 0.02
/** These ask native onnxruntime for 8-bit activations (accuracy_level 4), which there is none of on wasm. */
const ROUGH_MARGIN = 0.5
const ROUGH = new Set(['llama-genai-int4/model.onnx', 'qwen2-genai-int4/model.onnx'])
const ALL = import.meta.env['VITE_EVERY_FAMILY'] === '1'
/** Stored in ways of which another file runs every time: only with VITE_EVERY_FAMILY=1. */
const LIKE_OTHERS = new Set([
  'gpt-bigcode/onnx/model_fp16.onnx',
  'llama/onnx/model_q4f16.onnx',
  'qwen2-genai-int4/model.onnx',
])
/** On the software adapter, which is slow: a few in every run, one of each kind with VITE_EVERY_FAMILY=1. */
const SOME_ON_GPU = ['gpt-bigcode-merged/onnx/decoder_model_merged.onnx', 'qwen2-genai-fp32/model.onnx']
const OTHERS_ON_GPU = [
  'codegen/onnx/model.onnx',
  'llama/onnx/model_bnb4.onnx',
  'llama/onnx/model_gptq.onnx',
  'gpt2/onnx/model.onnx',
  'gpt-bigcode-joint/onnx/model.onnx',
  'starcoder2-split/onnx/model.onnx',
]
const ON_GPU = new Set([...SOME_ON_GPU, ...(ALL ? OTHERS_ON_GPU : [])])

interface Row {
  readonly name: string
  readonly scheme: string
  readonly device: string
  readonly batch: string
  readonly tokens: string
}
const table: Row[] = []
afterAll(() => {
  const lines = table.map(
    ({ name, scheme, device, batch, tokens }) => `${name} | ${scheme} | ${device} | ${batch} | ${tokens}`,
  )
  console.info(['file | scheme | device | batch | tokens', ...lines].join('\n'))
})

const engine = createEngine({ baseUrl: '/' })

function open({ folder, file }: Fixture, device: 'wasm' | 'webgpu'): Promise<EngineModel> {
  return engine.open(`families/${folder}`, { device, file })
}

/** How many tokens of each prompt are sure: all of a float file, of others those before the first near tie. */
function sure({ expected, folder, file }: Fixture, prompt: number): number {
  if (expected.same_as_torch) return expected.tokens[prompt]?.length ?? 0
  const least = ROUGH.has(`${folder}/${file}`) ? ROUGH_MARGIN : LEAST_MARGIN
  const near = (expected.margins[prompt] ?? []).findIndex((margin) => margin < least)
  return near < 0 ? (expected.tokens[prompt]?.length ?? 0) : near
}

async function compare(
  fixture: Fixture,
  variant: EngineVariant,
  device: string,
  { batchSize, prompts, maxTokens }: { batchSize: number; prompts: number; maxTokens: number },
): Promise<void> {
  const { reference, expected, folder, file } = fixture
  const requests = reference.prompts.slice(0, prompts).map(({ text }, at) => ({ id: String(at), prompt: text }))
  const rows = await variant.generate(requests, { maxTokens, stop: [], batchSize, ignoreEndOfText: true })
  let compared = 0
  rows.forEach((row, at) => {
    expect(row.promptIds).toEqual(reference.prompts[at]?.ids)
    const count = Math.min(maxTokens, sure(fixture, at))
    expect(row.tokens.slice(0, count), `prompt ${at}`).toEqual(expected.tokens[at]?.slice(0, count))
    compared += count
  })
  const all = rows.reduce((sum, { tokens }) => sum + tokens.length, 0)
  table.push({
    name: `${folder}/${file}`,
    scheme: variant.info.scheme,
    device,
    batch: batchSize === 1 ? 'single' : String(batchSize),
    tokens: `${compared} of ${all} equal`,
  })
  expect(compared).toBeGreaterThan(ROUGH.has(`${folder}/${file}`) ? 0 : all / 4)
}

/** Root mean square of the difference of logits, over that of the logits: what is said where tokens are not sure. */
async function compareLogits({ reference, expected, folder, file }: Fixture, variant: EngineVariant): Promise<void> {
  const logits = await variant.logits(reference.prompts.map(({ text }) => text))
  let error = 0
  let size = 0
  logits.forEach((row, prompt) =>
    row.forEach((value, token) => {
      const wanted = expected.prefill_logits[prompt]?.[token] ?? NaN
      error += (value - wanted) ** 2
      size += wanted ** 2
    }),
  )
  const relative = Math.sqrt(error / size)
  const most = expected.same_as_torch ? 1e-3 : ROUGH.has(`${folder}/${file}`) ? 0.05 : 0.02
  expect(relative).toBeLessThan(most)
  console.info(`${folder}/${file}: logits apart by ${relative.toExponential(1)} of their size`)
}

describe.each(FILES.filter(({ folder, file }) => ALL || !LIKE_OTHERS.has(`${folder}/${file}`)))(
  '$folder/$file',
  (fixture) => {
    test('gives its tokens on wasm, alone and in batches', async () => {
      const model = await open(fixture, 'wasm')
      const { expected } = fixture
      expect(model.info.onlyAsShipped === null).toBe(expected.same_as_torch)
      expect(model.info).toMatchObject({ file: fixture.file, contextLength: 128, layers: 2 })
      const shipped = await model.variant('as-shipped')
      await compareLogits(fixture, shipped)
      await compare(fixture, shipped, 'wasm', { batchSize: 6, prompts: 6, maxTokens: 24 })
      await shipped.release()
      if (expected.same_as_torch) {
        const variant = await model.variant('fp32')
        for (const batchSize of [1, 6])
          await compare(fixture, variant, 'wasm', { batchSize, prompts: 6, maxTokens: 24 })
      }
      model.close()
    })

    test.runIf(ON_GPU.has(`${fixture.folder}/${fixture.file}`))('gives its tokens on WebGPU', async () => {
      const model = await open(fixture, 'webgpu')
      const variant = await model.variant(fixture.expected.same_as_torch ? 'fp32' : 'as-shipped')
      await compare(fixture, variant, 'webgpu', { batchSize: 2, prompts: 2, maxTokens: 2 })
      model.close()
    })
  },
)

test('files that WebGPU would not run itself are refused there by name', async () => {
  for (const file of ['onnx/model_quantized.onnx', 'onnx/model_q4f16.onnx']) {
    expect(await codeOf(engine.open('families/llama', { device: 'webgpu', file }))).toBe('unsupported')
    const automatic = await engine.open('families/llama', { device: 'auto', file })
    expect(automatic.info.environment.device).toBe('wasm')
    automatic.close()
  }
})

test('a file that rounds a whole batch by one scale runs row by row', async () => {
  const model = await engine.open('families/llama', { device: 'wasm', file: 'onnx/model_quantized.onnx' })
  expect(model.info.batching).toBe('single')
  model.close()
})
