import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import { attacks } from '../../../core/attacks/registry'
import AttackControl from './AttackControl.svelte'

const condition = (attack: string, parameters = {}, seed = 4) => ({
  attack,
  mode: 'corrected' as const,
  parameters,
  seed,
})

test('lists every attack of the registry by level, but for the prompt edited by hand', async () => {
  const screen = await render(AttackControl, { value: null, onchange: () => undefined })
  const groups = [...screen.container.querySelectorAll('optgroup')]
  expect(groups.map(({ label }) => label)).toEqual([
    'Characters',
    'Words',
    'Sentences',
    'Function name',
    'Format',
    'Code',
    'Controls',
  ])
  const ids = groups.flatMap((group) => [...group.querySelectorAll('option')].map(({ value }) => value))
  expect(ids).toEqual(attacks.map(({ id }) => id).filter((id) => id !== 'hand'))
})

test('an attack begins at its defaults, corrected, and keeps the seed', async () => {
  const onchange = vi.fn()
  const screen = await render(AttackControl, { value: condition('char'), onchange })
  await screen.getByRole('combobox', { name: 'Attack', exact: true }).selectOptions('homoglyph')
  expect(onchange).toHaveBeenLastCalledWith(condition('homoglyph', { share: 0.1, max: 1000 }))
  await screen.getByRole('combobox', { name: 'Attack', exact: true }).selectOptions('')
  expect(onchange).toHaveBeenLastCalledWith(null)
})

test('a dial beside its number, a choice, and another seed at a press', async () => {
  const onchange = vi.fn()
  const value = condition('invisible', { share: 0.05, max: 1000, character: 'zero-width-space' })
  const screen = await render(AttackControl, { value, onchange })
  const dial = screen.getByRole('slider', { name: /^Dial: / }).element()
  if (!(dial instanceof HTMLInputElement)) throw new Error('no dial')
  expect(dial.value).toBe('0.05')
  dial.value = '0.4'
  dial.dispatchEvent(new Event('input', { bubbles: true }))
  expect(onchange).toHaveBeenLastCalledWith({ ...value, parameters: { ...value.parameters, share: 0.4 } })
  await screen.getByRole('combobox', { name: 'Character', exact: true }).selectOptions('word-joiner')
  expect(onchange).toHaveBeenLastCalledWith({ ...value, parameters: { ...value.parameters, character: 'word-joiner' } })
  await screen.getByRole('button', { name: 'New seed' }).click()
  expect(onchange).toHaveBeenLastCalledWith({ ...value, seed: 5 })
})

test('what has no meaning in a mode is not asked for, and what a person wrote is listed once it is there', async () => {
  const screen = await render(AttackControl, {
    value: { ...condition('word'), mode: 'published' },
    onchange: () => undefined,
  })
  await expect.element(screen.getByLabelText('Chance a word', { exact: true })).toBeVisible()
  expect(screen.container.textContent).not.toContain('Share of words')
  await screen.rerender({ value: condition('hand', { task: 'T/0', text: 'x' }), onchange: () => undefined })
  await expect.element(screen.getByRole('combobox', { name: 'Attack', exact: true })).toHaveValue('hand')
  expect(screen.container.querySelectorAll('input')).toHaveLength(0)
})
