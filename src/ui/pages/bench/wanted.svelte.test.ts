import { expect, test } from 'vitest'
import { specId } from '../../../core/experiment/parse-spec'
import { presetSpec } from '../../../core/experiment/presets'
import { WantedRun } from './wanted.svelte'

test('an address fills the study once; what is edited stays when the same address comes back', () => {
  const wanted = new WantedRun()
  wanted.ask(null)
  expect(wanted.way).toBe('matrix')
  wanted.ask('ship-check')
  expect(wanted.way).toBe('study')
  expect(wanted.spec && specId(wanted.spec)).toBe(specId(presetSpec('ship-check')))
  wanted.study.text = wanted.study.text.replace('ship check', 'mine')
  expect([wanted.study.isChanged, wanted.spec?.name]).toEqual([true, 'mine'])
  wanted.ask('ship-check')
  expect(wanted.spec?.name).toBe('mine')
  wanted.study.revert()
  expect(wanted.spec?.name).toBe('ship check')
  wanted.ask('newline')
  expect(wanted.spec?.name).toBe('the lost newline')
})

test('a preset that is not there is named, and what was there stays', () => {
  const wanted = new WantedRun()
  const before = wanted.study.text
  wanted.ask('ship-chek')
  expect(wanted.study.sourceError).toMatchObject({ code: 'usage', hint: expect.stringContaining('ship-check') })
  expect(wanted.study.text).toBe(before)
})

test('the matrix goes on as a study, the same spec', () => {
  const wanted = new WantedRun()
  wanted.matrix.limit = 3
  const { spec } = wanted
  wanted.editAsStudy()
  expect(wanted.way).toBe('study')
  expect(wanted.spec).toEqual(spec)
})

test('a text that is no spec is named with the path, and is none to start', async () => {
  const { study } = new WantedRun()
  study.text = study.text.replace('"int4"', '"int5"')
  expect(study.spec).toBeNull()
  expect(study.error).toMatchObject({ code: 'unknown-scheme', message: expect.stringContaining('variants[1].scheme') })
  study.text = '{'
  expect(study.error?.code).toBe('bad-spec')
  await study.takeFile(new File(['{"version": 1}'], 'mine.json'))
  expect([study.source, study.error?.code]).toEqual([{ kind: 'file', name: 'mine.json' }, 'bad-spec'])
  await study.takeFile(new File(['x'.repeat(2 << 20)], 'large.json'))
  expect(study.sourceError?.message).toContain('large.json')
  expect(study.source).toEqual({ kind: 'file', name: 'mine.json' })
})

test('samples made elsewhere become a variant of the text', () => {
  const { study } = new WantedRun()
  study.addImported('big.jsonl.gz')
  expect(study.spec?.variants.at(-1)).toEqual({ name: 'big', samples: 'big.jsonl.gz' })
})
