import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { decodeModel } from '../core/onnx/decode'
import { readLayout, readWeights } from '../core/onnx/read'
import { WeightStore } from '../core/onnx/weight-store'
import { parseScheme } from '../core/quant/scheme'
import type { GenerationSpeed } from '../lab/ports'
import type { EngineModel } from './client'
import reference from './fixtures/score.json'
import { findHeap, publicInterfaceWords } from './heap'
import { HeapRunner } from './heap-runner'
import { createEngine } from './index'
import { Job } from './job'
import type { EngineVariant } from './lasting-variant'
import { prepareRuntime } from './runtime'
import { checkBatches, checkBatchesShortly } from './self-check'
import { InitialiserGraphs } from './sessions'
import { TensorRunner } from './tensor-runner'
import { codeOf, PROMPTS, tokensOf } from './testing'
import { makeTokenizer } from './tokenizer'

const engine = createEngine({ baseUrl: '/' })
const MORE = [...PROMPTS, 'import', 'x = [1, 2, 3]\nfor', 'class Stack:\n    def push(self, item):\n', 'x', '# sum\n']
const SAMPLING = { temperature: 0.9, topK: 40, topP: 0.95 }

describe('tokens', () => {
  let model: EngineModel
  let variant: EngineVariant
  beforeAll(async () => {
    model = await engine.open('starter-coder-s', { device: 'wasm' })
    variant = await model.variant('fp32')
  })
  afterAll(() => model.close())

  const tokens = async (
    of: EngineVariant,
    order: readonly number[],
    batchSize: number,
    sampling: typeof SAMPLING | undefined,
  ): Promise<(readonly number[] | undefined)[]> => {
    const requests = order.map((at) => ({ id: String(at), prompt: MORE[at] ?? '', seed: 100 + at }))
    const options = { maxTokens: 20, stop: [], batchSize, ...(sampling && { sampling }) }
    const made = await of.generate(requests, options)
    return MORE.map((_, at) => made[order.indexOf(at)]?.tokens)
  }

  test.each([undefined, SAMPLING])('do not depend on batch, order or refills: %o', async (sampling) => {
    const order = MORE.map((_, at) => at)
    const alone = await tokens(variant, order, 1, sampling)
    expect(await tokens(variant, order, 3, sampling)).toEqual(alone)
    expect(await tokens(variant, order.toReversed(), 16, sampling)).toEqual(alone)
  })

  test('are the same over the runtime’s public interface as in its memory', async () => {
    const fed = await createEngine({ baseUrl: '/', weightPlace: 'inputs' }).open('starter-coder-s', { device: 'wasm' })
    const order = MORE.map((_, at) => at)
    const there = await tokens(await fed.variant('fp32'), order, 4, undefined)
    fed.close()
    expect(there).toEqual(await tokens(variant, order, 4, undefined))
  })

  test('of samples differ by seed, and come again with it', async () => {
    const samples = async (seed: number): Promise<(readonly number[])[]> => {
      const requests = Array.from({ length: 6 }, (_, at) => ({ id: String(at), prompt: 'def f(', seed: seed + at }))
      const options = { maxTokens: 12, stop: [], batchSize: 4, sampling: { temperature: 1.2, topK: 0, topP: 1 } }
      return tokensOf(await variant.generate(requests, options))
    }
    const first = await samples(1)
    expect(new Set(first.map((row) => row.join())).size).toBeGreaterThan(3)
    expect(await samples(1)).toEqual(first)
    expect((await samples(2)).slice(0, 5)).toEqual(first.slice(1))
  })

  test('go past the end of the text where that is asked for', async () => {
    const options = { maxTokens: 60, stop: [], batchSize: 1, ignoreEndOfText: true }
    const [row] = await variant.generate([{ id: 'x', prompt: PROMPTS[0] ?? '' }], options)
    expect(row).toMatchObject({ finish: 'length' })
    expect(row?.tokens).toHaveLength(60)
  })
})

describe('arithmetic that overflows', () => {
  test.each([undefined, SAMPLING])('ends rows without a token, and leaves no trace: %o', async (sampling) => {
    const places = [
      { device: 'wasm', weightPlace: 'auto' },
      { device: 'wasm', weightPlace: 'inputs' },
      { device: 'webgpu', weightPlace: 'auto' },
    ] as const
    // Sampling reads the logits back, and then it is the same code on every device and in either place.
    for (const { device, weightPlace } of sampling === undefined ? places.slice(1) : places.slice(0, 1)) {
      const model = await createEngine({ baseUrl: '/', weightPlace }).open('families/gpt2', { device })
      const variant = await model.variant('fp32')
      const make = () =>
        variant.generate(
          MORE.slice(0, 3).map((prompt, at) => ({ id: String(at), prompt, seed: at })),
          { maxTokens: 4, stop: [], batchSize: 3, ...(sampling && { sampling }) },
        )
      const before = await make()
      expect(before.every(({ tokens }) => tokens.length > 0)).toBe(true)
      await variant.setNoise({ noise: 'gaussian', level: 1e30, relative: false, target: 'every-weight', seed: 1 })
      for (const row of await make()) expect(row).toMatchObject({ tokens: [], text: '', finish: 'not-a-number' })
      await variant.setNoise(null)
      expect(tokensOf(await make())).toEqual(tokensOf(before))
      model.close()
    }
  })
})

