import { expect, test } from 'vitest'
import { ANATOMY, attack, LEVELS, noise, syntheticRun } from '../testing'
import { allFigures, PAGE_INK, PRINT_INK, scoresFigureOf } from './index'
import { clipped, spread } from './series'
import { SvgDocument } from './svg-element'

const source = { suite: 'plus', benchmark: 'sham' } as const
const study = syntheticRun({
  models: ['lab/Sham-1B', 'lab/Sham-3B'],
  conditions: [
    {},
    attack('char'),
    ...ANATOMY.slice(1, 5),
    ...LEVELS.flatMap((level) => [1, 2].map((seed) => noise('gaussian', level, seed))),
  ],
  problems: 20,
})
const figures = allFigures({ ...study, ...source })

test('a run with everything has every figure', () => {
  expect(figures.map(({ id }) => id)).toEqual([
    'noise',
    'regions',
    'trade-off',
    'mean-loss',
    'scores',
    'pareto',
    'sensitivity',
  ])
})

test('a run that is only clean has only its cost', () => {
  const clean = syntheticRun({ conditions: [{}], models: ['lab/Sham-1B'] })
  expect(allFigures({ ...clean, ...source }).map(({ id }) => id)).toEqual(['mean-loss', 'pareto'])
  expect(scoresFigureOf({ ...clean, ...source })).toBeNull()
})

test.each(figures.map((figure) => [figure.id, figure] as const))(
  '%s is drawn the same every time',
  async (id, figure) => {
    const drawn = figure.draw({ width: 720, ink: PRINT_INK })
    expect(figure.draw({ width: 720, ink: PRINT_INK })).toBe(drawn)
    await expect(drawn.replaceAll('><', '>\n<')).toMatchFileSnapshot(`./snapshots/${id}.svg`)
  },
)

test.each(figures.map((figure) => [figure.id, figure] as const))(
  '%s says in words and in a table what it draws',
  (_, figure) => {
    expect(figure.table.rows.length).toBeGreaterThan(0)
    for (const row of figure.table.rows) {
      expect(row).toHaveLength(figure.table.columns.length)
      expect(row.join(' ')).not.toMatch(/NaN|undefined|Infinity/)
    }
    for (const scheme of ['int8', 'int4']) expect(figure.alternative).toContain(scheme)
    for (const width of [320, 1200]) {
      const drawn = figure.draw({ width, ink: PAGE_INK })
      expect(drawn).not.toMatch(/NaN|undefined|Infinity/)
      expect(drawn).toMatch(/^<svg [^>]*role="img" aria-label="[^"]+/)
      // The page's policy allows no inline style, and a file has no theme.
      expect(drawn).not.toMatch(/<style| style="|<script/)
      expect(figure.draw({ width, ink: PRINT_INK })).not.toContain('var(')
    }
  },
)

test('levels of noise that lie close together are not all labelled', () => {
  const levels = [0.0001, 0.001, 0.01, 0.02, 0.03, 0.04, 0.05, 0.1]
  const conditions = [{}, ...levels.map((level) => noise('gaussian', level, 1))]
  const dense = allFigures({ ...syntheticRun({ conditions, problems: 10 }), ...source }).find(
    ({ id }) => id === 'noise',
  )
  const drawn = dense?.draw({ width: 500, ink: PRINT_INK })
  for (const text of ['clean', '1e-4', '1e-3', '1e-2', '0.1']) expect(drawn).toContain(`>${text}</text>`)
  for (const text of ['2e-2', '4e-2', '0.05']) expect(drawn).not.toContain(`>${text}</text>`)
})

test('text of a run is only text', () => {
  const document = new SvgDocument()
  expect(String(document.svg('text', { title: '"<a>&' }, '<script>'))).toBe(
    '<text title="&quot;&lt;a&gt;&amp;">&lt;script&gt;</text>',
  )
  const hostile = syntheticRun({ models: ['lab/<img src=x onerror=alert(1)>-1B'], problems: 10 })
  for (const figure of allFigures({ ...hostile, ...source }))
    expect(figure.draw({ width: 500, ink: PRINT_INK })).not.toContain('<img')
})

test('labels move apart by no more than needed, and stay within', () => {
  expect(spread([10, 12, 50], 10, 0, 100)).toEqual([10, 20, 50])
  expect(spread([95, 99, 100], 10, 0, 100)).toEqual([80, 90, 100])
  expect(clipped('abcdefgh', 5)).toBe('abcd…')
})
