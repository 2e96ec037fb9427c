import { cancelled } from '../../core/errors'
import type { Benchmark, Problem } from '../../core/benchmarks/types'
import { knownThings } from '../../core/experiment/checks'
import { parseSpec } from '../../core/experiment/parse-spec'
import { contentId } from '../../core/hash'
import type { Noise, Spec } from '../../core/experiment/spec'
import { summarise } from '../../core/metrics/summary'
import type { AttackSupport } from '../attacks/port'
import type { LabServices } from '../events'
import { createMemoryStore } from '../memory-store'
import type { Engine, Generation, Judge, RunStore } from '../ports'
import type { Science } from './science'

/** Stand-ins for the other rooms, for tests of the runner. Deterministic; they count what they are asked for. */

/** `parseSpec` that takes any benchmark's id. */
export function parseFakeSpec(json: unknown): Spec {
  return parseSpec(json, { ...knownThings, benchmark: () => undefined })
}

export function fakeBenchmark(id: string, size: number): Benchmark {
  const problems = Array.from({ length: size }, (_, index): Problem => {
    const name = `f${index}`
    return {
      taskId: `Fake/${index}`,
      prompt: `"""\nProblem ${index} of ${id}.\nassert ${name}(1) == 1\n"""\n`,
      entryPoint: name,
      canonicalSolution: '',
      contract: '',
      base: { kind: 'inputs', inputs: [] },
      plus: { kind: 'inputs', inputs: [] },
      atol: 0,
      original: null,
    }
  })
  return { id, format: 'evalplus', form: 'mbpp', problems, md5: contentId(problems).slice(0, 32), published: null }
}

/** Counts and compares nothing: the statistics have their own tests. */
export const fakeScience: Science = {
  perturb: (condition, { prompt }) => {
    const text = prompt.replace('Problem', `PROBLEM${condition.seed}`)
    const start = prompt.indexOf('Problem')
    const edits = [{ start, end: start + 7, before: 'Problem', after: `PROBLEM${condition.seed}` }]
    return { text, edits, applied: true, why: '', program: null }
  },
  schemeKey: (scheme) => scheme,
  isFloat: () => false,
  stops: () => ['\n"""'],
  program: ({ prompt, completion }) => ({ program: prompt + completion, extracted: true }),
  summarise: (spec, samples) => ({ ...summarise(spec, samples), drops: [], losses: [], robustness: [] }),
}

const notNeeded = (): Promise<never> => Promise.reject(new Error('The lab does not need this.'))

export interface FakeEngineLog {
  /** Every prompt generated, with scheme and noise. */
  readonly generated: string[]
  readonly noises: (Noise | null)[]
  opened: number
  closed: number
}

export interface FakeEngineOptions {
  /** Called before each row; may throw. Counts rows over the engine's life. */
  readonly beforeRow?: (row: number) => void | Promise<void>
}

export function fakeEngine(options: FakeEngineOptions = {}): { engine: Engine; log: FakeEngineLog } {
  const log: FakeEngineLog = { generated: [], noises: [], opened: 0, closed: 0 }
  let row = 0
  const engine: Engine = {
    open: async (model, { file = 'onnx/model.onnx' }) => {
      log.opened++
      return {
        weights: notNeeded,
        report: notNeeded,
        histogram: notNeeded,
        save: notNeeded,
        sanity: notNeeded,
        chatPrompt: (prompt) => Promise.resolve(`<user>${prompt}`),
        info: {
          id: model,
          files: { [file]: contentId(`${model} ${file}`) },
          file,
          architecture: 'fake',
          parameters: 10,
          master: 'fp16',
          contextLength: 256,
          layers: 1,
          batching: 'right',
          onlyAsShipped: null,
          memory: { files: 20, masters: 40, variant: 40, noise: 40, cachePerRow: 1 },
          environment: { device: 'wasm', adapter: 'none', onnxruntime: '0', transformers: '0' },
        },
        close: () => void log.closed++,
        variant: async (scheme) => {
          let noise: Noise | null = null
          return {
            info: { scheme, bytes: 10 * scheme.length },
            setNoise: async (wanted) => {
              noise = wanted
              log.noises.push(wanted)
              return { touched: 10 }
            },
            generate: async (requests, { signal, onDone, onText }) => {
              const done: Generation[] = []
              for (const { id, prompt } of requests) {
                if (signal?.aborted === true) throw cancelled()
                await options.beforeRow?.(row++)
                const key = contentId({ model, file, scheme, noise, prompt })
                log.generated.push(key)
                onText?.(id, key.slice(0, 4))
                const generation: Generation = {
                  id,
                  tokens: [1, 2, 3],
                  text: `    return '${key.slice(0, 8)}'`,
                  finish: 'stop',
                  promptTokens: prompt.length,
                  promptIds: [],
                  milliseconds: 1,
                }
                onDone?.(generation)
                done.push(generation)
              }
              return done
            },
            score: notNeeded,
            perplexity: notNeeded,
            release: async () => undefined,
          }
        },
      }
    },
  }
  return { engine, log }
}

export function fakeJudge(beforeVerdict: () => void | Promise<void> = () => undefined): {
  judge: Judge
  log: string[]
} {
  const log: string[] = []
  const judge: Judge = {
    environment: async () => ({ pyodide: '0', python: '3' }),
    judge: async (_problem, program) => {
      await beforeVerdict()
      log.push(program)
      const passed = parseInt(contentId(program).slice(0, 2), 16) % 2 === 0
      return {
        baseStatus: passed ? 'pass' : 'fail',
        plusStatus: passed ? 'pass' : 'fail',
        kind: passed ? 'pass' : 'wrong-value',
        failing: null,
        baseTests: [],
        plusTests: [],
        milliseconds: 1,
        output: '',
      }
    },
    checkReference: notNeeded,
    close: () => undefined,
  }
  return { judge, log }
}

export function fakeServices(parts: {
  engine: Engine
  judge: Judge
  benchmarks: readonly Benchmark[]
  store?: RunStore
  attacks?: AttackSupport
  imported?: LabServices['imported']
}): LabServices {
  return {
    engine: parts.engine,
    judge: parts.judge,
    store: parts.store ?? createMemoryStore(),
    attacks: parts.attacks ?? { load: notNeeded, translate: notNeeded },
    imported: parts.imported ?? { load: notNeeded },
    locate: async (model) => model,
    device: 'wasm',
    command: 'test',
    benchmarks: {
      load: async (id) => {
        const found = parts.benchmarks.find((benchmark) => benchmark.id === id)
        if (found === undefined) throw new Error(`no benchmark ${id}`)
        return found
      },
    },
  }
}
