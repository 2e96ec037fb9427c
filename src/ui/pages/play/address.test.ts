import { expect, test } from 'vitest'
import { OWN_BENCHMARK, OWN_TASK } from '../../../core/benchmarks/own-prompt'
import { LabError } from '../../../core/errors'
import { parseRoute } from '../../routes'
import { linkToPrompt, promptOfAddress, settingsOf } from './address'

const CLEAN = '"""\nIs 100% of it & more?\nassert f("a?b") == 1\n"""\n'
const opened = (link: string) => promptOfAddress(parseRoute(link).parameters)

test('a link opens the prompts that it was made of', () => {
  const link = linkToPrompt(CLEAN, CLEAN.replace('more', 'less'))
  expect(parseRoute(link).page).toBe('play')
  const found = opened(link)
  expect([found?.prompt, found?.perturbed]).toEqual([CLEAN, CLEAN.replace('more', 'less')])
  expect(found === null ? null : settingsOf(found)).toMatchObject({
    benchmark: OWN_BENCHMARK,
    taskId: OWN_TASK,
    prompt: { attack: 'hand', parameters: { task: OWN_TASK, text: CLEAN.replace('more', 'less') } },
  })
})

test('a prompt alone is not perturbed', () => {
  const found = opened(linkToPrompt(CLEAN, CLEAN))
  expect(found === null ? undefined : settingsOf(found).prompt).toBeNull()
})

test('an address without a prompt, and one whose prompt cannot be tested', () => {
  expect(opened('#/?task=Starter/1')).toBeNull()
  expect(() => opened(linkToPrompt('Write anything.', ''))).toThrow(LabError)
  expect(() => opened(linkToPrompt(CLEAN, 'x'.repeat(20_001)))).toThrow(/perturbed/)
})
