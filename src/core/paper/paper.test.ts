import { describe, expect, test } from 'vitest'
import { LabError } from '../errors'
import { oneProblemTheOtherWay, possibleDeltas, printedScore, problemsOf } from './deltas'
import { ARROW_ONLY, EVERYTHING, recount, select, SLICES, SUITE_PAIRS, twinOf } from './recount'
import { arrowOf, cellAt, PAPER_CELLS, PAPER_MODELS, parseTableOne } from './table-one'

const counts = (name: string): readonly number[] => {
  const found = SLICES.find((slice) => slice.name === name)
  if (found === undefined) throw new Error(`no slice ${name}`)
  const { n, quantized, original, equal } = found.count
  return [n, quantized, original, equal]
}
const percentages = (name: string): readonly string[] => {
  const shares = SLICES.find((slice) => slice.name === name)?.count.shares
  return [shares?.quantized, shares?.original, shares?.equal].map((share) => ((share ?? NaN) * 100).toFixed(2))
}
const p = (name: string): string => (SLICES.find((slice) => slice.name === name)?.count.p ?? NaN).toFixed(2)

describe('Table I', () => {
  test('has 126 cells of 12 models, none of StarCoder on HumanEval', () => {
    expect(PAPER_CELLS).toHaveLength(126)
    expect(PAPER_MODELS).toHaveLength(12)
    expect(cellAt({ family: 'StarCoder', size: '3B' }, 'HumanEval', 'word')).toBeNull()
    expect(cellAt({ family: 'CodeGen', size: '2B' }, 'HumanEval+', 'word')).toMatchObject({ rrs: 5.999 })
  })

  test('no arrow contradicts its number', () => {
    for (const cell of PAPER_CELLS) {
      if (cell.rrs === null) expect(cell.side).not.toBe('equal')
      else expect([cell, arrowOf(cell)]).toEqual([cell, cell.rrs > 1 ? '↓' : cell.rrs < 1 ? '↑' : '='])
    }
  })

  test.each([
    ['an unknown family', 'Gemma 2B | - | - | - | -'],
    ['a column too few', 'LLaMA 1B | - | - | -'],
    ['a cell too few', 'LLaMA 1B | ↓ ↑ | - | - | -'],
    ['a cell without its arrow', 'LLaMA 1B | 1.092 ↑ ↑ | - | - | -'],
  ])('refuses a line with %s', (_name, line) => {
    expect(() => parseTableOne(line)).toThrow(LabError)
  })
})

describe('the recount', () => {
  test.each([
    ['All cells', [126, 65, 54, 7]],
    ['MBPP', [36, 21, 14, 1]],
    ['MBPP+', [36, 22, 11, 3]],
    ['MBPP and MBPP+ together', [72, 43, 25, 4]],
    ['HumanEval', [27, 11, 14, 2]],
    ['HumanEval+', [27, 11, 15, 1]],
    ['HumanEval and HumanEval+ together', [54, 22, 29, 3]],
    ['LLaMA', [36, 11, 23, 2]],
    ['DeepSeek', [36, 21, 12, 3]],
    ['CodeGen', [36, 23, 12, 1]],
    ['StarCoder', [18, 10, 7, 1]],
    ['character', [42, 20, 19, 3]],
    ['word', [42, 23, 18, 1]],
    ['sentence', [42, 22, 17, 3]],
    ['up to 3B', [66, 37, 24, 5]],
    ['6B to 8B', [42, 20, 21, 1]],
    ['15B and 33B', [18, 8, 9, 1]],
  ])('of %s', (name, expected) => {
    expect(counts(name)).toEqual(expected)
  })

  test('gives the shares of the abstract for all cells, and that of the conclusion for MBPP alone', () => {
    expect(percentages('All cells')).toEqual(['51.59', '42.86', '5.56'])
    expect(percentages('MBPP and MBPP+ together')).toEqual(['59.72', '34.72', '5.56'])
    expect(percentages('HumanEval and HumanEval+ together')).toEqual(['40.74', '53.70', '5.56'])
  })

  test('sign tests', () => {
    expect([p('All cells'), p('MBPP and MBPP+ together'), p('MBPP')]).toEqual(['0.36', '0.04', '0.31'])
  })

  test('15 of the 18 LLaMA cells on HumanEval favour the original, as the paper says', () => {
    const { n, original } = recount(select({ ...EVERYTHING, family: 'LLaMA', benchmark: 'HumanEval both' }))
    expect([n, original]).toEqual([18, 15])
  })

  test('of no cell at all', () => {
    expect(recount([])).toMatchObject({ n: 0, shares: { quantized: 0, original: 0, equal: 0 }, p: 1 })
  })

  test('20 cells have an arrow only', () => {
    expect(ARROW_ONLY).toHaveLength(20)
    expect(ARROW_ONLY.filter(({ side }) => side === 'original')).toHaveLength(11)
  })

  test('base and plus verdicts of the same generations disagree in 13 of 63 pairs', () => {
    expect(SUITE_PAIRS).toHaveLength(63)
    expect(SUITE_PAIRS.filter(({ agrees }) => !agrees)).toHaveLength(13)
    const starcoder = SUITE_PAIRS.find(({ base }) => base.rrs === 3.999)
    expect([starcoder?.base.size, starcoder?.plus.rrs, starcoder?.agrees]).toEqual(['3B', 1, false])
    expect(SUITE_PAIRS.every(({ base, plus }) => twinOf(plus) === base)).toBe(true)
  })
})

describe('whole problems behind a score', () => {
  const smallest = (rrs: number, problems: number) => possibleDeltas(rrs, problems, 1)[0]

  test('6.997 is 7 problems against 1, 5.999 is 6 against 1', () => {
    expect(smallest(6.997, 378)).toEqual({ original: 7, quantized: 1 })
    expect(smallest(5.999, 164)).toEqual({ original: 6, quantized: 1 })
    expect(smallest(3.999, 378)).toEqual({ original: 8, quantized: 2 })
    expect(smallest(3.666, 164)).toEqual({ original: 11, quantized: 3 })
  })

  test('every number of the table has some, and those of HumanEval need 14 problems at most', () => {
    const numbered = PAPER_CELLS.flatMap(({ rrs, benchmark }) => (rrs === null ? [] : [{ rrs, benchmark }]))
    expect(numbered).toHaveLength(106)
    const found = numbered.map(({ rrs, benchmark }) => ({ benchmark, deltas: smallest(rrs, problemsOf(benchmark)) }))
    expect(found.filter(({ deltas }) => deltas === undefined)).toEqual([])
    const humanEval = found.filter(({ benchmark }) => benchmark.startsWith('HumanEval'))
    expect(humanEval).toHaveLength(44)
    expect(Math.max(...humanEval.flatMap(({ deltas }) => [deltas?.original ?? 0, deltas?.quantized ?? 0]))).toBe(14)
  })

  test('one problem the other way', () => {
    expect(oneProblemTheOtherWay({ original: 7, quantized: 1 })).toEqual({ original: 6, quantized: 2 })
    expect(printedScore({ original: 6, quantized: 2 }, 378)).toBe('2.999')
    expect(oneProblemTheOtherWay({ original: 1, quantized: 9 })).toBeNull()
  })
})
