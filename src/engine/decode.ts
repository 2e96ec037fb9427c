import type { DecoderLayout } from '../core/onnx/decoder'
import { LAST_POSITION, NEXT_TOKEN } from '../core/onnx/rewrite'
import type { Generation } from '../lab/ports'
import { emptyCache, shrinkCaches } from './cache'
import type { Job } from './job'
import type { GenerationEvent, PlainGenerationOptions } from './protocol'
import { ort } from './runtime'
import type { ReadyGraph } from './sessions'
import { earliestStop, TextAssembler } from './text-assembler'
import type { Tokenizer } from './tokenizer'

export interface Prompt {
  readonly id: string
  readonly tokens: readonly number[]
}

export interface DecodeContext {
  readonly graph: ReadyGraph
  readonly layout: DecoderLayout
  readonly tokenizer: Tokenizer
  readonly endTokens: ReadonlySet<number>
  readonly device: GPUDevice | null
  readonly job: Job
}

interface Row {
  readonly prompt: Prompt
  readonly limit: number
  readonly tokens: number[]
  readonly text: TextAssembler
}

function integers(values: number[], dims: readonly number[]): ort.Tensor {
  return new ort.Tensor('int64', BigInt64Array.from(values, BigInt), dims)
}

/**
 * Activations of a step for rows padded on the right: GroupQueryAttention takes each row's length from the sum of its
 * mask, so that padding behind it never counts. `lengths` includes this step's tokens.
 */
function stepFeeds(
  layout: DecoderLayout,
  ids: readonly (readonly number[])[],
  lengths: readonly number[],
  caches: readonly ort.Tensor[],
): Record<string, ort.Tensor> {
  const width = Math.max(...ids.map((row) => row.length))
  const total = Math.max(...lengths)
  const feeds: Record<string, ort.Tensor> = {
    [layout.ids]: integers(
      ids.flatMap((row) => [...row, ...new Array<number>(width - row.length).fill(0)]),
      [ids.length, width],
    ),
    [layout.mask]: integers(
      lengths.flatMap((length) => Array.from({ length: total }, (_, at) => (at < length ? 1 : 0))),
      [ids.length, total],
    ),
    [LAST_POSITION]: integers(
      ids.map((row) => row.length - 1),
      [ids.length, 1],
    ),
  }
  layout.cache.forEach(({ pastKey, pastValue }, layer) => {
    const key = caches[2 * layer]
    const value = caches[2 * layer + 1]
    if (key !== undefined) feeds[pastKey] = key
    if (value !== undefined) feeds[pastValue] = value
  })
  return feeds
}

function freshCaches(layout: DecoderLayout, batch: number): ort.Tensor[] {
  return layout.cache.flatMap(() => [
    emptyCache(batch, layout.kvHeads, layout.headSize),
    emptyCache(batch, layout.kvHeads, layout.headSize),
  ])
}

/** Logits of the token after each prompt, [vocabulary] a prompt. */
export async function logitsAfter(context: DecodeContext, prompts: readonly Prompt[]): Promise<Float32Array[]> {
  const { layout, graph } = context
  const ids = prompts.map(({ tokens }) => tokens)
  const lengths = ids.map((row) => row.length)
  const feeds = stepFeeds(layout, ids, lengths, freshCaches(layout, ids.length))
  const logits = (await graph.run(feeds, [layout.logits]))[layout.logits]
  const data = await logits?.getData()
  if (!(data instanceof Float32Array)) throw new TypeError('logits that are not float32')
  return ids.map((_, row) => data.slice(row * layout.vocabulary, (row + 1) * layout.vocabulary))
}

/** Greedy decoding of one batch, in the order given. Each row's tokens are those it would get alone. */
export async function decodeBatch(
  context: DecodeContext,
  prompts: readonly Prompt[],
  options: PlainGenerationOptions,
  onEvent: (event: GenerationEvent) => void,
): Promise<Generation[]> {
  const { layout, graph, job } = context
  const started = performance.now()
  const finished = new Map<Row, Generation>()
  const presents = layout.cache.flatMap(({ presentKey, presentValue }) => [presentKey, presentValue])
  const all: readonly Row[] = prompts.map((prompt) => ({
    prompt,
    limit: Math.min(options.maxTokens, layout.contextLength - prompt.tokens.length),
    tokens: [],
    text: new TextAssembler((tokens) => context.tokenizer.decode(tokens)),
  }))
  let rows = all
  let caches = freshCaches(layout, rows.length)
  try {
    while (rows.length > 0) {
      await job.pause()
      const ids = rows.map(({ prompt, tokens }) => (tokens.length === 0 ? prompt.tokens : tokens.slice(-1)))
      const lengths = rows.map(({ prompt, tokens }) => prompt.tokens.length + tokens.length)
      const outputs = await graph.run(stepFeeds(layout, ids, lengths, caches), [NEXT_TOKEN, ...presents])
      caches.forEach((cache) => cache.dispose())
      caches = presents.flatMap((name) => outputs[name] ?? [])
      const next = await outputs[NEXT_TOKEN]?.getData()
      if (!(next instanceof BigInt64Array)) throw new TypeError('greedy tokens that are not int64')
      const kept: number[] = []
      const updates: [string, string][] = []
      rows.forEach((row, at) => {
        const token = Number(next[at])
        const before = row.text.text
        row.tokens.push(token)
        if (!context.endTokens.has(token)) row.text.push(token)
        if (row.text.text !== before) updates.push([row.prompt.id, row.text.text])
        const generation = finish(row, token, context.endTokens, options, performance.now() - started)
        if (generation === null) kept.push(at)
        else finished.set(row, generation)
      })
      if (updates.length > 0) onEvent({ type: 'text', updates })
      for (const row of rows) {
        const generation = finished.get(row)
        if (generation !== undefined) onEvent({ type: 'done', generation })
      }
      if (kept.length < rows.length) {
        rows = rows.filter((_, at) => kept.includes(at))
        // The longest row may be gone: positions only it needed go too, so that the mask never outgrows the context.
        const positions = Math.max(0, ...rows.map(({ prompt, tokens }) => prompt.tokens.length + tokens.length - 1))
        if (rows.length > 0) caches = shrinkCaches(caches, { rows: kept, positions }, context.device)
      }
    }
  } finally {
    caches.forEach((cache) => cache.dispose())
  }
  return all.flatMap((row) => finished.get(row) ?? [])
}

/** The generation when this token was the row's last. */
function finish(
  row: Row,
  token: number,
  endTokens: ReadonlySet<number>,
  options: PlainGenerationOptions,
  milliseconds: number,
): Generation | null {
  const ended = endTokens.has(token)
  const full = row.tokens.length >= row.limit
  if (!ended && !full && earliestStop(row.text.text, options.stop) < 0) return null
  const whole = row.text.finish()
  const stop = earliestStop(whole, options.stop)
  return {
    id: row.prompt.id,
    tokens: row.tokens,
    text: stop < 0 ? whole : whole.slice(0, stop),
    finish: stop >= 0 ? 'stop' : ended ? 'end-of-text' : 'length',
    promptTokens: row.prompt.tokens.length,
    milliseconds,
  }
}
