import { bundleOf } from '../bundle'
import { expect, it } from 'vitest'
import { contentId } from '../../core/hash'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeServices, parseFakeSpec } from './fakes'
import { namedVerdict } from './grading'
import { knownScience } from './known-science'
import { startRunWith } from './start'

const spec = parseFakeSpec({
  version: 1,
  name: 'x',
  variants: [
    { model: 'm', scheme: 'fp32' },
    { model: 'm', scheme: 'int4:block=32' },
  ],
  conditions: [{}, { prompt: { attack: 'char', seed: 3 } }, { weights: { noise: 'uniform', level: 0.1 } }],
  benchmarks: [{ id: 'fake' }],
})

it('carries a spec through with the science of core: statistics, stops, spelling of schemes, extraction', async () => {
  const { engine } = fakeEngine()
  const { judge, log } = fakeJudge()
  // The fake engine writes no def, so there is nothing to extract and Python finds no entry point.
  const failing = {
    ...judge,
    judge: async (...call: Parameters<typeof judge.judge>) => {
      const verdict = await judge.judge(...call)
      return { ...verdict, baseStatus: 'fail' as const, plusStatus: 'fail' as const, kind: 'no-entry-point' as const }
    },
  }
  const services = fakeServices({ engine, judge: failing, benchmarks: [fakeBenchmark('fake', 9)] })
  const finished = await startRunWith(knownScience, spec, services, () => undefined).finished
  const { run, samples } = await bundleOf(finished, services.store)
  expect(run.cells.map(({ n, plus_passed }) => [n, plus_passed])).toEqual(Array(6).fill([9, 0]))
  expect([run.drops.length, run.losses.length, run.robustness.length]).toEqual([8, 6, 4])
  expect(new Set(samples.map(({ kind }) => kind))).toEqual(new Set(['not-extracted']))
  expect(log.length).toBeGreaterThan(0)
  expect(run.id).toBe(contentId({ spec, samples: samples.map(({ id }) => id) }))
  expect(knownScience.schemeKey('int4')).toBe(knownScience.schemeKey('int4:block=32'))
  expect(knownScience.schemeKey('int4')).not.toBe(knownScience.schemeKey('int4:asymmetric'))
  expect(knownScience.stops(fakeBenchmark('fake', 1), { stop: 'none', prompt: 'verbatim' })).toEqual([])
})

it('names what extraction found: no program at all, or a program without the entry point', () => {
  const verdict = {
    baseStatus: 'fail',
    plusStatus: 'fail',
    kind: 'no-entry-point',
    failing: null,
    baseTests: [],
    plusTests: [],
    milliseconds: 1,
    output: '',
  } as const
  const kind = (program: string, extracted: boolean) => namedVerdict(verdict, { program, extracted }).kind
  expect(kind('"""\nText.\n"""', false)).toBe('not-extracted')
  expect(kind('import math\ndef other(x):\n    return x', false)).toBe('no-entry-point')
  expect(kind('"""\nText.\n"""', true)).toBe('no-entry-point')
  expect(namedVerdict({ ...verdict, kind: 'exception' }, { program: '1 / 0', extracted: false }).kind).toBe('exception')
})

it('sends prompts in the chat template where the spec asks for it, grades the answer alone, under ids of its own', async () => {
  const decoding = { prompt: 'chat' }
  const chat = parseFakeSpec({ ...spec, variants: [{ model: 'm', scheme: 'fp32' }], conditions: [{}], decoding })
  const run = async (wanted: typeof chat) => {
    const { engine, log } = fakeEngine()
    const { judge } = fakeJudge()
    const services = fakeServices({ engine, judge, benchmarks: [fakeBenchmark('fake', 2)] })
    const finished = await startRunWith(knownScience, wanted, services, () => undefined).finished
    return { log, ...(await bundleOf(finished, services.store)) }
  }
  const asked = await run(chat)
  const plain = await run({ ...chat, decoding: { ...chat.decoding, prompt: 'evalplus-base' } })
  const keyOf = (prompt: string) =>
    contentId({ model: 'm', file: 'onnx/model.onnx', scheme: 'fp32', noise: null, prompt })
  const [prompt] = asked.prompts
  expect(asked.log.generated).toContain(keyOf(`<user>${prompt?.text}`))
  expect(plain.log.generated).toContain(keyOf(prompt?.text ?? ''))
  expect(asked.prompts.map(({ hash }) => hash)).toEqual(plain.prompts.map(({ hash }) => hash))
  expect(asked.samples[0]?.id).not.toBe(plain.samples[0]?.id)
  expect(plain.samples[0]?.solution).toContain('Problem')
  expect(asked.samples[0]?.solution).not.toContain('Problem')
})

it('knows the stop strings of both harnesses', () => {
  const { stops } = knownScience
  const benchmark = fakeBenchmark('fake', 1)
  expect(stops(benchmark, { stop: 'evalplus', prompt: 'chat' })).toContain('\n```\n')
  expect(stops(benchmark, { stop: 'evalplus', prompt: 'chat' })).not.toContain('\nassert')
  expect(stops({ ...benchmark, form: 'humaneval' }, { stop: 'bigcode', prompt: 'bigcode' })).toContain('<file_sep>')
  expect(stops({ ...benchmark, form: 'mbpp' }, { stop: 'bigcode', prompt: 'bigcode' })).toContain('\nassert')
})
