import fc from 'fast-check'
import { expect, test } from 'vitest'
import { extractAsPublished, withBreaksBeforeDefinitions } from './published'

test('breaks before definitions are where the pattern of the tool puts them', () => {
  const part = fc.constantFrom('def', ' ', '\n', '\t', 'x', '\u{1f600}', 'def ', 'def f():', '\n\n', '\u2003')
  fc.assert(
    fc.property(
      fc.array(part, { maxLength: 12 }).map((parts) => parts.join('')),
      (text) => {
        expect(withBreaksBeforeDefinitions(text)).toBe(text.replace(/([^\n])(\s*def\s+)/gu, '$1\n$2'))
      },
    ),
    { numRuns: 3000 },
  )
})

test.each([
  ['spaces', `x${' '.repeat(200_000)}y`],
  ['spaces behind an import', `import a${' '.repeat(200_000)}?`],
  ['spaces behind an arrow', `def f() ->${' '.repeat(200_000)}`],
  ['empty functions', 'def f():\n'.repeat(50_000)],
  ['dots', `import ${'a.'.repeat(200_000)}?`],
])('long runs of %s take no quadratic time', (_name, text) => {
  expect(extractAsPublished(text)).toBeDefined()
})
