import { cellKey } from '../core/experiment/cells'
import { parseSpec } from '../core/experiment/parse-spec'
import { promptRecord } from '../core/experiment/prompt'
import type { RunBundle, SampleRecord } from '../core/experiment/record'
import { contentId } from '../core/hash'
import { summarise } from '../core/metrics/summary'

/** A small run for tests of the page. Its samples are made up and say so; its statistics are the lab's own. */
export function exampleRun(problems = 6): RunBundle {
  const spec = parseSpec({
    version: 1,
    name: 'example for tests',
    variants: [
      { model: 'example-model', scheme: 'fp32' },
      { model: 'example-model', scheme: 'int4' },
    ],
    conditions: [
      {},
      { prompt: { attack: 'char', parameters: { max: 5 }, seed: 1 } },
      { weights: { noise: 'gaussian', level: 0.01, seed: 1 } },
    ],
    benchmarks: [{ id: 'starter-mbpp', limit: problems }],
  })
  const tasks = Array.from({ length: problems }, (_, index) => `Example/${index}`)
  const prompts = tasks.flatMap((task, index) => {
    const text = `"""\nWrite a function to add ${index} to a number.\nassert add(1) == ${index + 1}\n"""\n`
    const edits = [{ start: 4, end: 5, before: 'W', after: 'w' }]
    const attacked = text.slice(0, 4) + 'w' + text.slice(5)
    return [
      promptRecord(task, text, { text, edits: [] }, 'evalplus-base'),
      promptRecord(task, text, { text: attacked, edits }, 'evalplus-base'),
    ]
  })
  const samples = spec.variants.flatMap((_, variant) =>
    spec.conditions.flatMap((_, condition) =>
      tasks.map((task, index): SampleRecord => {
        const isRight = (index + 2 * variant + condition) % 4 !== 3 && index >= variant * condition
        const completion = `def add(x):\n    return x ${isRight ? '+' : '-'} ${index}\n`
        const prompt = prompts[2 * index + (condition === 1 ? 1 : 0)]?.hash ?? ''
        return {
          id: contentId({ task, variant, condition }),
          cell: cellKey(variant, condition, 'starter-mbpp'),
          task_id: task,
          index: 0,
          prompt,
          completion,
          solution: completion,
          base_status: isRight || index % 2 === 0 ? 'pass' : 'fail',
          plus_status: isRight ? 'pass' : 'fail',
          kind: isRight ? 'pass' : 'wrong-value',
          failing: isRight
            ? null
            : { suite: 'plus', index: 0, input: '[1]', expected: String(1 + index), got: String(1 - index) },
          tests: { base: '1', plus: isRight ? '1' : '0' },
          tokens: 14,
          finish: 'stop',
          seed: 0,
          timing: { generate_ms: 10, judge_ms: 2 },
        }
      }),
    ),
  )
  return {
    run: {
      version: 1,
      kind: 'shakedown-run',
      id: contentId({ spec, samples: samples.map(({ id }) => id) }),
      spec,
      status: 'finished',
      variants: spec.variants.map((variant) => ({
        ...variant,
        master: 'fp16',
        files: {},
        parameters: 1e6,
        bytes: 4e6,
      })),
      conditions: spec.conditions,
      benchmarks: spec.benchmarks.map((choice) => ({ ...choice, md5: '0'.repeat(32), n: problems })),
      ...summarise(spec, samples),
      timing: { milliseconds: 1000, tokens_per_second: [{ variant: 0, value: 100 }] },
      environment: {
        shakedown: '0',
        user_agent: 'test',
        device: 'wasm',
        adapter: '',
        onnxruntime: '0',
        transformers: '0',
        pyodide: '0',
        python: '3',
        command: 'example made for tests',
        started: '2026-01-01T00:00:00.000Z',
        finished: '2026-01-01T00:00:01.000Z',
      },
    },
    samples,
    prompts,
  }
}
