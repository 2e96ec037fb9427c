import type { Xoshiro128 } from '../../random/xoshiro'
import { fileText, type Json, PLACE, SEED_FILES, type SeedFile } from './seed-files'

/** What a mutation makes of a file, as text. */
export type TextMutation = (file: SeedFile, random: Xoshiro128) => string

function pick<T>(items: readonly T[], random: Xoshiro128): T {
  const item = items[random.below(items.length)]
  if (item === undefined) throw new RangeError('Nothing to pick from.')
  return item
}

type Path = readonly (string | number)[]

function paths(value: Json, here: Path = []): Path[] {
  if (value === null || typeof value !== 'object') return [here]
  return [here, ...Object.entries(value).flatMap(([key, item]) => paths(item as Json, [...here, key]))]
}

function replaced(value: Json, path: Path, by: (old: Json) => Json): Json {
  const [key, ...rest] = path
  if (key === undefined) return by(value)
  if (Array.isArray(value)) return value.map((item: Json, at) => (String(at) === key ? replaced(item, rest, by) : item))
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, name === key ? replaced(item, rest, by) : item]),
  )
}

/** One value somewhere in the file becomes this piece of JSON, or what is none. */
function putSomewhere(raw: (random: Xoshiro128) => string): TextMutation {
  return (file, random) => {
    const at = random.below(file.rows.length)
    const path = pick(paths(file.rows[at] ?? null).slice(1), random)
    const rows = file.rows.map((row, index) => (index === at ? replaced(row, path, () => PLACE) : row))
    return fileText(file, rows, raw(random))
  }
}

/** One text somewhere in the file is changed; `change` gets and gives JSON's own text, without quotes. */
function changeText(change: (text: string, random: Xoshiro128) => string): TextMutation {
  return (file, random) => {
    const at = random.below(file.rows.length)
    let old = ''
    const isText = (path: Path): boolean => {
      let found = false
      replaced(file.rows[at] ?? null, path, (value) => ((found = typeof value === 'string'), value))
      return found
    }
    const path = pick(paths(file.rows[at] ?? null).filter(isText), random)
    const rows = file.rows.map((row, index) =>
      index !== at
        ? row
        : replaced(row, path, (value) => {
            old = JSON.stringify(value).slice(1, -1)
            return PLACE
          }),
    )
    return fileText(file, rows, `"${change(old, random)}"`)
  }
}

/** Keys of a row, in another way than JSON.stringify would write them. */
function changeRow(change: (text: string, random: Xoshiro128) => string): TextMutation {
  return (file, random) => {
    const at = random.below(file.rows.length)
    const texts = file.rows.map((row, index) =>
      index === at ? change(JSON.stringify(row), random) : JSON.stringify(row),
    )
    return file.shape === 'list' ? `[${texts.join(', ')}]` : texts.map((text) => `${text}\n`).join('')
  }
}

const insertAt = (text: string, what: string, random: Xoshiro128): string => {
  // Not between a backslash and what it escapes: that is another mutation.
  const at = random.below(text.length + 1)
  return text[at - 1] === '\\' ? what + text : text.slice(0, at) + what + text.slice(at)
}

const DEPTHS = [10, 199, 201, 800, 901, 5000, 100_000]
const DIGITS = [15, 16, 300, 4300, 4301, 100_000, 1_000_000]
const WRONG = ['null', 'true', '0', '-1', '1.5', '""', '"x"', '[]', '[[]]', '[1]', '{}', '{"a": 1}', '{"$py": "x"}', '']
const NUMBERS = [
  '1e400',
  '-1e400',
  '1e-400',
  '-0',
  '-0.0',
  'NaN',
  'Infinity',
  '-Infinity',
  '01',
  '1.',
  '.5',
  '+1',
  '0x1',
]
const LITERALS = [
  ...[
    '(1, 2',
    '{[1]: 2}',
    "'\\\\x4'",
    '1 +',
    'f(1)',
    'frozenset({1, 2})',
    'float(\\"nan\\")',
    '{1: 2, 1.0: 3}',
    '\\u0000',
  ],
  ...["b'\\\\xff' b''", 'set([[1]])', '(((((1)))))', '1_000', '-1-2j', '9'.repeat(5000), '\\ud800', "'\\ud800'"],
]

