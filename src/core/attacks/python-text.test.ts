import { describe, expect, it } from 'vitest'
import python from './fixtures/python-unicode.json'
import { isAlpha, letters, splitLines, tripleQuoted, upper } from './python-text'

describe('letters', () => {
  it('are what str.isalpha says, for every character that CPython knows', () => {
    const alpha = new Set<number>()
    for (const [first = 0, last = -1] of python.alpha) for (let code = first; code <= last; code += 1) alpha.add(code)
    const wrong: string[] = []
    for (const [first = 0, last = -1] of python.assigned) {
      for (let code = first; code <= last; code += 1) {
        if (isAlpha(String.fromCodePoint(code)) !== alpha.has(code)) wrong.push(code.toString(16))
      }
    }
    expect(wrong).toEqual([])
  })

  it('are found with UTF-16 offsets, astral ones included', () => {
    expect(letters('a🙂𐐨1b').map(({ start }) => start)).toEqual([0, 3, 6])
    expect(letters('abc', 1, 2)).toEqual([{ start: 1, text: 'b' }])
  })
})

describe('upper', () => {
  it('lengthens where Python lengthens', () => {
    for (const [character = '', raised] of python.longer) expect(upper(character)).toBe(raised)
    expect(python.longer.length).toBeGreaterThan(100)
  })
})

describe('splitLines', () => {
  it('splits where str.splitlines splits', () => {
    const lines = splitLines('a\r\nb\rc\n\u2028d\x1ce\n')
    expect(lines.map(({ text }) => text)).toEqual(['a', 'b', 'c', '', 'd', 'e'])
    expect(lines.map(({ start }) => start)).toEqual([0, 3, 5, 7, 8, 10])
    expect(splitLines('')).toEqual([])
  })
})

describe('tripleQuoted', () => {
  it('gives the insides, the first quote deciding', () => {
    const text = `x = '''a"""b''' + """c'''d"""`
    expect(tripleQuoted(text).map(({ start, end }) => text.slice(start, end))).toEqual(['a"""b', "c'''d"])
  })
})
