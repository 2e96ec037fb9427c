import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import { Board } from './board.svelte'
import BoardParts from './BoardParts.svelte'
import { exampleFailure, exampleGraded, exampleSamples } from './testing'

function filled(): Board {
  const tasks = Array.from({ length: 120 }, (_, place) => `T/${place}`)
  const board = new Board([...tasks, 'T/none'], exampleSamples(...tasks, 'T/0').samples)
  board.put([
    exampleGraded('T/0'),
    exampleFailure('T/0', { index: 1, kind: 'exception' }),
    exampleFailure('T/1', { kind: 'timeout' }),
    exampleGraded('T/2', { plus_status: 'fail', kind: 'wrong-value', tests: { base: '1', plus: '01' } }),
  ])
  return board
}

test('verdicts are counted, filtered and searched; every square and row has a name', async () => {
  const screen = await render(BoardParts, { board: filled() })
  const rows = () => screen.container.querySelectorAll('tbody tr').length
  await expect.element(screen.getByText('pass@1, base and plus')).toBeVisible()
  await expect.element(screen.getByRole('link', { name: 'T/0: 1 of 2 pass' })).toBeVisible()
  await expect.element(screen.getByText('T/none: no sample')).toBeInTheDocument()
  expect(rows()).toBe(50)
  await screen.getByRole('button', { name: 'timeout 1' }).click()
  await expect.poll(rows).toBe(1)
  await expect.element(screen.getByRole('row', { name: /T\/1 .*too slow/ })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'timeout 1' })).toHaveAttribute('aria-pressed', 'true')
  await screen.getByRole('button', { name: 'exception 1' }).click()
  await expect.poll(rows).toBe(2)
  await screen.getByRole('button', { name: 'Show all' }).click()
  await screen.getByRole('searchbox').fill('t/11')
  await expect.poll(rows).toBe(11)
  await screen.getByRole('searchbox').fill('nothing')
  await expect.element(screen.getByText('No sample matches.')).toBeVisible()
})

test('the table has pages, and a row leads to its sample', async () => {
  const screen = await render(BoardParts, { board: filled() })
  await expect.element(screen.getByText('121 of 121 samples; 1 to 50')).toBeVisible()
  await screen.getByRole('button', { name: 'Next page' }).click()
  await screen.getByRole('button', { name: 'Next page' }).click()
  await expect.element(screen.getByText('121 of 121 samples; 101 to 121')).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Next page' })).toBeDisabled()
  await screen.getByRole('button', { name: 'Previous page' }).click()
  await screen.getByRole('searchbox').fill('T/2')
  const link = screen.getByRole('region', { name: 'Table of samples' }).getByRole('link', { name: 'T/2' })
  await expect.element(link).toHaveAttribute('href', '#/score?task=T%2F2&index=0')
})

test('thousands of samples are drawn and filtered at once', async () => {
  const tasks = Array.from({ length: 1000 }, (_, place) => `T/${place}`)
  const samples = exampleSamples(...Array.from({ length: 5 }, () => tasks).flat()).samples
  const board = new Board(tasks, samples)
  const screen = await render(BoardParts, { board })
  board.put(
    samples.map(({ taskId, index }, place) =>
      place % 3 === 0 ? exampleFailure(taskId, { index }) : exampleGraded(taskId, { index }),
    ),
  )
  await expect.element(screen.getByRole('button', { name: 'wrong-value 1,667' })).toBeVisible()
  await screen.getByRole('button', { name: 'wrong-value 1,667' }).click()
  await expect.element(screen.getByText('1,667 of 5,000 samples; 1 to 50')).toBeVisible()
  await page.getByRole('searchbox').click()
  await userEvent.keyboard('999')
  await expect.element(screen.getByText(/of 5,000 samples$/)).toBeVisible()
})
