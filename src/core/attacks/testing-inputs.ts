import fc from 'fast-check'
import type { AttackInput } from './types'

const WORDS = fc.constantFrom(
  'write',
  'Python',
  'f',
  "'a b'",
  '"Q"',
  'True',
  'x_1',
  'straße',
  'ǅ',
  '🙂',
  '𐐨𐐩',
  'שלום',
  '漢',
  '>>> f(1)',
  'f(x)',
  '[1]',
  '\n',
  '\r\n',
  '"""',
  "'''",
  'def f(x):',
  'assert f(1) == 1',
  "dog's",
)
const TEXT = fc
  .array(fc.oneof(WORDS, fc.string({ unit: 'binary', maxLength: 6 })), { maxLength: 30 })
  .map((parts) => parts.join(' '))
const SENTENCE = TEXT.map((text) => text.replaceAll(/["'\n\r]/g, ''))
/** Prompts of either form and none, of any characters. */
export const INPUTS: fc.Arbitrary<AttackInput> = fc.record({
  prompt: fc.oneof(
    TEXT,
    SENTENCE.map((sentence) => `"""\n${sentence}\nassert f(1) == 1\n"""\n`),
    SENTENCE.map((sentence) => `def f(a):\r\n    """ ${sentence}\r\n    >>> f(1)\r\n    Abc\r\n    """\r\n`),
  ),
  form: fc.constantFrom('mbpp', 'humaneval'),
  taskId: fc.string({ maxLength: 5 }),
  entryPoint: fc.constantFrom('f', '', 'solve'),
  canonicalSolution: fc.constant(''),
})
export const SEED = fc.integer({ min: 0, max: 0xffffffff })
