import { describe, expect, it } from 'vitest'
import type { TranslationRequest } from '../attacks/resources'
import { readTranslations, writeTranslations } from './file'
import { translationKey } from './key'
import { knownTranslation, translationsOf } from './known'
import { graphsOf, PIVOT_NAMES, translationSettings, translators } from './translators'

const REQUEST: TranslationRequest = { translator: 'starter', pivot: 'de', text: 'Add the numbers.' }
const RESULT = {
  kind: 'translated',
  text: 'Sum the numbers.',
  pivotText: 'Addiere die Zahlen.',
  isWhole: true,
} as const
const KNOWN = [
  knownTranslation(REQUEST, RESULT),
  knownTranslation({ ...REQUEST, text: 'Ärger "quoted"\n🙂' }, { kind: 'refused', why: 'Unknown: 🙂.' }),
  knownTranslation({ translator: 'mbart-50', pivot: 'fr', text: 'Add.' }, { ...RESULT, isWhole: false }),
]

describe('settings of translators', () => {
  it.each(translators.flatMap(({ id, pivots }) => pivots.map((pivot) => [id, pivot] as const)))(
    'are whole for %s through %s',
    (id, pivot) => {
      const settings = translationSettings(id, pivot)
      expect(settings).toMatchObject({ translator: id, pivot, search: 'greedy' })
      expect(settings.there).not.toEqual(settings.back)
      expect(PIVOT_NAMES[pivot]).toMatch(/^[A-Z][a-z]+$/)
      for (const { languages } of [settings.there, settings.back]) {
        if (languages !== null) expect(languages.source).not.toBe(languages.target)
      }
    },
  )

  it('name the graphs they need', () => {
    expect(graphsOf(translationSettings('opus-mt', 'de'))).toEqual([
      'onnx/encoder_model_quantized.onnx',
      'onnx/decoder_model_merged_quantized.onnx',
    ])
    expect(translationSettings('opus-mt', 'fr').back.model).toBe('Xenova/opus-mt-fr-en')
    expect(translationSettings('mbart-50', 'de').back.languages).toEqual({ source: 'de_DE', target: 'en_XX' })
  })

  it('refuse what they do not know, naming what they do', () => {
    expect(() => translationSettings('nobody', 'de')).toThrow(
      expect.objectContaining({ code: 'bad-spec', hint: expect.stringContaining('mbart-50') }),
    )
    expect(() => translationSettings('starter', 'fr')).toThrow(
      expect.objectContaining({ code: 'bad-spec', hint: expect.stringContaining('de') }),
    )
  })
})

describe('keys', () => {
  it('differ by translator, language and text, and by nothing else', () => {
    const keys = [
      REQUEST,
      { ...REQUEST, text: 'Add' },
      { ...REQUEST, translator: 'opus-mt' },
      { ...REQUEST, translator: 'opus-mt', pivot: 'fr' },
    ].map(translationKey)
    expect(new Set(keys).size).toBe(4)
    expect(translationKey({ text: REQUEST.text, pivot: 'de', translator: 'starter' })).toBe(keys[0])
  })
})

describe('known translations', () => {
  it('are found by request, null where not known', () => {
    const translations = translationsOf(KNOWN)
    expect(translations.lookup(REQUEST)).toEqual(RESULT)
    expect(translations.lookup({ ...REQUEST, text: 'Other.' })).toBeNull()
  })
})

describe('the file of translations', () => {
  it('comes back as it was, the same for any order', () => {
    const text = writeTranslations(KNOWN)
    expect(writeTranslations([...KNOWN].reverse())).toBe(text)
    const back = readTranslations(text)
    expect(back).toHaveLength(3)
    expect(back).toEqual(expect.arrayContaining(KNOWN))
    expect(writeTranslations(back)).toBe(text)
    expect(readTranslations(writeTranslations([]))).toEqual([])
  })

  it.each([
    ['no JSON', 'x', 'JSON'],
    ['another format', '{"format":"other"}', 'format'],
    ['a newer version', '{"format":"shakedown-translations","version":2,"groups":[]}', 'version'],
    ['other settings', writeTranslations(KNOWN).replace(/"revision": \d+/, '"revision": 99'), 'other settings'],
    ['an unknown translator', writeTranslations(KNOWN).replaceAll('"mbart-50"', '"mbart-51"'), 'other settings'],
    ['a result of no kind', writeTranslations(KNOWN).replace('"refused"', '"lost"'), 'kind'],
    ['a field too many', writeTranslations(KNOWN).replace('"why"', '"x": 1, "why"'), 'x'],
  ])('is refused with a name: %s', (_name, text, said) => {
    expect(() => readTranslations(text)).toThrow(
      expect.objectContaining({ code: 'bad-translations', message: expect.stringContaining(said) }),
    )
  })
})
