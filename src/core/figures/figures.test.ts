import { expect, test } from 'vitest'
import { cellDetails } from './table-one-detail'
import { attackGroups, conditionGroups, quantizedSchemes, schemeName, variantGroups } from './groups'
import { bitsOf, meanLosses } from './mean-loss'
import { modelName } from './model-name'
import { noiseCurves } from './noise-curves'
import { levelText } from './numbers'
import { paretoRows } from './pareto'
import { regionRows } from './regions'
import { groupRobustness } from './robustness-of'
import { scoreRows } from './scores'
import { sensitivity } from './sensitivity'
import { cellText, publishedText, tablesOne, tally } from './table-one'
import { ANATOMY, attack, LEVELS, noise, syntheticRun, type SyntheticPlace } from './testing'
import { tradeOff } from './trade-off'

const study = syntheticRun()
const { run, table } = study

test('tells family and size from ids where they can be told', () => {
  const parts = (id: string) => [modelName(id).family, modelName(id).size]
  expect(parts('meta-llama/Llama-3.2-1B')).toEqual(['Llama-3.2', '1B'])
  expect(parts('Salesforce/codegen-350M-mono')).toEqual(['codegen', '350M'])
  expect(parts('deepseek-ai/deepseek-coder-1.3b-base')).toEqual(['deepseek-coder', '1.3B'])
  expect(parts('Qwen/Qwen2.5-Coder-0.5B-Instruct')).toEqual(['Qwen2.5-Coder', '0.5B'])
  expect(parts('starter-coder-l')).toEqual(['starter-coder', 'L'])
  expect(parts('gpt2')).toEqual(['gpt2', ''])
})

test('groups conditions by all but their seeds, and variants by their original', () => {
  expect(conditionGroups(run.conditions)).toHaveLength(3 + 10)
  expect(conditionGroups(run.conditions)[3]).toMatchObject({
    places: [4, 5],
    label: 'gaussian noise 0.0001, seeds 1 2',
  })
  expect(variantGroups(run).map(({ original, variants }) => [original, variants])).toEqual([
    [0, [1, 2]],
    [3, [4, 5]],
  ])
  expect(quantizedSchemes(run)).toEqual(['int8', 'int4'])
})

test('imported samples are called by what their name adds to the original', () => {
  const variants = [
    { name: 'CodeLlama-34B', samples: 'a' },
    { name: 'CodeLlama-34B NF4', samples: 'b' },
    { name: 'other', samples: 'c' },
  ].map((variant) => ({ ...variant, master: 'imported', files: {}, parameters: 0, bytes: 0 }))
  expect([0, 1, 2].map((place) => schemeName({ variants }, place))).toEqual(['original', 'NF4', 'other'])
})

test("a cell of Table I is the record's score, and opens onto flips that add up to its drops", () => {
  const [first] = tablesOne(run, table)
  expect(first?.heads.map(({ title }) => title)).toEqual(['sham', 'sham+'])
  expect(first?.rows.map(({ variant }) => variant)).toEqual([1, 4])
  const cell = first?.rows[1]?.cells[4]
  if (cell === null || cell === undefined) throw new Error('no cell')
  const record = run.robustness.find((one) => one.variant === 4 && one.condition === 2 && one.suite === 'plus')
  expect(cell.robustness).toEqual(record)
  const [detail] = cellDetails(run, table, cell)
  if (detail === undefined) throw new Error('no detail')
  const { original, variant } = detail
  expect([original.variant, variant.variant]).toEqual([3, 4])
  expect(original.drop.value).toBeCloseTo(record?.original_drop ?? NaN)
  expect(variant.drop.value).toBeCloseTo(record?.variant_drop ?? NaN)
  expect(variant.lost).toHaveLength(variant.flips.lost)
  expect(Object.values(variant.flips).reduce((sum, one) => sum + one, 0)).toBe(40)
  const drop = run.drops.find((one) => one.cell === 'v4.c2.sham' && one.suite === 'plus')
  expect(variant.p).toBe(drop?.mcnemar_p)
  expect({ low: variant.drop.low, high: variant.drop.high }).toEqual({ low: drop?.low, high: drop?.high })
})

