import { afterAll, describe, expect, test } from 'vitest'
import { perturb } from '../../core/attacks/registry'
import { NO_RESOURCES, type BackTranslation } from '../../core/attacks/resources'
import { translateAttack } from '../../core/attacks/sentence/translate'
import type { AttackInput, AttackMode } from '../../core/attacks/types'
import { LabError } from '../../core/errors'
import { knownTranslation, translationsOf } from '../../core/translation/known'
import type { TranslatorProgress } from '../../lab/ports'
import { codeOf, readGzipLines } from '../testing'
import { createBackTranslator } from '.'
import { asStarter, translateAll } from './testing'

/** The pair that the site ships, from the site's own files: nothing here knows another host. */
const notImported = (id: string) =>
  Promise.reject(new LabError('unknown-model', `There is no model "${id}".`, 'Import it.'))
const translator = createBackTranslator({ locate: notImported, baseUrl: '/' })
const SENTENCES = [
  'Take the list of words and then return the result.',
  'Return the number of the even integers in the list of numbers that are greater than 6.',
  'Split the text into words, join them with spaces, convert the result to upper case, then return the result.',
]

afterAll(() => translator.close())

async function starterInputs(form: AttackInput['form']): Promise<AttackInput[]> {
  const rows = await readGzipLines(`/benchmarks/starter-${form}.jsonl.gz`)
  return rows.map(({ task_id, prompt }) => ({ prompt, form, taskId: task_id, entryPoint: '', canonicalSolution: '' }))
}

async function attackAll(inputs: readonly AttackInput[], mode: AttackMode) {
  const condition = { attack: 'translate', mode, parameters: {}, seed: 0 }
  const options = { mode, parameters: { translator: 'starter', pivot: 'de' }, seed: 0 }
  const texts = new Set(
    inputs.flatMap((input) => translateAttack.requests?.(input, options) ?? []).map(({ text }) => text),
  )
  const results = await translateAll(translator, [...texts].map(asStarter))
  const known = [...results].map(([text, result]) => knownTranslation(asStarter(text), result))
  const resources = { ...NO_RESOURCES, translations: translationsOf(known) }
  return inputs.map((input) => ({ input, ...perturb(condition, input, resources) }))
}

describe('the embedded pair', () => {
  test('says at least 60 % of the starter prompts otherwise', async () => {
    const attacked = await attackAll(await starterInputs('mbpp'), 'corrected')
    const changed = attacked.filter(({ applied }) => applied)
    console.info(
      `${changed.length} of ${attacked.length} changed; not: ${attacked
        .filter(({ applied }) => !applied)
        .map(({ why }) => why)
        .join(' | ')}`,
    )
    console.info(
      changed
        .slice(0, 60)
        .map(({ input, text }) => `${input.prompt.split('\n')[1]}\n  => ${text.split('\n')[1]}`)
        .join('\n'),
    )
    expect(attacked).toHaveLength(164)
    expect(changed.length / attacked.length).toBeGreaterThanOrEqual(0.6)
    for (const { input, text } of attacked) expect(text.split('\n').slice(2)).toEqual(input.prompt.split('\n').slice(2))
  })

  test('gives the same again, in another worker too', async () => {
    const first = await translateAll(translator, SENTENCES.map(asStarter))
    expect([...first.values()].map(({ kind }) => kind)).toEqual(['translated', 'translated', 'translated'])
    translator.close()
    expect(await translateAll(translator, SENTENCES.map(asStarter).reverse())).toEqual(first)
  })

  test('refuses what it does not know rather than babble', async () => {
    const texts = [
      'Return the colour of the moon.',
      'Retrun the list.',
      '>>> foo([1, 2])',
      'Return '.repeat(200),
      '🙂',
      'Gib die Liste zurück.',
    ]
    const results = [...(await translateAll(translator, texts.map(asStarter))).values()]
    expect(results.map(({ kind }) => kind)).toEqual(texts.map(() => 'refused'))
    const said = (at: number) => (results[at]?.kind === 'refused' ? results[at].why : '')
    expect(said(0)).toMatch(/does not know .*“moon.?”/)
    expect(said(1)).toContain('“Retrun”')
    expect(said(3)).toContain('tokens')
  })

  test('refuses docstrings with examples, which is what was published', async () => {
    const attacked = await attackAll((await starterInputs('humaneval')).slice(0, 3), 'published')
    for (const { applied, why, text, input } of attacked) {
      expect({ applied, text }).toEqual({ applied: false, text: input.prompt })
      expect(why).toContain('does not know')
    }
  })
})

describe('a call', () => {
  test('tells how far it is: files first, then texts', async () => {
    const fresh = createBackTranslator({ locate: notImported, baseUrl: '/' })
    const progress: TranslatorProgress[] = []
    await translateAll(fresh, SENTENCES.map(asStarter), { onProgress: (one) => progress.push(one) })
    fresh.close()
    const loaded = progress.flatMap((one) =>
      one.stage === 'load' && one.loaded === one.total ? [`${one.model}/${one.path}`] : [],
    )
    for (const model of ['starter-en-de', 'starter-de-en']) expect(loaded).toContain(`${model}/onnx/encoder_model.onnx`)
    expect(progress.at(-1)).toEqual({ stage: 'translate', done: 3, total: 3 })
  })

  test('that is cancelled ends at once; what was told stays, and the next goes on', async () => {
    const abort = new AbortController()
    const told: BackTranslation[] = []
    const requests = [...SENTENCES, ...SENTENCES, ...SENTENCES].map(asStarter)
    const call = translator.translate(
      requests,
      (_request, result) => {
        told.push(result)
        if (told.length < 2) return
        abort.abort()
      },
      { signal: abort.signal },
    )
    expect(await codeOf(call)).toBe('cancelled')
    expect(told).toHaveLength(2)
    expect(await codeOf(translateAll(translator, requests, { signal: abort.signal }))).toBe('cancelled')
    expect((await translateAll(translator, requests)).size).toBe(3)
  })

  test('with a translator that is not here says so, and the next call works', async () => {
    const request = { translator: 'opus-mt', pivot: 'de', text: 'Add.' }
    expect(await codeOf(translateAll(translator, [request]))).toBe('unknown-model')
    expect(await codeOf(translateAll(translator, [{ ...request, translator: 'nobody' }]))).toBe('bad-spec')
    const elsewhere = createBackTranslator({ locate: notImported, baseUrl: '/nowhere/' })
    await expect(translateAll(elsewhere, [asStarter('Add.')])).rejects.toMatchObject({
      code: 'not-found',
      message: expect.stringContaining('starter-en-de'),
    })
    elsewhere.close()
    expect((await translateAll(translator, SENTENCES.slice(0, 1).map(asStarter))).size).toBe(1)
  })

  test('with a model that writes code says that it is no translator', async () => {
    const coder = createBackTranslator({
      locate: (id) =>
        Promise.resolve({
          kind: 'address',
          base: new URL('/models/starter-coder-s/', location.href).href,
          paths: id === '' ? [] : null,
        }),
      baseUrl: '/',
    })
    const code = await codeOf(translateAll(coder, [{ translator: 'opus-mt', pivot: 'de', text: 'Add.' }]))
    coder.close()
    expect(['bad-model', 'not-found']).toContain(code)
  })
})
