import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { parseBenchmark } from '../benchmarks/parse'
import { buildProgram, cutAtStops, stopStrings } from './index'
import sources from './fixtures/sources.json'
import { sanitize } from './sanitize'
import { parseStrictly } from './syntax'

test('parses what CPython parses, and nothing else (fixtures/make_sources.py)', () => {
  const differing = sources.filter(([source, accepted]) => (parseStrictly(String(source)) !== null) !== accepted)
  expect(differing).toEqual([])
})

const ANSWER = 'def f(x):\n    return x + 1'

describe('sanitize', () => {
  test('keeps imports and what the entry point needs, in the order of the source', () => {
    const source = [
      '"""Words."""',
      'import math',
      'LIMIT: int = 3',
      'OTHER = 4',
      'def helper(x):\n    return min(x, LIMIT)',
      'def unused(x):\n    return x',
      'class Box:\n    size = OTHER_SIZE',
      'def f(x):\n    return helper(x)',
      'print(f(1))',
    ].join('\n')
    expect(sanitize(source, 'f')).toEqual({
      program: 'import math\nLIMIT: int = 3\ndef helper(x):\n    return min(x, LIMIT)\ndef f(x):\n    return helper(x)',
      extracted: true,
      why: 'definitions',
    })
  })

  test('the first definition by a name counts', () => {
    expect(sanitize(`${ANSWER}\n\ndef f(x):\n    return 0\n`, 'f').program).toBe(ANSWER)
  })

  test('a function counts only with a return, also a nested one', () => {
    expect(sanitize(`def f(x):\n    print(x)\n\n${ANSWER}\n`, 'f').program).toBe(ANSWER)
    const nested = 'def f(x):\n    def g():\n        return 1\n    g()'
    expect(sanitize(nested, 'f').program).toBe(nested)
  })

  test('text around the answer and a cut end are left out', () => {
    expect(sanitize(`Here is the answer:\n\n${ANSWER}\n\ndef g(x):\n    return (x +`, 'f').program).toBe(ANSWER)
    expect(sanitize(`\u001b[31m${ANSWER}\u001b[0m\n`, 'f').program).toBe(ANSWER)
  })

  test('one statement a line may be several', () => {
    expect(sanitize(`a = 1; b = 2\ndef f(x):\n    return a`, 'f').program).toBe('a = 1\ndef f(x):\n    return a')
  })

  test('where nothing is left, the longest part itself', () => {
    const decorated = `@cache\n${ANSWER}`
    expect(sanitize(`${decorated}\n`, 'f')).toMatchObject({
      program: decorated,
      extracted: true,
      why: 'longest-source',
    })
  })

  test.each([
    ['words only', 'this is no python at all\nat least not this one', 'nothing-parses'],
    ['another function', 'def g(x):\n    return x\n', 'no-entry-point'],
    ['imports only', 'import math\n\n', 'no-entry-point'],
    ['nothing', '', 'nothing-parses'],
  ])('says when nothing was found: %s', (_name, source, why) => {
    expect(sanitize(source, 'f')).toMatchObject({ extracted: false, why })
  })
})

describe('buildProgram', () => {
  test('none leaves everything as it is', () => {
    expect(buildProgram({ prompt: 'a', completion: '\tb', entryPoint: 'f', extraction: 'none' })).toEqual({
      program: 'a\tb',
      extracted: true,
      why: 'as-is',
    })
  })

  test('tabs of the answer stay where the prompt has them too', () => {
    const prompt = 'def f(a):\n\t""" Do it. """\n'
    const built = buildProgram({ prompt, completion: '\treturn a\n', entryPoint: 'f', extraction: 'sanitize' })
    expect(built).toMatchObject({ extracted: true, program: `${prompt}\treturn a` })
  })

  test('tabs of the answer become spaces', () => {
    const built = buildProgram({
      prompt: 'def f(x):\n',
      completion: '\treturn x\n',
      entryPoint: 'f',
      extraction: 'sanitize',
    })
    expect(built.program).toBe('def f(x):\n    return x')
  })
})

test('an answer ends at the earliest stop of its form', () => {
  expect(cutAtStops('    return x\n\ndef g():\n', stopStrings('humaneval'))).toBe('    return x\n')
  expect(cutAtStops('def f():\n    return x\nassert f()\n"""', stopStrings('mbpp'))).toBe('def f():\n    return x')
  expect(cutAtStops('def f():\n    return x\n', stopStrings('mbpp'))).toBe('def f():\n    return x\n')
})

const FILES = [
  'public/benchmarks/starter-mbpp.jsonl.gz',
  'public/benchmarks/starter-humaneval.jsonl.gz',
  '../shared/data/HumanEvalPlus-v0.1.10.jsonl.gz',
  '../shared/data/MbppPlus-v0.2.0.jsonl.gz',
]
describe.each(FILES)('%s', (path) => {
  test.skipIf(!existsSync(path))('every reference survives extraction (skipped where the file is absent)', () => {
    const { problems, form } = parseBenchmark(path, readFileSync(path))
    const lost = problems.filter(({ prompt, canonicalSolution, entryPoint }) => {
      const completion = cutAtStops(canonicalSolution, form === 'mbpp' ? stopStrings(form) : [])
      const { program, extracted } = buildProgram({
        prompt: `${prompt.trim()}\n`,
        completion,
        entryPoint,
        extraction: 'sanitize',
      })
      return !extracted || !program.includes(`def ${entryPoint}`) || parseStrictly(program) === null
    })
    expect(lost.map((problem) => problem.taskId)).toEqual([])
  })
})
