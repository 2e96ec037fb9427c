import { expect, test } from 'vitest'
import { nearestName } from './nearest'

const NAMES = ['char', 'keyboard', 'swap', 'whitespace', 'rename-camel']

test.each([
  ['chr', 'char'],
  ['Keybaord', 'keyboard'],
  ['white-space', 'whitespace'],
  ['renamecamel', 'rename-camel'],
  ['swpa', 'swap'],
  ['', null],
  ['translation', null],
])('%s means %s', (mistyped, name) => {
  expect(nearestName(mistyped, NAMES)).toBe(name)
})
