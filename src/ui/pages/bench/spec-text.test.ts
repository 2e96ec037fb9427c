import { describe, expect, it } from 'vitest'
import { parseSpecText } from '../../../core/experiment/parse-spec'
import { presets, presetSpec } from '../../../core/experiment/presets'
import { jsonText, presetText, specFileName, specText } from './spec-text'

describe('the text of a spec', () => {
  it.each(presets.map((preset) => [preset.id, preset] as const))('of %s reads back as the same spec', (id, preset) => {
    expect(parseSpecText(presetText(preset))).toEqual(presetSpec(id))
    expect(parseSpecText(specText(presetSpec(id)))).toEqual(presetSpec(id))
    const longest = Math.max(
      ...presetText(preset)
        .split('\n')
        .map((line) => line.length),
    )
    expect(longest).toBeLessThanOrEqual(130)
  })

  it('puts what is short on one line, leaves out what is undefined, and is JSON', () => {
    const value = { a: [1, 'two', null, true], b: {}, c: undefined, long: ['x'.repeat(60), { d: 'y'.repeat(60) }] }
    expect(JSON.parse(jsonText(value))).toEqual(JSON.parse(JSON.stringify(value)))
    expect(jsonText(value).split('\n').slice(0, 3)).toEqual(['{', '  "a": [1, "two", null, true],', '  "b": {},'])
  })

  it('names a file after the spec', () => {
    expect(specFileName('The 252 configurations!')).toBe('the-252-configurations.json')
    expect(specFileName('??')).toBe('spec.json')
  })
})
