import { expect, test, vi } from 'vitest'
import { render } from 'vitest-browser-svelte'
import NoiseControl from './NoiseControl.svelte'

test('the slider gives exact levels, off means none, and the seed outlives it', async () => {
  const onchange = vi.fn()
  const screen = await render(NoiseControl, { value: null, onchange })
  const slider = screen.getByRole('slider')
  await expect.element(slider).toHaveAttribute('aria-valuetext', 'off')
  const seed = screen.getByLabelText('Seed')
  await seed.fill('7')
  seed.element().dispatchEvent(new Event('change', { bubbles: true }))
  const input = slider.element()
  if (!(input instanceof HTMLInputElement)) throw new Error('no slider')
  input.value = '25'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  expect(onchange).toHaveBeenLastCalledWith({
    noise: 'gaussian',
    level: 0.01,
    relative: false,
    target: 'every-weight',
    seed: 7,
  })
  input.value = '0'
  input.dispatchEvent(new Event('input', { bubbles: true }))
  expect(onchange).toHaveBeenLastCalledWith(null)
})

test('says which levels are the paper’s', async () => {
  const value = { noise: 'uniform', level: 0.003, relative: false, target: 'every-weight' as const, seed: 1 }
  const screen = await render(NoiseControl, { value, onchange: () => undefined })
  await expect.element(screen.getByRole('slider')).toHaveAttribute('aria-valuetext', '0.003 (paper)')
  await expect.element(screen.getByRole('combobox')).toHaveValue('uniform')
})

test('a change of one thing keeps the others as they came', async () => {
  const onchange = vi.fn()
  const value = { noise: 'uniform', level: 0.003, relative: false, target: 'every-weight' as const, seed: 5 }
  const screen = await render(NoiseControl, { value, onchange })
  await screen.getByRole('combobox').selectOptions('gaussian')
  expect(onchange).toHaveBeenLastCalledWith({ ...value, noise: 'gaussian' })
})
