import { describe, expect, it } from 'vitest'
import { ADVICE_RUNS } from '../../paper/advice'
import { CONFOUNDS } from '../../paper/confounds'
import { originalOf } from '../originals'
import { specId } from '../parse-spec'
import { findPreset, presets, presetSpec } from './index'

describe('presets', () => {
  it.each(presets.map(({ id }) => id))('%s is a spec with a clean condition and what to compare', (id) => {
    const spec = presetSpec(id)
    expect(spec.conditions[0]).toEqual({ prompt: null, weights: null })
    const compared = spec.variants.filter((_, place) => originalOf(spec.variants, place) !== place)
    expect(compared.length).toBeGreaterThan(0)
    expect(findPreset(id).description.length).toBeGreaterThan(30)
  })

  it('are different, and named when they are not there', () => {
    expect(new Set(presets.map(({ id }) => specId(presetSpec(id)))).size).toBe(presets.length)
    expect(() => findPreset('quick-chek')).toThrow(
      expect.objectContaining({ hint: expect.stringContaining('quick-check') }),
    )
  })

  it('hold the noise to the same weights only in the corrected RQ2, and make five draws there', () => {
    const targets = (id: string) => new Set(presetSpec(id).conditions.flatMap(({ weights }) => weights?.target ?? []))
    expect(targets('rq2-published')).toEqual(new Set(['float-only']))
    expect(targets('rq2-corrected')).toEqual(new Set(['every-weight']))
    expect(presetSpec('rq2-corrected').conditions).toHaveLength(1 + 5 * 2 * 5)
    expect(presetSpec('rq2-published').conditions).toHaveLength(1 + 2 * 5)
  })

  it('make the grid of the paper for each model: seven conditions at three precisions', () => {
    const { variants, conditions } = presetSpec('family-252')
    expect([variants.length, conditions.length]).toEqual([9, 7])
  })

  it('are there for every study that the Paper page links to', () => {
    const linked = [...CONFOUNDS.flatMap(({ runs }) => runs), ...ADVICE_RUNS].map(({ preset }) => preset)
    expect(linked.length).toBeGreaterThan(9)
    for (const id of linked) expect(findPreset(id).id).toBe(id)
  })
})
