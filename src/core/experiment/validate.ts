import type * as v from 'valibot'

/** What is wrong with a value, in words: the path of the offending key and what was expected there. */
export function describeIssues(issues: readonly v.BaseIssue<unknown>[]): string {
  const shown = issues.slice(0, 3).map(describeIssue)
  const more = issues.length - shown.length
  return shown.join('; ') + (more > 0 ? `; and ${more} more` : '')
}

function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue)
  const key = issue.path?.at(-1)
  if (issue.kind === 'schema' && issue.expected === 'never' && key !== undefined) return `${path}: unknown key`
  if (issue.received === 'undefined' && key !== undefined) return `${path}: missing`
  const expected = issue.expected === null ? issue.message : `expected ${issue.expected}`
  return `${path}: ${expected}, got ${issue.received}`
}

/** "conditions[1].prompt.mode"; "(top)" for the value itself. */
function pathOf(issue: v.BaseIssue<unknown>): string {
  const text = (issue.path ?? [])
    .map((item) => (typeof item.key === 'number' ? `[${item.key}]` : `.${String(item.key)}`))
    .join('')
  return text === '' ? '(top)' : text.replace(/^\./, '')
}
