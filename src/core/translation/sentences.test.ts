import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sentencesOf } from './sentences'

const split = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end))

describe('sentences', () => {
  it.each([
    ['', []],
    [' \n ', []],
    ['One sentence', ['One sentence']],
    ['First one. Second one! Third? Fourth', ['First one.', 'Second one!', 'Third?', 'Fourth']],
    ['It goes on,\n    on the next line. Then ends.', ['It goes on,\n    on the next line.', 'Then ends.']],
    ['Use a sum, e.g. The first. Done.', ['Use a sum, e.g. The first.', 'Done.']],
    ['Lists, sets etc. are fine. And etc. That too.', ['Lists, sets etc. are fine.', 'And etc.', 'That too.']],
    ['The value 3.5 is kept.', ['The value 3.5 is kept.']],
    ['Wait ... then go on.', ['Wait ... then go on.']],
    ['Say "stop." Then go.', ['Say "stop."', 'Then go.']],
    ['A paragraph\n\n  and another', ['A paragraph', 'and another']],
    ['A legend:\n  one line\n  goes on', ['A legend:', 'one line\n  goes on']],
    ['Rules\n - first\n - second\n 1. third', ['Rules', '- first', '- second', '1. third']],
    ['Ends here\n    Example:\n    more', ['Ends here', 'Example:', 'more']],
    ['Ends here\n  Examples', ['Ends here', 'Examples']],
    ['Give an\n  example of it', ['Give an\n  example of it']],
    ['No stop\r\nat the break.\r\n\r\nNext', ['No stop\r\nat the break.', 'Next']],
    ['Balance is zero. otherwise not.', ['Balance is zero.', 'otherwise not.']],
  ])('of %j', (text, expected) => expect(split(text)).toEqual(expected))

  it('lose nothing but white space, in order', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'B', '.', '!', ' ', '\n', '\r\n', 'e.g.', ':', '- ', '🙂', ')'), {
          maxLength: 60,
        }),
        (parts) => {
          const text = parts.join('')
          expect(split(text).join('').replaceAll(/\s/g, '')).toBe(text.replaceAll(/\s/g, ''))
        },
      ),
    )
  })

  it('takes 100 kB of anything at once', () => {
    for (const unit of ['. ', 'a', '\n', ' \n ', '.', 'e.g. ', ':\n', '- ', '"', '\r\n', '? ']) {
      const text = unit.repeat(100_000 / unit.length)
      expect(split(text).join('').length, JSON.stringify(unit)).toBeLessThanOrEqual(text.length)
    }
  })
})
