import type { SearchLine } from '../../src/core/search/parse-result'
import type { SearchResult } from '../../src/core/search/smallest-edit'
import { aligned } from '../grade/table'

export interface SearchSummary {
  readonly scheme: string
  readonly searched: number
  readonly flipped: number
  readonly held: number
  readonly failsClean: number
  readonly noEdits: number
  /** Edits of the smallest flips; null where nothing flipped. */
  readonly medianEdits: number | null
  readonly generated: number
  readonly scored: number
}

/** How a scheme compares with the first, over problems that both solve when clean. */
export interface DistanceComparison {
  readonly scheme: string
  readonly against: string
  readonly problems: number
  /** Problems for which fewer edits are enough, more are needed, or as many. What held counts as further than any flip. */
  readonly nearer: number
  readonly further: number
  readonly equal: number
}

export function summariseSearch(lines: readonly SearchLine[], schemes: readonly string[]): SearchSummary[] {
  return schemes.map((scheme) => {
    const results = lines.filter((line) => line.scheme === scheme).map(({ result }) => result)
    const count = (kind: SearchResult['kind']) => results.filter((result) => result.kind === kind).length
    return {
      scheme,
      searched: results.length,
      flipped: count('flipped'),
      held: count('held'),
      failsClean: count('fails-clean'),
      noEdits: count('no-edits'),
      medianEdits: median(results.flatMap((result) => (result.kind === 'flipped' ? [result.edits.length] : []))),
      generated: results.reduce((sum, { queries }) => sum + queries.generated, 0),
      scored: results.reduce((sum, { queries }) => sum + queries.scored, 0),
    }
  })
}

export function compareDistances(lines: readonly SearchLine[], schemes: readonly string[]): DistanceComparison[] {
  const [against, ...others] = schemes
  if (against === undefined) return []
  const distances = (scheme: string) =>
    new Map(
      lines
        .filter((line) => line.scheme === scheme)
        .flatMap(({ task_id, result }) => {
          const distance = distanceOf(result)
          return distance === null ? [] : [[task_id, distance] as const]
        }),
    )
  const reference = distances(against)
  return others.map((scheme) => {
    const pairs = [...distances(scheme)].flatMap(([task, distance]) => {
      const before = reference.get(task)
      return before === undefined ? [] : [Math.sign(distance - before) || 0]
    })
    const count = (sign: number) => pairs.filter((pair) => pair === sign).length
    return { scheme, against, problems: pairs.length, nearer: count(-1), further: count(1), equal: count(0) }
  })
}

/** Edits that flip the verdict; Infinity where nothing in the budget did; null where there was nothing to flip. */
function distanceOf(result: SearchResult): number | null {
  switch (result.kind) {
    case 'flipped':
      return result.edits.length
    case 'held':
      return Infinity
    case 'fails-clean':
    case 'no-edits':
      return null
  }
}

function median(numbers: readonly number[]): number | null {
  const sorted = [...numbers].sort((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)]
  const high = sorted[Math.floor(sorted.length / 2)]
  return low === undefined || high === undefined ? null : (low + high) / 2
}

export function searchText(summaries: readonly SearchSummary[], comparisons: readonly DistanceComparison[]): string {
  const rows = summaries.map((one) => [
    one.scheme,
    String(one.searched),
    String(one.failsClean),
    String(one.flipped),
    String(one.held),
    one.medianEdits === null ? '-' : String(one.medianEdits),
    String(one.generated),
    String(one.scored),
  ])
  const head = ['', 'problems', 'fail clean', 'flipped', 'held', 'median edits', 'generated', 'scored']
  return [
    ...aligned([head, ...rows]),
    ...comparisons.map(
      ({ scheme, against, problems, nearer, further, equal }) =>
        `${scheme} against ${against}, ${problems} problems that both solve clean: ${nearer} flip with fewer edits, ${further} need more, ${equal} as many`,
    ),
  ].join('\n')
}
