import { afterAll, expect, inject, test } from 'vitest'
import { translationSettings, type TranslationSettings } from '../core/translation/translators'
import { createBackTranslator } from '../engine/translation'
import { asStarter, translateAll } from '../engine/translation/testing'
import { createModelLibrary } from '../storage/models'

/** A pair of translators in the hub's layout: fetched from a hub on another origin, kept in this browser, used from there. */

const library = createModelLibrary(new URL('/', location.href).href)
const PAIR = ['owner/en-de', 'owner/de-en'] as const

/** OPUS-MT's place, with the models of the test hub and their precision. */
function settingsOf(translator: string, pivot: string): TranslationSettings {
  const settings = translationSettings(translator, pivot)
  if (translator !== 'opus-mt') return settings
  const starter = translationSettings('starter', pivot)
  return {
    ...starter,
    translator,
    there: { ...starter.there, model: PAIR[0] },
    back: { ...starter.back, model: PAIR[1] },
  }
}

afterAll(async () => {
  for (const { id, origin } of await library.list()) if (origin.kind !== 'site') await library.remove(id)
})

test('an imported pair gives what the same pair of the site gives', async () => {
  library.setHost(inject('hubAddress'))
  for (const id of PAIR) {
    const listing = await library.look(id)
    const graphs = listing.graphs.map(({ path }) => path)
    for (const graph of ['onnx/encoder_model.onnx', 'onnx/decoder_model_merged.onnx']) {
      expect(graphs).toContain(graph)
      await library.fetch(listing, graph)
    }
  }
  const translator = createBackTranslator({ locate: (id) => library.locate(id), baseUrl: '/', settingsOf })
  const texts = ['Take the list of words and then return the result.', 'Return the sum of the list.']
  const shipped = await translateAll(translator, texts.map(asStarter))
  const imported = await translateAll(
    translator,
    texts.map((text) => ({ translator: 'opus-mt', pivot: 'de', text })),
  )
  translator.close()
  expect(imported).toEqual(shipped)
  expect([...imported.values()].some(({ kind }) => kind === 'translated')).toBe(true)
})
