import { LabError } from '../errors'

/** What the lab measured by itself, in the file public/findings.json. */
export interface Findings {
  readonly version: 1
  readonly answers: readonly Finding[]
}

export interface Finding {
  /** What asks for it: an id of `ADVICE` or `CONFOUNDS`, or another one. */
  readonly id: string
  readonly question: string
  /** In words, with its limits. */
  readonly answer: string
  /** Null where the answer is no number. */
  readonly estimate: number | null
  /** 95 % interval; null where there is none, or no limit on that side. */
  readonly low: number | null
  readonly high: number | null
  /** E.g. "points of pass@1". */
  readonly unit: string
  /** Problems, or pairs of them, that it rests on. */
  readonly n: number | null
  /** What makes it anew. */
  readonly command: string
}

export const FINDINGS_FILE = 'findings.json'

/** Reads findings.json, parsed. Throws LabError `bad-run` with the place that does not fit. */
export function parseFindings(value: unknown): Findings {
  const file = objectAt(value, 'the file')
  if (file['version'] !== 1) throw misfit('version', 'must be 1')
  if (!Array.isArray(file['answers'])) throw misfit('answers', 'must be a list')
  const answers = file['answers'].map((answer: unknown, place) => parseFinding(answer, `answers[${place}]`))
  const ids = answers.map(({ id }) => id)
  const twice = ids.find((id, place) => ids.indexOf(id) !== place)
  if (twice !== undefined) throw misfit('answers', `has "${twice}" twice`)
  return { version: 1, answers }
}

function parseFinding(value: unknown, path: string): Finding {
  const fields = objectAt(value, path)
  const text = (name: string): string => {
    const field = fields[name]
    if (typeof field !== 'string' || field === '') throw misfit(`${path}.${name}`, 'must be a text')
    return field
  }
  const number = (name: string): number | null => {
    const field = fields[name]
    if (field === null) return null
    if (typeof field !== 'number' || !Number.isFinite(field))
      throw misfit(`${path}.${name}`, 'must be a number or null')
    return field
  }
  const n = number('n')
  if (n !== null && (!Number.isInteger(n) || n < 0)) throw misfit(`${path}.n`, 'must be a count or null')
  const [low, high] = [number('low'), number('high')]
  if (low !== null && high !== null && low > high) throw misfit(`${path}.low`, 'must not be above high')
  const unit = fields['unit']
  if (typeof unit !== 'string') throw misfit(`${path}.unit`, 'must be a text')
  return {
    ...{ id: text('id'), question: text('question'), answer: text('answer') },
    ...{ estimate: number('estimate'), low, high, unit, n, command: text('command') },
  }
}

function objectAt(value: unknown, path: string): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw misfit(path, 'must be an object')
  return Object.fromEntries(Object.entries(value))
}

function misfit(path: string, why: string): LabError {
  return new LabError(
    'bad-run',
    `${FINDINGS_FILE}: ${path} ${why}.`,
    'The file is damaged or of another version. Make it anew.',
  )
}

export function findingOf(findings: Findings | null, id: string): Finding | null {
  return findings?.answers.find((answer) => answer.id === id) ?? null
}

/** "−1.2 points of pass@1 (−3.0 to 0.6), n = 400"; empty where the answer is no number. */
export function findingFigure({ estimate, low, high, unit, n }: Finding): string {
  const count = n === null ? '' : `n = ${n.toLocaleString('en')}`
  if (estimate === null) return count
  const value = unit === '' ? signed(estimate) : `${signed(estimate)} ${unit}`
  const hasInterval = low !== null || high !== null
  const interval = hasInterval
    ? ` (95 %: ${low === null ? 'no limit' : signed(low)} to ${high === null ? 'no limit' : signed(high)})`
    : ''
  return `${value}${interval}${count === '' ? '' : `, ${count}`}`
}

function signed(value: number): string {
  const rounded = Number(value.toPrecision(3))
  return rounded < 0 ? `−${-rounded}` : String(rounded)
}
