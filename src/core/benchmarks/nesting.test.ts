import { expect, test } from 'vitest'
import { nestsTooDeeply } from './nesting'

const deep = '('.repeat(201)

test.each([
  [deep, true],
  ['([{'.repeat(66) + '((', false],
  ['()'.repeat(5000), false],
  [`"${deep}"`, false],
  [`'${deep}`, false],
  [`'x\n${deep}`, true],
  [`"\\"${deep}"`, false],
  [`"\\\\"${deep}`, true],
  [`"a\\\n${deep}"`, false],
  [`"""\n"${deep}\\"""${deep}"""`, false],
  [`''''''${deep}`, true],
  [`# "\n${deep}`, true],
  [`# ${deep}`, false],
])('%#: brackets in each other, but not those of texts and comments', (source, isDeep) => {
  expect(nestsTooDeeply(source)).toBe(isDeep)
})

test.each(['"', "'", '"""', "'''", '#'])('a text of millions of characters fills no stack: %s', (quotes) => {
  for (const content of ['a', '\\a', quotes === '"""' ? "'" : '"'])
    expect(nestsTooDeeply(quotes + content.repeat(4_000_000))).toBe(false)
})
