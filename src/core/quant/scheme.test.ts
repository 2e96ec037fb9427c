import { expect, it } from 'vitest'
import { LabError } from '../errors'
import { parseScheme } from './scheme'

const blockwise = (bits: 2 | 4 | 8, block: number, symmetric: boolean) => ({
  kind: 'blockwise' as const,
  bits,
  block,
  symmetric,
})

it('reads names with their defaults and options', () => {
  expect(parseScheme('fp32')).toEqual({ name: 'fp32', matrices: { kind: 'float' }, head: { kind: 'float' } })
  expect(parseScheme('int8').matrices).toEqual(blockwise(8, 32, true))
  expect(parseScheme('int4').head).toEqual(blockwise(4, 32, true))
  expect(parseScheme('int2:block=128,asymmetric,nohead')).toEqual({
    name: 'int2:block=128,asymmetric,nohead',
    matrices: blockwise(2, 128, false),
    head: { kind: 'float' },
  })
  expect(parseScheme('nf4').matrices).toEqual({ kind: 'nf4', block: 64 })
})

it.each([
  ['int5', 'no scheme named "int5"'],
  ['', 'no scheme named ""'],
  ['INT4', 'no scheme named "INT4"'],
  ['fp4', 'not available yet'],
  ['llm-int8', 'not available yet'],
  ['int4:block=33', 'block must be one of'],
  ['int4:block', 'block must be one of'],
  ['int4:wide', 'no option "wide"'],
  ['int4:embedding', 'no option "embedding"'],
  ['int4:nohead,nohead', 'given twice'],
  ['nf4:asymmetric', 'no option "asymmetric"'],
  ['fp32:nohead', 'takes no options'],
])('refuses %s by name', (text, why) => {
  let thrown: unknown
  try {
    parseScheme(text)
  } catch (error) {
    thrown = error
  }
  expect(thrown).toBeInstanceOf(LabError)
  expect(thrown).toMatchObject({ code: 'unknown-scheme', message: expect.stringContaining(why) })
  expect(thrown).toMatchObject({ hint: expect.stringContaining('fp32, int8, int4, int2, nf4') })
})
