import { describe, expect, test } from 'vitest'
import { createEngine } from './index'
import { readGzipLines } from './testing'

/**
 * Greedy tokens that PyTorch made of the starter benchmark (models/starter-coder/reference.py), by benchmark and task.
 * The first problems of each form; all of them with VITE_EVERY_PROBLEM=1.
 */
const NAME = import.meta.env['VITE_EVERY_PROBLEM'] ? /greedy-all-(.)\.json$/ : /greedy-(.)\.json$/
const FIXTURES = Object.entries(
  import.meta.glob<Record<string, Record<string, number[]>>>('/models/starter-coder/fixtures/greedy-*.json', {
    import: 'default',
  }),
).filter(([path]) => NAME.test(path))
const LONGEST_ANSWER = 192

describe('greedy tokens are those of PyTorch', () => {
  test.each(FIXTURES)('%s', async (path, load) => {
    const size = NAME.exec(path)?.[1] ?? ''
    const model = await createEngine({ baseUrl: '/' }).open(`starter-coder-${size}`, { device: 'wasm' })
    const variant = await model.variant('fp32')
    const different: string[] = []
    let compared = 0
    for (const [benchmark, expected] of Object.entries(await load())) {
      const requests = (await readGzipLines(`/benchmarks/${benchmark}.jsonl.gz`))
        .filter(({ task_id }) => task_id in expected)
        .map(({ task_id, prompt }) => ({ id: task_id, prompt: `${prompt.trim()}\n` }))
      const made = await variant.generate(requests, { maxTokens: LONGEST_ANSWER, stop: [], batchSize: 16 })
      for (const { id, tokens } of made) {
        compared += 1
        if (JSON.stringify(tokens) !== JSON.stringify(expected[id])) different.push(id)
      }
    }
    model.close()
    if (different.length > 0) console.info(`${path}: ${different.join(', ')} of ${compared} differ`)
    expect(compared).toBeGreaterThan(20)
    expect(different.length / compared, `different: ${different.join(', ')}`).toBeLessThanOrEqual(0.01)
  })
})
