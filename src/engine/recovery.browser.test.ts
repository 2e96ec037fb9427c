import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Generation } from '../lab/ports'
import type { EngineModel } from './client'
import { createEngine } from './index'
import { codeOf, GAUSSIAN, generate, PROMPTS, requestsOf, tokensOf } from './testing'

/** Whatever takes a worker or a GPU away: the same objects go on, with the same tokens. */

const engine = createEngine({ baseUrl: '/' })

/** Generates with noise, doing harm when the first text arrives. */
async function generateThrough(
  model: EngineModel,
  harm: () => void,
  { maxTokens, prompts }: { readonly maxTokens: number; readonly prompts: readonly string[] },
): Promise<Generation[][]> {
  const variant = await model.variant('int4')
  await variant.setNoise(GAUSSIAN)
  const undisturbed = await generate(variant, prompts, { maxTokens, batchSize: 2 })
  let isHarmed = false
  const done: string[] = []
  const lengths = new Map<string, number>()
  const disturbed = await generate(variant, prompts, {
    maxTokens,
    batchSize: 2,
    onText: (id, text) => {
      expect(text.length).toBeGreaterThan(lengths.get(id) ?? 0)
      lengths.set(id, text.length)
      if (isHarmed) return
      isHarmed = true
      harm()
    },
    onDone: ({ id }) => done.push(id),
  })
  expect(isHarmed).toBe(true)
  expect([...done].sort()).toEqual(prompts.map((_, at) => String(at)))
  // And afterwards, without being told anything.
  const after = await generate(variant, prompts, { maxTokens, batchSize: 2 })
  return [undisturbed, disturbed, after]
}

describe('on wasm', () => {
  let model: EngineModel
  beforeAll(async () => {
    model = await engine.open('starter-coder-s', { device: 'wasm' })
  })
  afterAll(() => model.close())

  test('a worker killed in mid-generation is replaced, and the tokens are the same', async () => {
    const [undisturbed = [], ...others] = await generateThrough(model, () => model.worker.kill(), {
      maxTokens: 48,
      prompts: PROMPTS.slice(1),
    })
    for (const other of others) expect(tokensOf(other)).toEqual(tokensOf(undisturbed))
  })

  test('a worker that ends itself is replaced, for a variant with its noise too', async () => {
    const variant = await model.variant('fp32')
    await variant.setNoise(GAUSSIAN)
    const before = await variant.logits(PROMPTS)
    model.worker.breakDevice()
    expect(await variant.logits(PROMPTS)).toEqual(before)
    await variant.setNoise(null)
    expect(await variant.logits(PROMPTS)).not.toEqual(before)
    await variant.release()
    expect(await codeOf(variant.logits(PROMPTS))).toBe('internal')
  })

  test('two variants that are called at once after a loss come back once', async () => {
    const [a, b] = await Promise.all([model.variant('int4'), model.variant('fp32')])
    const before = await Promise.all([generate(a, PROMPTS), generate(b, PROMPTS)])
    model.worker.kill()
    const after = await Promise.all([generate(a, PROMPTS), generate(b, PROMPTS)])
    expect(after.map(tokensOf)).toEqual(before.map(tokensOf))
    await Promise.all([a.release(), b.release()])
  })

  test('releasing a variant while its worker dies is no failure', async () => {
    const variant = await model.variant('int4')
    const releasing = variant.release()
    model.worker.kill()
    await expect(releasing).resolves.toBeUndefined()
    const again = await model.variant('int4')
    await again.release()
  })

  test('files that changed meanwhile are a named error', async () => {
    const paths = [
      'config.json',
      'generation_config.json',
      'tokenizer.json',
      'tokenizer_config.json',
      'onnx/model_fp16.onnx',
    ]
    const files: Record<string, Blob> = {}
    for (const path of paths) files[path] = await (await fetch(`/models/starter-coder-s/${path}`)).blob()
    const picked = await createEngine({ locate: () => Promise.resolve({ kind: 'blobs', files }) }).open('picked', {
      device: 'wasm',
    })
    expect(picked.info.files).toEqual(model.info.files)
    const variant = await picked.variant('fp32')
    files['generation_config.json'] = new Blob(['{"eos_token_id": 1}'])
    picked.worker.kill()
    expect(await codeOf(generate(variant, ['x']))).toBe('wrong-hash')
    picked.close()
  })

  test('cancelling answers at once, and the model goes on', async () => {
    const variant = await model.variant('fp32')
    const abort = new AbortController()
    let texts = 0
    const job = variant.generate(requestsOf(PROMPTS), {
      maxTokens: 400,
      stop: [],
      batchSize: 4,
      signal: abort.signal,
      onText: () => {
        texts += 1
        abort.abort()
      },
    })
    expect(await codeOf(job)).toBe('cancelled')
    // Of the 400 tokens a row, only what was under way is still told.
    expect(texts).toBeLessThan(20)
    const late = new AbortController()
    const making = codeOf(model.variant('int4', { signal: late.signal }))
    late.abort()
    expect(await making).toBe('cancelled')
    expect((await generate(variant, ['x'], { maxTokens: 2 }))[0]?.tokens).not.toHaveLength(0)
    await variant.release()
  })
})

describe('on WebGPU', () => {
  test('a device destroyed in mid-generation is replaced, and the tokens are the same', async () => {
    // The smallest there is: the software adapter is slow.
    const model = await engine.open('families/llama-genai-fp32', { device: 'webgpu' })
    const [undisturbed = [], ...others] = await generateThrough(model, () => model.worker.breakDevice(), {
      maxTokens: 3,
      prompts: PROMPTS.slice(2),
    })
    for (const other of others) expect(tokensOf(other)).toEqual(tokensOf(undisturbed))
    model.close()
  })
})
