import { conditionLabel, variantLabel } from '../../src/core/experiment/labels'
import type { CellRecord, RunRecord } from '../../src/core/experiment/record'
import type { Crossing } from './thresholds'

/**
 * JUnit XML of a run, for pages of CI: a test case a cell; a crossed threshold is a failure of its cell, what could not be
 * made an error. Times are left out: a cell has none of its own.
 */
export function junitText(run: RunRecord, crossed: readonly Crossing[]): string {
  const suites = run.benchmarks.map(({ id }) => suiteText(run, id, crossed))
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="${escaped(run.spec.name)}">`,
    ...suites,
    '</testsuites>',
    '',
  ].join('\n')
}

function suiteText(run: RunRecord, benchmark: string, crossed: readonly Crossing[]): string {
  const cells = run.cells.filter((cell) => cell.benchmark === benchmark)
  const failed = cells.filter((cell) => crossed.some(({ cell: key }) => key === cell.key)).length
  const errors = cells.filter((cell) => failureOf(run, cell) !== null).length
  const head = `  <testsuite name="${escaped(benchmark)}" tests="${cells.length}" failures="${failed}" errors="${errors}">`
  return [head, ...cells.map((cell) => caseText(run, cell, crossed)), '  </testsuite>'].join('\n')
}

function caseText(run: RunRecord, cell: CellRecord, crossed: readonly Crossing[]): string {
  const variant = run.variants[cell.variant]
  const condition = run.conditions[cell.condition]
  const name = condition === undefined ? cell.key : conditionLabel(condition)
  const group = variant === undefined ? cell.key : variantLabel(variant)
  const lines = [`    <testcase classname="${escaped(group)}" name="${escaped(name)}">`]
  for (const { cell: key, kind, value, limit, against } of crossed) {
    if (key !== cell.key) continue
    const what = `${kind} of ${percent(value)} against ${against}, more than ${percent(limit)}`
    lines.push(`      <failure message="${escaped(what)}"/>`)
  }
  const failure = failureOf(run, cell)
  if (failure !== null) lines.push(`      <error type="${failure.code}" message="${escaped(failure.message)}"/>`)
  const out = `base ${cell.base_passed}/${cell.n}, plus ${cell.plus_passed}/${cell.n}`
  return [...lines, `      <system-out>${out}</system-out>`, '    </testcase>'].join('\n')
}

function failureOf(run: RunRecord, cell: CellRecord) {
  const found = run.failures?.find(
    ({ variant, condition }) => variant === cell.variant && (condition === null || condition === cell.condition),
  )
  return found ?? null
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} points`
}

/** XML 1.0 has no way to write most control characters. */
function escaped(text: string): string {
  const writable = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
  const names: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    '\n': '&#10;',
  }
  return writable.replace(/[&<>"\n]/g, (character) => names[character] ?? character)
}