describe('scores are those of native onnxruntime', () => {
  test.each(Object.entries(reference.models))('%s', async (name, expected) => {
    const model = await engine.open(`families/${name}`, { device: 'wasm', file: 'onnx/model.onnx' })
    const variant = await model.variant('fp32')
    const scores = await variant.score(
      reference.prompt,
      expected.scores.map(({ continuation }) => continuation),
    )
    for (const [at, { continuation, tokens, logProbabilities }] of expected.scores.entries()) {
      const score = scores[at]
      expect(score?.continuation).toBe(continuation)
      expect(score?.tokens).toEqual(tokens)
      logProbabilities.forEach((value, token) => expect(score?.logProbabilities[token]).toBeCloseTo(value, 4))
      expect(score?.total).toBeCloseTo(
        logProbabilities.reduce((sum, value) => sum + value, 0),
        3,
      )
    }
    const { perplexity, tokens } = await variant.perplexity(reference.text)
    expect(tokens).toBe(expected.tokens)
    expect(Math.abs(perplexity / expected.perplexity - 1)).toBeLessThan(1e-4)
    expect(await codeOf(variant.perplexity(''))).toBe('usage')
    expect(await codeOf(variant.score(reference.prompt, ['x'.repeat(500)]))).toBe('context-too-long')
    model.close()
  })

  test('what the model itself would say is the greedy continuation', async () => {
    const model = await engine.open('starter-coder-s', { device: 'wasm' })
    const variant = await model.variant('fp32')
    const prompt = PROMPTS[0] ?? ''
    const [made] = await variant.generate([{ id: 'x', prompt }], { maxTokens: 8, stop: [], batchSize: 1 })
    const [own, other] = await variant.score(prompt, [made?.text ?? '', 'zebra'])
    expect(own).toMatchObject({ tokens: made?.tokens, greedy: true })
    expect(other).toMatchObject({ greedy: false })
    model.close()
  })
})

test('the runtime has all that the engine calls of it; where it has not, people are told', async () => {
  const found = await findHeap()
  expect(found).toMatchObject({ kind: 'heap' })
  expect(publicInterfaceWords(found)).toBe(null)
  expect(publicInterfaceWords({ kind: 'lacking', names: ['_OrtRun', 'sessionId'] })).toContain('_OrtRun, sessionId')
})

describe('the self check', () => {
  /** A graph whose layout says something else than it does. */
  async function runners(change: { batching: 'left' | 'right' | 'equal' }) {
    prepareRuntime()
    const file = await fetch('/models/starter-coder-s/onnx/model_fp16.onnx')
    const proto = decodeModel(new Uint8Array(await file.arrayBuffer()))
    const layout = { ...readLayout(proto), ...change }
    const table = readWeights(proto, layout)
    const store = new WeightStore(table, proto.graph.initialisers)
    const graphs = new InitialiserGraphs({ proto, layout, table, store }, null)
    const { graph } = await graphs.prepare(parseScheme('fp32'), null, 'test', new Job())
    if (graph.session === null) throw new Error('no session')
    const found = await findHeap()
    if (found.kind !== 'heap') throw new Error(`ONNX Runtime lacks ${found.names.join()}`)
    return [
      new HeapRunner(found.heap, graph.session, graph.layout),
      new TensorRunner(graph, graph.layout, null),
    ] as const
  }

  async function starterTokenizer() {
    const [tokenizer, configuration] = await Promise.all(
      ['tokenizer.json', 'tokenizer_config.json'].map(async (path) =>
        (await fetch(`/models/starter-coder-s/${path}`)).json(),
      ),
    )
    return makeTokenizer(tokenizer, configuration)
  }

  test.each([
    ['right', 'equal'],
    ['left', 'differs'],
    ['equal', 'not-batched'],
  ] as const)('of a graph padded on the %s says "%s"', async (batching, expected) => {
    const tokenizer = await starterTokenizer()
    const [heap, tensors] = await runners({ batching })
    expect((await checkBatches(heap, tokenizer, 512, new Job())).batch).toBe(expected)
    expect((await checkBatches(tensors, tokenizer, 512, new Job())).batch).toBe(expected)
    const steps = vi.spyOn(heap, 'run')
    expect(await checkBatchesShortly(heap, tokenizer, 512, new Job())).toBe(expected)
    expect(steps.mock.calls).toHaveLength(expected === 'not-batched' ? 0 : 9)
    expect(await checkBatchesShortly(tensors, tokenizer, 512, new Job())).toBe(expected)
  })

  test('of a model is told in words, and remembered', async () => {
    localStorage.clear()
    const model = await engine.open('starter-coder-s', { device: 'wasm' })
    const verdict = await model.sanity()
    expect(verdict).toMatchObject({ device: 'wasm', batch: 'equal', wasm: null })
    expect(verdict.words).toMatch(/^Prompts run together get the tokens that they get alone\.$/)
    expect(await model.sanity()).toEqual(verdict)
    model.close()
  })
})

