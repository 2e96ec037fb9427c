import fc from 'fast-check'
import { expect, test } from 'vitest'
import { longestSource } from './longest-source'
import { parseStrictly } from './syntax'

/** The definition, word for word: every run of two or more lines is parsed. */
function everyRun(text: string): string | null {
  const lines = text.split('\n')
  let best: { source: string; count: number } | null = null
  for (let start = 0; start < lines.length; start += 1) {
    for (let end = start + 1; end < lines.length; end += 1) {
      const part = lines.slice(start, end + 1)
      const count = part.filter((line) => line.trim() !== '').length
      const source = part.join('\n')
      if (count > (best?.count ?? 0) && parseStrictly(source) !== null) best = { source, count }
    }
  }
  return best?.source ?? null
}

function found(text: string): string | null {
  const longest = longestSource(text)
  return longest.type === 'found' ? longest.source : null
}

const LINES = [
  ...['', '', '   ', '# words', '    # indented words', 'x = 1', '    x = 1', '        return x', '    return [', ']'],
  ...['def f(x):', 'def f(', '    x):', 'if x:', 'else:', '    else:', 'elif y', 'for x in y: pass', 'x = (1,', '  2)'],
  ...[
    '"""words',
    'words"""',
    "'''",
    '"""',
    "'open",
    'a \\',
    '  b',
    ')',
    '}',
    'return in',
    'print x',
    '@f',
    '\treturn 1',
  ],
  ...['try:', 'except E:', 'class A:', 'x = 1; y = 2', 'lambda', 'x +', 'not', 'in', '1 = x', 'f(a=1, 2)', '\\', '\f'],
]

test('is what trying every run gives', () => {
  const text = fc.array(fc.constantFrom(...LINES), { maxLength: 13 }).map((lines) => lines.join('\n'))
  fc.assert(
    fc.property(text, (source) => {
      expect(found(source)).toBe(everyRun(source))
    }),
    { numRuns: 1500 },
  )
})

test.each([
  ['indented', (line: number) => `  )x${line} ( return in`],
  ['not indented', (line: number) => `x${line} ( return in )`],
  ['never closed', (line: number) => `x${line} = [ 1, (`],
  ['prose', (line: number) => `These are the words of line ${line}, it's what "models" write.`],
])('nonsense of 300 lines costs no more than a moment: %s', (_name, line) => {
  const text = Array.from({ length: 300 }, (_, place) => line(place)).join('\n')
  expect(longestSource(text)).toEqual({ type: 'none' })
})

test.each([
  ['a word amid a program', 'found', () => `${'x = 1\n'.repeat(2000)}???\n${'y = 2\n'.repeat(2000)}`],
  ['a statement of Python 2', 'found', () => `${'x = 1\n'.repeat(2000)}print x\n${'y = 2\n'.repeat(2000)}`],
  ['lines that never end', 'given-up', () => 'x = 1 \\\n'.repeat(4000)],
  ['texts that never end', 'given-up', () => '"""\n?\n'.repeat(3001)],
  ['prose between blank lines', 'given-up', () => 'words of no program\n\n'.repeat(20_000)],
  ['two long lines of nothing', 'none', () => `${'a '.repeat(200_000)}\n${'a+'.repeat(200_000)}`],
])('a text of thousands of lines does not hold the page up: %s', (_name, type, text) => {
  expect(longestSource(text()).type).toBe(type)
})
