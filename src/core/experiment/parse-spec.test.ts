import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LabError } from '../errors'
import { parseSpec, parseSpecText, specId } from './parse-spec'

const good = {
  version: 1,
  name: 'quick check',
  variants: [
    { model: 'starter-coder-l', scheme: 'fp32' },
    { model: 'starter-coder-l', scheme: 'int4:block=64,asymmetric' },
  ],
  conditions: [
    {},
    { prompt: { attack: 'char', mode: 'corrected', parameters: { max: 5 }, seed: 1 } },
    { weights: { noise: 'gaussian', level: 0.01, target: 'every-weight', seed: 1 } },
  ],
  benchmarks: [{ id: 'starter-mbpp', limit: 40 }],
  decoding: { strategy: 'greedy', maxTokens: 192, stop: 'evalplus', prompt: 'evalplus-base' },
  extraction: 'sanitize',
  samples: 1,
}

/** The error that a changed spec gives. */
function errorOf(change: (spec: Record<string, unknown>) => void): LabError {
  const spec: Record<string, unknown> = structuredClone(good)
  change(spec)
  try {
    parseSpec(spec)
  } catch (thrown) {
    if (thrown instanceof LabError) return thrown
    throw thrown
  }
  throw new Error('no error')
}

describe('parseSpec', () => {
  it('fills in defaults, those of the attack too', () => {
    const spec = parseSpec({
      version: 1,
      name: 'x',
      variants: [{ model: 'm', scheme: 'fp32' }],
      conditions: [{ prompt: { attack: 'char' } }, { weights: { noise: 'uniform', level: 1 } }],
      benchmarks: [{ id: 'starter-mbpp' }],
    })
    expect(spec.decoding).toEqual({ strategy: 'greedy', maxTokens: 192, stop: 'evalplus', prompt: 'evalplus-base' })
    expect(spec.conditions[0]?.prompt).toMatchObject({
      mode: 'corrected',
      seed: 0,
      parameters: { max: expect.any(Number) },
    })
    expect(spec.conditions[1]?.weights).toEqual({
      noise: 'uniform',
      level: 1,
      relative: false,
      target: 'every-weight',
      seed: 0,
    })
  })

  it.each([
    ['variants[0].model: missing', 'bad-spec', (s: Record<string, unknown>) => (s['variants'] = [{ scheme: 'fp32' }])],
    [
      'conditions[0].promt: unknown key',
      'bad-spec',
      (s: Record<string, unknown>) => (s['conditions'] = [{ promt: null }]),
    ],
    ['version: expected 1, got 2', 'bad-spec', (s: Record<string, unknown>) => (s['version'] = 2)],
    ['variants: expected >=1', 'bad-spec', (s: Record<string, unknown>) => (s['variants'] = [])],
    [
      'variants[0].scheme',
      'unknown-scheme',
      (s: Record<string, unknown>) => (s['variants'] = [{ model: 'm', scheme: 'int5' }]),
    ],
    [
      'conditions[0].prompt',
      'unknown-attack',
      (s: Record<string, unknown>) => (s['conditions'] = [{ prompt: { attack: 'x' } }]),
    ],
    [
      'conditions[0].prompt.parameters.max',
      'bad-spec',
      (s: Record<string, unknown>) => (s['conditions'] = [{ prompt: { attack: 'char', parameters: { max: 1.5 } } }]),
    ],
    [
      'conditions[0].weights: There is no noise named "pink"',
      'unknown-noise',
      (s: Record<string, unknown>) => (s['conditions'] = [{ weights: { noise: 'pink', level: 1 } }]),
    ],
    [
      'conditions[0].weights: There is no weight role "elbow"',
      'unknown-noise',
      (s: Record<string, unknown>) =>
        (s['conditions'] = [{ weights: { noise: 'uniform', level: 1, roles: ['elbow'] } }]),
    ],
    [
      'conditions[0].weights: Bit flips change stored codes',
      'unknown-noise',
      (s: Record<string, unknown>) => (s['conditions'] = [{ weights: { noise: 'bitflip', level: 1e-4 } }]),
    ],
    [
      'benchmarks[1].id',
      'bad-spec',
      (s: Record<string, unknown>) => (s['benchmarks'] = [{ id: 'starter-mbpp' }, { id: 'starter-mbpp', limit: 2 }]),
    ],
  ])('names %s', (path, code, change) => {
    const error = errorOf(change)
    expect(error.code).toBe(code)
    expect(error.message).toContain(path)
    expect(error.hint).not.toBe('')
  })

  it('names a spec that is no object or no JSON', () => {
    for (const value of [null, 3, 'x']) expect(() => parseSpec(value)).toThrow('(top): expected Object')
    expect(() => parseSpec([])).toThrow('version: missing')
    expect(() => parseSpecText('{"version": 1,}')).toThrow(/not JSON/)
  })

  it('has one id whatever the order of keys', () => {
    const shuffled = (value: unknown, order: (keys: string[]) => string[]): unknown => {
      if (Array.isArray(value)) return value.map((item) => shuffled(item, order))
      if (value === null || typeof value !== 'object') return value
      const entries = new Map(Object.entries(value))
      return Object.fromEntries(order([...entries.keys()]).map((key) => [key, shuffled(entries.get(key), order)]))
    }
    const id = specId(parseSpec(good))
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 1 }), (draws) => {
        let at = 0
        const rank = () => draws[at++ % draws.length] ?? 0
        const order = (keys: string[]) =>
          keys
            .map((key) => ({ key, at: rank() }))
            .sort((a, b) => a.at - b.at)
            .map(({ key }) => key)
        expect(specId(parseSpec(shuffled(good, order)))).toBe(id)
      }),
    )
    expect(specId(parseSpec({ ...good, name: 'other' }))).not.toBe(id)
  })

  it('spells out seeds for what draws, and leaves the rest', () => {
    const { conditions, ...rest } = parseSpec({
      ...good,
      seeds: [3, 1, 3],
      conditions: [
        {},
        { prompt: { attack: 'char', seed: 9 } },
        { prompt: { attack: 'translate' } },
        { weights: { noise: 'gaussian', level: 0.1 } },
        { prompt: { attack: 'translate' }, weights: { noise: 'gaussian', level: 0.1 } },
      ],
    })
    expect(conditions.map(({ prompt, weights }) => [prompt?.seed, weights?.seed])).toEqual([
      [undefined, undefined],
      [3, undefined],
      [1, undefined],
      [0, undefined],
      [undefined, 3],
      [undefined, 1],
      [0, 3],
      [0, 1],
    ])
    expect(rest).not.toHaveProperty('seeds')
  })

  it('takes imported samples as a variant, one file for clean or one a condition', () => {
    const variants = [{ model: 'm' }, { name: 'big', samples: 'clean.jsonl' }]
    expect(parseSpec({ ...good, variants }).variants[1]).toEqual({ name: 'big', samples: 'clean.jsonl' })
    const many = [{ model: 'm' }, { name: 'big', samples: ['a', 'b', 'c', 'd', 'e', 'f', 'g'] }]
    expect(() => parseSpec({ ...good, variants: many })).toThrow(/variants\[1\]\.samples: 7 files for \d conditions/)
    expect(() => parseSpec({ ...good, variants: [{ name: 'big', samples: 3 }] })).toThrow(/variants\[0\]\.samples/)
    expect(() => parseSpec({ ...good, variants: [{ samples: 'x' }] })).toThrow(/variants\[0\]\.name: missing/)
  })

  it('fills in what sampling needs, and refuses what goes with no strategy', () => {
    const sampled = parseSpec({ ...good, samples: 5, decoding: { strategy: 'sample', temperature: 0.2 } })
    expect(sampled.decoding).toMatchObject({ strategy: 'sample', temperature: 0.2, topP: 0.95, seed: 0 })
    expect(() => parseSpec({ ...good, samples: 5 })).toThrow(/samples: greedy decoding gives 5 equal samples/)
    expect(() => parseSpec({ ...good, decoding: { temperature: 1 } })).toThrow(/decoding\.temperature: greedy/)
  })
})
