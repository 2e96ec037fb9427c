import { expect, test } from 'vitest'
import { render } from 'vitest-browser-svelte'
import CodeCell from './CodeCell.svelte'
import { EMPTY_CELL, type CellView } from './view'

const done: CellView = {
  state: 'done',
  isStale: false,
  code: 'def f(x):\n    return max(x)\n',
  verdict: {
    base: 'pass',
    plus: 'fail',
    kind: 'wrong-value',
    failing: { suite: 'plus', index: 0, input: '[[1, 2]]', expected: '3', got: '2' },
    tests: { base: ['pass', 'pass'], plus: ['fail', 'not-run'] },
  },
  tokens: 12,
  milliseconds: 10,
}

test('marks what differs from the reference, and shows the failing test', async () => {
  const props = { title: 'int4', subtitle: 'clean', cell: done, reference: 'def f(x):\n    return sum(x)\n' }
  const screen = await render(CodeCell, props)
  const marks = [...screen.container.querySelectorAll('mark')].map((mark) => mark.textContent)
  expect(marks).toEqual(['max'])
  await expect.element(screen.getByText('2 tokens differ')).toBeVisible()
  await expect.element(screen.getByText('base pass')).toBeVisible()
  await expect.element(screen.getByText('plus fail')).toBeVisible()
  await expect.element(screen.getByText('[[1, 2]]')).toBeVisible()
  expect(screen.container.querySelector('pre')?.textContent).toBe(done.code)
})

test('never lets a stale result pass for the wanted one', async () => {
  const screen = await render(CodeCell, {
    title: 'int4',
    subtitle: 'perturbed',
    cell: { ...done, isStale: true },
    reference: null,
  })
  await expect.element(screen.getByText('earlier settings')).toBeVisible()
  expect(screen.container.querySelector('.stale')).not.toBeNull()
})

test('an empty cell has no verdict', async () => {
  const screen = await render(CodeCell, { title: 'fp32', subtitle: 'clean', cell: EMPTY_CELL, reference: null })
  expect(screen.container.querySelector('.verdict')).toBeNull()
})
