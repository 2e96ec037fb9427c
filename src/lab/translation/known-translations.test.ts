import { describe, expect, it } from 'vitest'
import type { BackTranslation, TranslationRequest } from '../../core/attacks/resources'
import { cancelled } from '../../core/errors'
import { knownTranslation, type KnownTranslation } from '../../core/translation/known'
import type { BackTranslator, TranslationStore } from '../ports'
import { loadTranslations } from './known-translations'

const ask = (text: string): TranslationRequest => ({ translator: 'starter', pivot: 'de', text })
const answer = (text: string): BackTranslation => ({
  kind: 'translated',
  text: `${text}!`,
  pivotText: '',
  isWhole: true,
})

function memoryStore(
  known: readonly KnownTranslation[] = [],
): TranslationStore & { readonly kept: Map<string, KnownTranslation> } {
  const kept = new Map(known.map((one) => [one.key, one]))
  return {
    kept,
    known: (keys) => Promise.resolve(keys.flatMap((key) => kept.get(key) ?? [])),
    put: async (more) => more.forEach((one) => kept.set(one.key, one)),
    all: () => Promise.resolve([...kept.values()]),
    clear: async () => kept.clear(),
  }
}

function fakeTranslator(stopAfter = Infinity): BackTranslator & { readonly asked: string[] } {
  const asked: string[] = []
  return {
    asked,
    close: () => undefined,
    async translate(requests, tell) {
      for (const request of requests) {
        if (asked.length >= stopAfter) throw cancelled()
        asked.push(request.text)
        await tell(request, answer(request.text))
      }
    },
  }
}

describe('translations for attacks', () => {
  it('are translated once, the same text once', async () => {
    const store = memoryStore()
    const translator = fakeTranslator()
    const first = await loadTranslations([ask('a'), ask('b'), ask('a')], { translator, store })
    expect(translator.asked).toEqual(['a', 'b'])
    expect(first.lookup(ask('b'))).toEqual(answer('b'))
    const second = await loadTranslations([ask('b'), ask('c')], { translator, store })
    expect(translator.asked).toEqual(['a', 'b', 'c'])
    expect(second.lookup(ask('b'))).toEqual(answer('b'))
    expect(second.lookup(ask('a'))).toBeNull()
  })

  it('go on after a cancelled call where it stopped', async () => {
    const store = memoryStore()
    const requests = ['a', 'b', 'c'].map(ask)
    await expect(loadTranslations(requests, { translator: fakeTranslator(2), store })).rejects.toMatchObject({
      code: 'cancelled',
    })
    expect(store.kept.size).toBe(2)
    const translator = fakeTranslator()
    await loadTranslations(requests, { translator, store })
    expect(translator.asked).toEqual(['c'])
  })

  it('are what is known where nothing can translate', async () => {
    const store = memoryStore([knownTranslation(ask('a'), answer('a'))])
    const translations = await loadTranslations([ask('a'), ask('b')], { translator: null, store })
    expect(translations.lookup(ask('a'))).toEqual(answer('a'))
    expect(translations.lookup(ask('b'))).toBeNull()
  })
})