export const TEXT_MUTATIONS: Readonly<Record<string, TextMutation>> = {
  'wrong type': putSomewhere((random) => pick(WRONG, random)),
  'strange number': putSomewhere((random) => pick(NUMBERS, random)),
  'huge integer': putSomewhere((random) => '7'.repeat(pick(DIGITS, random))),
  'huge float': putSomewhere((random) => `0.${'7'.repeat(pick(DIGITS, random))}e${random.below(1000)}`),
  'deep list': putSomewhere((random) => {
    const depth = pick(DEPTHS, random)
    return '['.repeat(depth) + ']'.repeat(random.below(8) === 0 ? depth - 1 : depth)
  }),
  'deep object': putSomewhere((random) => {
    const depth = pick(DEPTHS, random)
    return '{"a": '.repeat(depth) + '1' + '}'.repeat(depth)
  }),
  'strange literal': putSomewhere((random) => `{"$py": "${pick(LITERALS, random)}"}`),
  'long list': putSomewhere((random) => `[${Array.from({ length: 1 + random.below(200_000) }, () => '[1]').join()}]`),
  'lone surrogate': changeText((text, random) =>
    insertAt(text, pick(['\\ud800', '\\udfff', '\\udc00\\ud800'], random), random),
  ),
  'escaped nul': changeText((text, random) => insertAt(text, '\\u0000', random)),
  'raw control character': changeText((text, random) =>
    insertAt(text, pick(['\u0000', '\t', '\n', '\u001f'], random), random),
  ),
  'wrong escape': changeText((text, random) =>
    insertAt(text, pick(['\\x41', '\\u12', '\\', '\\u+123'], random), random),
  ),
  'deep Python': changeText((_text, random) => pick(['(', '[', '{', 'f('], random).repeat(pick(DEPTHS, random))),
  'long text': changeText((text, random) => text + 'x = 1\\n'.repeat(random.below(50_000))),
  signs: changeText((_text, random) => `assert f(${'-'.repeat(1 + random.below(20_000))}1)`),
  'row twice': (file, random) => {
    const row = pick(file.rows, random)
    return fileText(file, random.below(2) === 0 ? [...file.rows, row] : [row, ...file.rows])
  },
  'key twice': changeRow(
    (text, random) => `{"${pick(['task_id', 'base_input', 'test_list', 'x'], random)}": 1, ${text.slice(1)}`,
  ),
  'key renamed': changeRow((text, random) => {
    const keys = [...text.matchAll(/"(\w+)":/g)].map(([, key = '']) => key)
    const key = pick(keys, random)
    return text.replace(
      `"${key}":`,
      `"${pick(['x', '', '__proto__', 'tests', 'test', 'plus_tests', 'base_input'], random)}":`,
    )
  }),
  'key dropped': changeRow((text, random) => {
    const row: unknown = JSON.parse(text)
    const entries = Object.entries(row === null || typeof row !== 'object' ? {} : row)
    const gone = random.below(entries.length)
    return JSON.stringify(Object.fromEntries(entries.filter((_, at) => at !== gone)))
  }),
  'key more': changeRow((text, random) => {
    const key = pick(['__proto__', 'constructor', 'tests', 'test', 'seed', 'base_input', 'plus_test', 'x'], random)
    return `{"${key}": ${pick(WRONG.slice(0, -1), random)}, ${text.slice(1)}`
  }),
  'another format': (file, random) => fileText(file, [...file.rows, pick(pick(SEED_FILES, random).rows, random)]),
  'no object': (file, random) => fileText(file, [...file.rows, pick([1, 'x', [], null, true] as const, random)]),
  'white space': changeRow(
    (text, random) => `${pick(['\u00a0', '\u2028', ' \t', '\f', '\ufeff'], random)}${text}\r\r\n\n`,
  ),
}
