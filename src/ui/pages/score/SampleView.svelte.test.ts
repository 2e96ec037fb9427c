import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-svelte'
import type { Verdict } from '../../../core/judge/verdict'
import type { Judge } from '../../../lab/ports'
import SampleView from './SampleView.svelte'
import { exampleFailure, exampleProblem } from './testing'

const solution = 'def helper(x):\n    return x[0]\n\n\ndef add_one(x):\n    return helper(x)\n'
const graded = exampleFailure('T/0', {
  kind: 'exception',
  raw: `Sure:\n${solution}`,
  solution,
  output: 'hello\n',
  failing: {
    suite: 'base',
    index: 0,
    input: '1',
    expected: '2',
    got: "TypeError: 'int' object is not subscriptable",
    trace: [
      { line: 6, name: 'add_one' },
      { line: 2, name: 'helper' },
    ],
  },
})

const passing: Verdict = {
  baseStatus: 'pass',
  plusStatus: 'pass',
  kind: 'pass',
  failing: null,
  baseTests: ['pass'],
  plusTests: ['pass'],
  milliseconds: 2,
  output: '',
}

function opened() {
  const judged: string[] = []
  const judge: Judge = {
    environment: async () => ({ pyodide: '0', python: '3' }),
    judge: async (_problem, program) => {
      judged.push(program)
      return passing
    },
    checkReference: () => Promise.reject(new Error('not asked for')),
    close: () => undefined,
  }
  const props = { problem: exampleProblem('T/0'), graded, suites: 'both' as const, judge: async () => judge }
  return { judged, props }
}

test('shows where it was raised, what failed, and every text of the sample', async () => {
  const screen = await render(SampleView, opened().props)
  const program = screen.getByRole('region', { name: 'Graded program' })
  await expect.element(program).toBeVisible()
  const here = screen.container.querySelector('.here')
  expect(here?.getAttribute('data-line')).toBe('2')
  expect(here?.textContent).toContain("TypeError: 'int' object is not subscriptable")
  expect(screen.container.querySelector('.way')?.getAttribute('data-line')).toBe('6')
  await expect.element(screen.getByRole('heading', { name: 'Base test 1 fails' })).toBeVisible()
  await expect.element(screen.getByRole('region', { name: 'Failing input' })).toHaveTextContent('add_one(1)')
  await expect.element(screen.getByText('line 2, in helper: return x[0]')).toBeVisible()
  await expect.element(screen.getByRole('region', { name: 'Printed text' })).toHaveTextContent('hello')
  await expect.element(screen.getByRole('region', { name: 'Tests of the problem' })).toHaveTextContent('add_one(1)')
  await screen.getByText('As it came').click()
  await expect.element(screen.getByRole('region', { name: 'The sample as it came' })).toHaveTextContent('Sure:')
  await screen.getByText('Side by side').click()
  await expect.element(screen.getByRole('region', { name: 'The sample as it came' })).toBeVisible()
  expect([...screen.container.querySelectorAll('mark')].map(({ textContent }) => textContent)).toContain('Sure')
})

test('runs again beside the graded verdict, which stays', async () => {
  const { props, judged } = opened()
  const screen = await render(SampleView, props)
  await screen.getByRole('button', { name: 'Run again' }).click()
  const again = screen.getByRole('region', { name: 'Run again' })
  await expect.element(again).toHaveTextContent('base pass')
  await expect.element(again).toHaveTextContent('graded: raises an exception')
  expect(judged).toEqual([solution])
  await expect.element(screen.getByRole('region', { name: 'Verdict', exact: true })).toHaveTextContent('base fail')
})

test('an edited program runs by Ctrl+Enter; Tab leaves the field; Esc closes it', async () => {
  const { props, judged } = opened()
  const screen = await render(SampleView, props)
  await screen.getByRole('button', { name: 'Edit and run' }).click()
  const field = screen.getByRole('textbox', { name: 'Program to run' })
  await expect.element(field).toHaveFocus()
  await userEvent.keyboard('{Tab}')
  await expect.element(screen.getByRole('button', { name: 'Revert' })).toHaveFocus()
  await field.fill('def add_one(x):\n    return x + 1\n')
  await userEvent.keyboard('{Control>}{Enter}{/Control}')
  await expect.element(screen.getByRole('region', { name: 'Edited program' })).toHaveTextContent('base pass')
  expect(judged).toEqual(['def add_one(x):\n    return x + 1\n'])
  await field.click()
  await userEvent.keyboard('{Escape}')
  await expect.element(field).not.toBeInTheDocument()
  await expect.element(screen.getByRole('region', { name: 'Graded program' })).toHaveTextContent('return x[0]')
  // What was typed is there again when the field is opened again.
  await screen.getByRole('button', { name: 'Edit and run' }).click()
  await expect.element(field).toHaveValue('def add_one(x):\n    return x + 1\n')
})