test('arrows follow the sign table, not the ratio', () => {
  const of = (original_drop: number, variant_drop: number) => {
    const both = { original_drop, variant_drop, outcome: 'equal' as const, rrs: null, low: null, high: null }
    return [cellText(both).sign, publishedText(both).sign]
  }
  expect(of(0.2, 0.1)).toEqual(['↓', '↓'])
  expect(of(0.1, 0.2)).toEqual(['↑', '↑'])
  expect(of(0, 0)).toEqual(['=', '↑'])
  // Both gained: the original gained more.
  expect(of(-0.2, -0.1)).toEqual(['↑', '↓'])
  expect(of(0.1, -0.1)).toEqual(['↓', '↓'])
  const counts = tally(tablesOne(run, table))
  expect(counts.down + counts.up + counts.equal).toBe(2 * 2 * 6)
})

test('several seeds of an attack become one column with the mean drops', () => {
  const seeded = syntheticRun({ conditions: [{}, attack('char', 1), attack('char', 2)], models: ['lab/Sham-1B'] })
  const [first] = tablesOne(seeded.run, seeded.table)
  expect(first?.conditions).toHaveLength(1)
  const cell = first?.rows[0]?.cells[1]
  const records = seeded.run.robustness.filter(({ variant, suite }) => variant === 1 && suite === 'plus')
  expect(records).toHaveLength(2)
  const mean = records.reduce((sum, one) => sum + one.variant_drop, 0) / 2
  expect(cell?.robustness.variant_drop).toBeCloseTo(mean)
  expect(cell === null || cell === undefined ? [] : cellDetails(seeded.run, seeded.table, cell)).toHaveLength(2)
})

test('noise curves: a panel for each model and kind, clean first, seeds together, bands around the mean', () => {
  const panels = noiseCurves(run, table, 'plus', 'sham')
  expect(panels.map(({ noise: kind, model }) => `${kind} ${model.size}`)).toEqual([
    'gaussian 1B',
    'gaussian 3B',
    'uniform 1B',
    'uniform 3B',
  ])
  const line = panels[0]?.lines[0]
  expect(line?.points.map(({ level }) => level)).toEqual([0, ...LEVELS])
  expect(line?.points.map(({ seeds }) => seeds)).toEqual([1, 2, 2, 2, 2, 2])
  for (const { value, low, high } of line?.points ?? []) {
    expect(low).toBeLessThanOrEqual(value)
    expect(high).toBeGreaterThanOrEqual(value)
  }
  const clean = run.cells.find(({ key }) => key === 'v0.c0.sham')
  expect(line?.points[0]?.value).toBeCloseTo((clean?.plus_passed ?? 0) / 40)
  const two = run.cells.filter(({ key }) => key === 'v0.c4.sham' || key === 'v0.c5.sham')
  expect(line?.points[1]?.value).toBeCloseTo(two.reduce((sum, cell) => sum + cell.plus_passed, 0) / 80)
})

test('regions: where two variants made to part do part', () => {
  const chance = ({ scheme, condition }: SyntheticPlace): number => {
    const level = condition.weights?.level ?? 0
    if (level <= 1e-3) return 0.9
    return scheme === 0 ? 0.02 : 0.88
  }
  const parted = syntheticRun({ chance, models: ['lab/Sham-1B'], schemes: ['fp32', 'int8'], problems: 80 })
  const [row] = regionRows(parted.run, parted.table, 'plus', 'sham')
  expect(row?.differFrom?.level).toBe(3e-3)
  expect(row?.originalHalved?.level).toBeGreaterThan(1e-3)
  expect(row?.originalHalved?.level).toBeLessThan(3e-3)
  expect(row?.variantHalved).toBeNull()
})

test('trade-off: a loss for each variant, means over noise and attacks', () => {
  const rows = tradeOff(run, table, 'plus', 'sham')
  expect(rows).toHaveLength(6)
  const record = run.losses.find((one) => one.cell === 'v1.c0.sham' && one.suite === 'plus')
  expect(rows[1]?.loss?.value).toBeCloseTo(record?.drop ?? NaN)
  expect(rows[0]?.loss).toBeNull()
  const attacked = run.cells.filter(({ variant, condition }) => variant === 1 && condition >= 1 && condition <= 3)
  expect(rows[1]?.attack?.value).toBeCloseTo(attacked.reduce((sum, cell) => sum + cell.plus_passed, 0) / 120)
  expect(rows.every(({ noise }) => noise !== null && noise.low <= noise.value)).toBe(true)
})

