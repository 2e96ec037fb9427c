import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { PlayController } from '../../../lab/play'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices } from '../../../lab/run/fakes'
import { knownScience } from '../../../lab/run/known-science'
import type { PageServices } from '../../services'
import { Live } from './live.svelte'
import PerturbedPrompt from './PerturbedPrompt.svelte'

const attack = { attack: 'char', mode: 'corrected' as const, parameters: {}, seed: 1 }

function fakeLive(): Live {
  const { engine } = fakeEngine()
  const lab = fakeServices({ engine, judge: fakeJudge().judge, benchmarks: [fakeBenchmark('fake', 3)] })
  const science = { ...fakeScience, perturb: knownScience.perturb }
  const play: PageServices['play'] = (onState) => Promise.resolve(new PlayController(lab, science, onState))
  const missing = () => Promise.reject(new Error('not needed'))
  return new Live({
    play,
    recordedRun: missing,
    findings: missing,
    lab: missing,
    estimate: missing,
    attacks: missing,
    startRun: missing,
    benchmarks: missing,
    grading: missing,
    store: missing,
    files: missing,
    imported: missing,
    rejections: missing,
    translations: missing,
    library: missing,
    device: missing,
  })
}

async function opened() {
  const live = fakeLive()
  await live.run({ model: 'm', benchmark: 'fake', taskId: 'Fake/1', prompt: attack, weights: null, scheme: 'int4' })
  await vi.waitFor(() => expect(live.state.phase).toBe('ready'))
  return { live, prompts: () => live.view?.prompts ?? { clean: '', perturbed: '', edits: [] } }
}

test('edits are marked for eye and ear, regions are tinted, and what changed is counted', async () => {
  const { live, prompts } = await opened()
  const screen = await render(PerturbedPrompt, { live, prompts: prompts() })
  expect(screen.container.querySelector('ins')?.textContent).toMatch(/^\[added: .+\]$/)
  expect(screen.container.querySelector('del')?.textContent).toMatch(/^\[removed: .+\]$/)
  expect(screen.container.querySelector('pre [data-region="example"]')?.textContent).toBe('assert f1(1) == 1')
  await expect.element(screen.getByRole('list', { name: 'Parts of the prompt' })).toHaveTextContent('examples')
  const facts = screen.container.querySelector('dl')?.textContent ?? ''
  expect(facts).toMatch(/Letters changed\s*5 of \d+/)
  expect(facts).toMatch(/Tokens\s*\d+ → \d+/)
})

test('edited by hand it is another attack, judged like others, and goes with its problem', async () => {
  const { live, prompts } = await opened()
  const screen = await render(PerturbedPrompt, { live, prompts: prompts() })
  await screen.getByRole('button', { name: 'Edit by hand' }).click()
  const field = screen.getByLabelText('Prompt, edited by hand')
  const text = live.handStart.replace('.\n', ' now.\n')
  await field.fill(text)
  await screen.getByRole('button', { name: 'Use this prompt' }).click()
  expect(live.settings?.prompt).toMatchObject({ attack: 'hand', parameters: { task: 'Fake/1', text } })
  await vi.waitFor(() => expect(live.state.phase).toBe('ready'))
  expect(live.view?.prompts.perturbed).toBe(text)
  expect(live.view?.condition).toContain('hand, task Fake/1')
  expect(live.state.cells['perturbed-variant'].shown?.verdict).not.toBeNull()
  live.change({ taskId: 'Fake/2' })
  expect(live.settings?.prompt?.attack).toBe('char')
})

test('a rejected prompt stays rejected, by its text', async () => {
  const { live, prompts } = await opened()
  const screen = await render(PerturbedPrompt, { live, prompts: prompts() })
  await screen.getByRole('button', { name: 'The meaning changed' }).click()
  expect(live.isRejected).toBe(true)
  live.change({ prompt: { ...attack, seed: 2 } })
  await vi.waitFor(() => expect(live.isRejected).toBe(false))
  live.change({ prompt: { ...attack, seed: 1 } })
  await vi.waitFor(() => expect(live.isRejected).toBe(true))
  await screen.getByRole('button', { name: 'Rejected: meaning changed' }).click()
  expect(live.isRejected).toBe(false)
})