describe('the first batch of a model', () => {
  const REQUESTS = MORE.slice(0, 3).map((prompt, at) => ({ id: String(at), prompt }))
  const open = () => engine.open('starter-coder-s', { device: 'wasm' })

  test('is checked, once, and not counted', async () => {
    localStorage.clear()
    const model = await open()
    const variant = await model.variant('int8')
    const alone = await variant.generate(REQUESTS, { maxTokens: 4, stop: [], batchSize: 1 })
    await variant.generate(REQUESTS.slice(0, 1), { maxTokens: 4, stop: [], batchSize: 4 })
    expect(model.info.batches).toBeUndefined()
    let fed = 0
    const options = {
      maxTokens: 4,
      stop: [],
      batchSize: 4,
      onSpeed: (speed: GenerationSpeed) => (fed = speed.prefillTokens),
    }
    const together = await variant.generate(REQUESTS, options)
    expect(fed).toBe(alone.reduce((sum, { promptTokens }) => sum + promptTokens, 0))
    expect(model.info).toMatchObject({ batches: 'equal', batching: 'right' })
    expect(tokensOf(together)).toEqual(tokensOf(alone))
    const calls = vi.spyOn(model.worker, 'call')
    await variant.generate(REQUESTS, options)
    expect(calls).toHaveBeenCalledTimes(1)
    model.close()
    const again = await open()
    expect(again.info.batches).toBe('equal')
    again.close()
  })

  test('has rows run singly when it differs, here and wherever the file is opened', async () => {
    localStorage.clear()
    const model = await open()
    const variant = await model.variant('fp32')
    const call = vi.spyOn(model.worker, 'call').mockResolvedValueOnce('differs')
    await variant.generate(REQUESTS, { maxTokens: 4, stop: [], batchSize: 4 })
    expect(model.info).toMatchObject({ batches: 'differs', batching: 'single' })
    // The check, the change to single rows, the generation.
    expect(call).toHaveBeenCalledTimes(3)
    model.close()
    const again = await open()
    expect(again.info.batching).toBe('single')
    again.close()
    localStorage.clear()
  })

  test('says nothing of batches where the arithmetic overflows', async () => {
    localStorage.clear()
    const model = await engine.open('families/gpt2', { device: 'wasm' })
    const variant = await model.variant('fp32')
    await variant.setNoise({ noise: 'gaussian', level: 1e30, relative: false, target: 'every-weight', seed: 1 })
    await variant.generate(REQUESTS, { maxTokens: 4, stop: [], batchSize: 4 })
    expect(model.info.batches).toBeUndefined()
    const abort = new AbortController()
    const cut = codeOf(variant.generate(REQUESTS, { maxTokens: 4, stop: [], batchSize: 4, signal: abort.signal }))
    abort.abort()
    expect(await cut).toBe('cancelled')
    await variant.setNoise(null)
    await variant.generate(REQUESTS, { maxTokens: 4, stop: [], batchSize: 4 })
    expect(model.info.batches).toBe('equal')
    model.close()
  })
})

describe('chat templates', () => {
  const open = async (template: string | null, file: string | null = null) => {
    const [tokenizer, configuration] = await Promise.all(
      ['tokenizer.json', 'tokenizer_config.json'].map(async (path) =>
        (await fetch(`/models/families/llama/${path}`)).json(),
      ),
    )
    return makeTokenizer(tokenizer, { ...configuration, ...(template !== null && { chat_template: template }) }, file)
  }
  const TEMPLATE = "{% for m in messages %}<{{ m['role'] }}>{{ m['content'] }}</{{ m['role'] }}>{% endfor %}"

  test.each([
    [TEMPLATE, null],
    [null, TEMPLATE],
  ])('are taken from the configuration or a file of their own', async (configured, file) => {
    const prompt = (await open(configured, file)).chatPrompt('def f(x):\n')
    expect(prompt.startsWith('<user>Please provide a self-contained Python script')).toBe(true)
    expect(prompt).toContain('```\ndef f(x):\n```\n</user><assistant>Below is a Python script')
    expect(prompt.endsWith('\n```python\n')).toBe(true)
  })

  test('that are missing, or leave the answer out, are named', async () => {
    const none = await open(null)
    expect(() => none.chatPrompt('x')).toThrow('no chat template')
    const user = await open("{{ messages[0]['content'] }}")
    expect(() => user.chatPrompt('x')).toThrow('leaves out')
    const broken = await open('{{ raise_exception("only users") }}')
    expect(() => broken.chatPrompt('x')).toThrow('only users')
  })
})