test('mean clean loss over models, beside what the paper says of 8 and 4 bits', () => {
  const rows = meanLosses(run, table, 'plus', 'sham')
  expect(rows.map(({ scheme, models, paper }) => [scheme, models, paper])).toEqual([
    ['int8', 2, 0.0036],
    ['int4', 2, 0.0119],
  ])
  const losses = run.losses.filter((one) => ['v1.c0.sham', 'v4.c0.sham'].includes(one.cell) && one.suite === 'plus')
  expect(rows[0]?.loss.value).toBeCloseTo(losses.reduce((sum, { drop }) => sum + drop, 0) / 2)
  expect(['int8', 'int8row', 'llm-int8', 'nf4', 'fp4', 'int4:block=64', 'fp16', 'int2', 'fp32'].map(bitsOf)).toEqual([
    8,
    8,
    8,
    4,
    4,
    4,
    null,
    null,
    null,
  ])
})

test('scores of figure 5 are those of the table', () => {
  const [, , translate] = attackGroups(run.conditions)
  if (translate === undefined) throw new Error('no attack')
  const rows = scoreRows(run, table, translate, 'plus', 'sham')
  expect(rows.map(({ scheme, model }) => `${model.size} ${scheme}`)).toEqual([
    '1B int8',
    '1B int4',
    '3B int8',
    '3B int4',
  ])
  const place = { variant: 2, group: translate, suite: 'plus' as const, benchmark: 'sham' }
  expect(rows[1]?.robustness).toEqual(groupRobustness(run, table, place))
})

test('a variant is dominated when another is smaller and no worse', () => {
  const chance = ({ scheme }: SyntheticPlace): number => [1, 1, 0][scheme] ?? 0
  const made = syntheticRun({ chance, models: ['lab/Sham-1B'], conditions: [{}] })
  const rows = paretoRows(made.run, made.table, 'plus', 'sham')
  // int8 passes all and is smaller than fp32; int4 passes nothing, and is the smallest.
  expect(rows.map(({ dominatedBySize }) => dominatedBySize)).toEqual([true, false, false])
})

test('sensitivity: a row for each part and variant, mean and range over seeds', () => {
  const made = syntheticRun({ conditions: ANATOMY, models: ['lab/Sham-1B'], schemes: ['fp32', 'int4'] })
  const rows = sensitivity(made.run, made.table, 'plus', 'sham')
  expect(rows).toHaveLength(2 * 8)
  expect(rows[0]).toMatchObject({ by: 'role', part: 'q', seeds: 2, n: 40, scheme: 'fp32' })
  expect(rows[4]).toMatchObject({ by: 'layer', part: '0' })
  const drops = made.run.drops.filter((one) => ['v0.c1.sham', 'v0.c2.sham'].includes(one.cell) && one.suite === 'plus')
  expect([rows[0]?.low, rows[0]?.high]).toEqual(drops.map(({ drop }) => drop).sort((one, other) => one - other))
  expect(noiseCurves(made.run, made.table, 'plus', 'sham')).toEqual([])
})

test('levels are written as in the paper', () => {
  expect([0, 1e-4, 3e-3, 1e-2, 0.05, 0.25, 2].map(levelText)).toEqual([
    'clean',
    '1e-4',
    '3e-3',
    '1e-2',
    '0.05',
    '0.25',
    '2',
  ])
})

test('bit flips and noise relative to a tensor are panels of their own', () => {
  const mixed = syntheticRun({
    conditions: [{}, noise('gaussian', 0.01), noise('gaussian', 0.01, 1, { relative: true })],
    models: ['lab/Sham-1B'],
  })
  expect(noiseCurves(mixed.run, mixed.table, 'plus', 'sham').map(({ relative }) => relative)).toEqual([false, true])
})
