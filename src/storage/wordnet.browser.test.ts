import { describe, expect, it } from 'vitest'
import { perturb } from '../core/attacks/registry'
import { createTagger } from '../core/tagging/tagger'
import { PACKED_WORDNET } from '../core/wordnet/format'
import { createWordNetSource } from './wordnet'

const SITE = new URL('/', location.href).href

describe('WordNet from the site', () => {
  it('is fetched once, opened within the limit, and serves the word attack', async () => {
    let fetched = 0
    const open = createWordNetSource(SITE, (...request) => {
      fetched += 1
      return fetch(...request)
    })
    const started = performance.now()
    const wordnet = await open()
    const tagger = createTagger(wordnet)
    expect(wordnet.morphy('indices', 'n')).toBe('index')
    console.info(`WordNet from the site to its first answer: ${Math.round(performance.now() - started)} ms`)
    expect(await open()).toBe(wordnet)
    expect(fetched).toBe(1)
    const prompt = '"""\nWrite a function to find the answer and begin the job.\nassert f(1) == 1\n"""\n'
    const input = { prompt, form: 'mbpp', taskId: 'T/1', entryPoint: 'f', canonicalSolution: '' } as const
    const condition = { attack: 'word', mode: 'corrected', parameters: { share: 1 }, seed: 3 } as const
    // The same text as in Node (synonyms-corrected.test.ts).
    expect(perturb(condition, input, { wordnet, tagger, translations: null }).text.split('\n')[1]).toBe(
      'Pen a function to discover the reply and commence the occupation.',
    )
  })

  it('is refused where it is not what this version was made with, and asked for again', async () => {
    const answers = [new Response(new Uint8Array(1000)), new Response('', { status: 404 })]
    const open = createWordNetSource(SITE, () => Promise.resolve(answers.shift() ?? new Response()))
    await expect(open()).rejects.toMatchObject({ code: 'wrong-hash' })
    await expect(open()).rejects.toMatchObject({ code: 'not-found' })
    expect(PACKED_WORDNET.bytes).toBeLessThan(2.5 * 2 ** 20)
  })
})
