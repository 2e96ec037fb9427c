import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { rewriteFields } from './rewrite-fields'

describe('fields are replaced and nothing else', () => {
  test('in lines, with what JSON.stringify would change left as it is', () => {
    const text =
      '{"task_id": 7, "prompt" : "a\\"}b", "base_input": [[1.0, Infinity, {"prompt": "x"}]]}\r\n\r\n{"prompt":"c","z":1e5}\n'
    expect(rewriteFields(text, (index) => ({ prompt: `p${index}\n`, z: 'q', missing: 'm' }))).toBe(
      '{"task_id": 7, "prompt" : "p0\\n", "base_input": [[1.0, Infinity, {"prompt": "x"}]]}\r\n\r\n{"prompt":"p1\\n","z":"q"}\n',
    )
  })

  test('in a list of objects, and lists of texts', () => {
    const text = '[\n  {"a": null, "tests": ["x", "]"]},\n  {"tests": []}\n]'
    expect(rewriteFields(text, (index) => ({ tests: [`t${index}`] }))).toBe(
      '[\n  {"a": null, "tests": ["t0"]},\n  {"tests": ["t1"]}\n]',
    )
  })

  test('a name given twice is replaced where it counts', () => {
    expect(rewriteFields('{"a": "1", "b": 2, "a": "3"}', () => ({ a: 'x' }))).toBe('{"a": "1", "b": 2, "a": "x"}')
  })

  test('any objects: what is read back is what was put in', () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue())
    fc.assert(
      fc.property(fc.array(object), fc.string(), fc.nat(3), (objects, value, indent) => {
        const named = objects.map((one, index) => ({ ...one, prompt: String(index) }))
        const text = named.map((one) => JSON.stringify(one, null, indent)).join('\n')
        const got = rewriteFields(text, () => ({ prompt: value }))
        const expected = named.map((one) => JSON.stringify({ ...one, prompt: value }, null, indent)).join('\n')
        expect(got).toBe(expected)
        expect(rewriteFields(text, () => ({}))).toBe(text)
      }),
    )
  })
})
