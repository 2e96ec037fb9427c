import { cellKey } from '../experiment/cells'
import { originalOf } from '../experiment/originals'
import { conditionLabel, variantLabel } from '../experiment/labels'
import type { CellRecord, DropRecord, RobustnessRecord, RunRecord } from '../experiment/record'
import { assertNever } from '../errors'
import { unseenShare } from './noise-floor'
import { cleanCondition, type Suite } from './summary'

/**
 * What a comparison shows. `worse` and `better` only where the 95 % interval leaves out zero and the exact McNemar test
 * gives p < 0.05 as well (with few flips the interval alone is too sure); `no-ratio` where the RRS is not defined.
 */
export type Finding = 'worse' | 'better' | 'too-few' | 'unchanged' | 'no-ratio'

export interface VerdictSentence {
  readonly topic: 'loss' | 'drop' | 'robustness'
  readonly finding: Finding
  /** The cell that the sentence is about. */
  readonly cell: string
  readonly text: string
}

export type JudgedRun = Pick<RunRecord, 'spec' | 'cells' | 'drops' | 'losses' | 'robustness'>

const SIGNIFICANT = 0.05

/** A run in plain words, a sentence a comparison: losses of the variants, drops under the conditions, robustness. */
export function verdictSentences(run: JudgedRun, suite: Suite = 'plus'): VerdictSentence[] {
  const cells = new Map(run.cells.map((cell) => [cell.key, cell]))
  const ofSuite = (record: { readonly suite: Suite }): boolean => record.suite === suite
  return [
    ...run.losses.filter(ofSuite).map((record) => differenceSentence(run, cells, record, 'loss')),
    ...run.drops.filter(ofSuite).map((record) => differenceSentence(run, cells, record, 'drop')),
    ...run.robustness.filter(ofSuite).map((record) => robustnessSentence(run, record)),
  ]
}

/**
 * The one sentence on top: the largest loss of a variant on clean prompts if there is one beyond chance, else the
 * largest loss under a condition, else the largest drop, else that nothing can be told.
 */
export function headline(run: JudgedRun, suite: Suite = 'plus'): string {
  const cells = new Map(run.cells.map((cell) => [cell.key, cell]))
  const clean = cleanCondition(run.spec)
  const worse = (records: readonly DropRecord[]): DropRecord[] =>
    records
      .filter((record) => record.suite === suite && findingOf(record) === 'worse')
      .sort((first, second) => second.drop - first.drop)
  const losses = worse(run.losses)
  const loss = losses.find(({ cell }) => cells.get(cell)?.condition === clean) ?? losses[0]
  if (loss !== undefined) return differenceSentence(run, cells, loss, 'loss').text
  const drop = worse(run.drops)[0]
  if (drop !== undefined) return differenceSentence(run, cells, drop, 'drop').text
  const compared = [...run.losses, ...run.drops].filter((record) => record.suite === suite)
  if (compared.length === 0) return 'Nothing has been compared yet.'
  const fewest = Math.min(...compared.map(({ n }) => n))
  const comparisons = counted(compared.length, 'comparison')
  return `Nothing broke beyond chance in ${comparisons} of at least ${counted(fewest, 'problem')}.`
}

export function findingOf(record: Pick<DropRecord, 'low' | 'high' | 'lost' | 'gained' | 'mcnemar_p'>): Finding {
  if (record.lost === 0 && record.gained === 0) return 'unchanged'
  if (record.mcnemar_p >= SIGNIFICANT) return 'too-few'
  if (record.low > 0) return 'worse'
  return record.high < 0 ? 'better' : 'too-few'
}

function differenceSentence(
  run: JudgedRun,
  cells: ReadonlyMap<string, CellRecord>,
  record: DropRecord,
  topic: 'loss' | 'drop',
): VerdictSentence {
  const cell = cells.get(record.cell)
  const variant = variantName(run, cell?.variant)
  const condition = conditionName(run, cell?.condition)
  const against = cells.get(record.against)?.condition
  // `clean` by name, or the control that the condition is compared with.
  const reference = topic === 'loss' ? originalName(run, cell?.variant) : conditionName(run, against)
  const who = `${variant}, ${condition}, ${cell?.benchmark ?? record.cell}`
  const finding = findingOf(record)
  return { topic, finding, cell: record.cell, text: `${who}: ${differenceWords(record, finding, reference)}` }
}

function differenceWords(record: DropRecord, finding: Finding, reference: string): string {
  const problems = counted(record.n, 'problem')
  const size = `${points(Math.abs(record.drop))} ${record.drop < 0 ? 'better' : 'worse'} than ${reference}`
  const interval = `95 % interval of the difference ${signed(-record.high)} to ${signed(-record.low)}`
  const evidence = `(${interval}; ${problems}, ${record.lost} lost, ${record.gained} gained)`
  switch (finding) {
    case 'unchanged':
      return `no verdict differs from ${reference} on ${problems}; up to ${percent(unseenShare(record.n))} of problems may still flip.`
    case 'too-few':
      return `${record.drop === 0 ? `as many pass as ${reference}` : size} ${evidence}: too few problems to tell.`
    case 'worse':
    case 'better':
      return `${size} ${evidence}.`
    case 'no-ratio':
      return `${evidence}.`
    default:
      return assertNever(finding)
  }
}

function robustnessSentence(run: JudgedRun, record: RobustnessRecord): VerdictSentence {
  const variant = variantName(run, record.variant)
  const original = originalName(run, record.variant)
  const drops = `${original} ${change(record.original_drop)}, ${variant} ${change(record.variant_drop)}`
  const who = `${conditionName(run, record.condition)}, ${record.benchmark}: ${drops}`
  const place = { topic: 'robustness', cell: cellKey(record.variant, record.condition, record.benchmark) } as const
  if (record.rrs === null) return { ...place, finding: 'no-ratio', text: `${who}. No RRS: not both drop.` }
  const upTo = record.high === null ? 'no upper limit' : record.high.toFixed(2)
  const score = `RRS ${record.rrs.toFixed(2)}, 95 % interval ${record.low?.toFixed(2) ?? 'no limit'} to ${upTo}`
  // Above 1 the original lost more: the variant is the better one.
  if (record.low !== null && record.low > 1) {
    return { ...place, finding: 'better', text: `${who}. ${variant} holds up better (${score}).` }
  }
  if (record.high !== null && record.high < 1) {
    return { ...place, finding: 'worse', text: `${who}. ${variant} holds up worse (${score}).` }
  }
  return { ...place, finding: 'too-few', text: `${who}. Too few problems to tell which holds up better (${score}).` }
}

function variantName(run: JudgedRun, place: number | undefined): string {
  const variant = place === undefined ? undefined : run.spec.variants[place]
  return variant === undefined ? 'the variant' : variantLabel(variant)
}

function originalName(run: JudgedRun, place: number | undefined): string {
  return variantName(run, place === undefined ? undefined : originalOf(run.spec.variants, place))
}

function conditionName(run: JudgedRun, place: number | undefined): string {
  const condition = place === undefined ? undefined : run.spec.conditions[place]
  return condition === undefined ? 'the condition' : conditionLabel(condition)
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`
}

function points(share: number): string {
  return `${signed(share)} points`
}

function change(drop: number): string {
  if (drop === 0) return 'does not change'
  return drop > 0 ? `drops ${points(drop)}` : `gains ${points(-drop)}`
}

function signed(share: number): string {
  const text = (share * 100).toFixed(1)
  return text === '-0.0' ? '0.0' : text.replace('-', '−')
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`
}
