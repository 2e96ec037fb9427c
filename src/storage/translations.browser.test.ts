import { afterEach, expect, test } from 'vitest'
import { readTranslations, writeTranslations } from '../core/translation/file'
import { knownTranslation } from '../core/translation/known'
import { createTranslationStore } from './translations'

const store = createTranslationStore('test-translations')
const KNOWN = ['a', 'Ärger 🙂'].map((text) =>
  knownTranslation(
    { translator: 'starter', pivot: 'de', text },
    { kind: 'translated', text: `${text}!`, pivotText: '', isWhole: true },
  ),
)
const keys = KNOWN.map(({ key }) => key)

afterEach(() => store.clear())

test('translations are kept by their key, over visits', async () => {
  await store.put(KNOWN)
  const again = createTranslationStore('test-translations')
  expect(await again.known([...keys, 'nobody'])).toEqual(KNOWN)
  await store.put(KNOWN)
  expect(await again.all()).toHaveLength(2)
})

test('a file carries them to another browser', async () => {
  await store.put(KNOWN)
  const text = writeTranslations(await store.all())
  await store.clear()
  expect(await store.known(keys)).toEqual([])
  await store.put(readTranslations(text))
  expect(await store.known(keys)).toEqual(KNOWN)
})
