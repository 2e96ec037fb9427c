import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { parseCommand } from './arguments'

const TEXT = readFileSync(new URL('../docs/ci/ship-check.yml', import.meta.url), 'utf8')

it('every command of the example workflow is one', () => {
  const commands = [...TEXT.matchAll(/node shakedown\/cli\/shakedown\.mjs ([^\n>]+)/g)].map(([, words = '']) =>
    words.trim(),
  )
  expect(commands.map((words) => words.split(' ')[0])).toEqual(['run', 'merge', 'report', 'stats', 'run'])
  for (const words of commands) {
    const filled = words.replace(/\$\{\{ matrix\.shard \}\}/g, '1')
    expect(parseCommand(filled.split(' ')).command).toBe(filled.split(' ')[0])
  }
})

it('has no tab, and balanced braces of expressions', () => {
  expect(TEXT).not.toContain('\t')
  expect(TEXT.match(/\$\{\{/g)?.length).toBe(TEXT.match(/[^}]\}\}/g)?.length)
})
