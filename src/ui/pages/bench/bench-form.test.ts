import { schemeLabel } from '../../../core/experiment/labels'
import { expect, test } from 'vitest'
import { sampleCount, specOfForm, type BenchForm } from './bench-form'

const form: BenchForm = {
  model: 'starter-coder-l',
  schemes: ['int4'],
  files: [],
  prompt: { attack: 'char', mode: 'corrected', parameters: { max: 5 }, seed: 1 },
  weights: { noise: 'gaussian', level: 0.01, relative: false, target: 'every-weight', seed: 1 },
  benchmark: 'starter-mbpp',
  limit: 40,
}

test('makes the matrix of variants, conditions and problems', () => {
  const spec = specOfForm(form)
  expect(spec.variants.map(schemeLabel)).toEqual(['fp32', 'int4'])
  expect(spec.conditions).toHaveLength(3)
  expect(spec.conditions[0]).toEqual({ prompt: null, weights: null })
  expect(sampleCount(spec, 164)).toBe(240)
  expect(sampleCount(spec, 10)).toBe(60)
})

test('puts files as shipped behind the schemes', () => {
  const spec = specOfForm({ ...form, model: 'owner/name', files: ['onnx/model_q4.onnx'] })
  expect(spec.variants.map(schemeLabel)).toEqual(['fp32', 'int4', 'as-shipped (onnx/model_q4.onnx)'])
  expect(spec.name).toContain('fp32, int4, onnx/model_q4.onnx')
})

test('leaves out what is switched off', () => {
  const spec = specOfForm({ ...form, prompt: null, weights: null, limit: null })
  expect(spec.conditions).toHaveLength(1)
  expect(sampleCount(spec, 164)).toBe(328)
})

test('refuses what no spec can hold', () => {
  expect(() => specOfForm({ ...form, schemes: ['int5'] })).toThrow(/int5/)
})
