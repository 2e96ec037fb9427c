import { LabError } from '../errors'

/** What the lab measured by itself, in the file public/findings.json. */
export interface Findings {
  readonly version: 1
  readonly answers: readonly Finding[]
}

export interface Finding {
  /** One of `FINDING_QUESTIONS`, or one of them with a part behind a slash ("drop-by-size/m"), or any other. */
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

/** What this site means to answer by itself, and the spec in examples/findings that makes the samples (docs/findings.md). */
export interface FindingQuestion {
  readonly id: string
  readonly question: string
  readonly spec: 'attacks' | 'newline' | 'noise' | 'floor' | 'extraction'
}

export const FINDING_QUESTIONS = [
  { id: 'drop', question: 'Does quantization change the drop under attack?', spec: 'attacks' },
  { id: 'drop-by-size', question: 'In which direction, by size of the model?', spec: 'attacks' },
  {
    id: 'noise',
    question: 'How much of the advantage under noise is left where the same noise reaches the same weights?',
    spec: 'noise',
  },
  { id: 'newline', question: 'How much does the lost newline add?', spec: 'newline' },
  { id: 'rejoin', question: 'What do cutting and joining add?', spec: 'newline' },
  { id: 'extraction', question: 'What does the published way of taking the answer do?', spec: 'extraction' },
  { id: 'floor', question: 'How much flips when nothing differs?', spec: 'floor' },
  { id: 'null-rrs', question: 'How wide is RRS when nothing differs?', spec: 'attacks' },
  { id: 'base-plus', question: 'Do base and plus tests agree on the direction?', spec: 'attacks' },
] as const satisfies readonly FindingQuestion[]

export type FindingId = (typeof FINDING_QUESTIONS)[number]['id']

export function questionOf(id: FindingId): FindingQuestion {
  const question = FINDING_QUESTIONS.find((one) => one.id === id)
  if (question !== undefined) return question
  throw new LabError('internal', `There is no question "${id}".`, 'Please report this.')
}

/** Makes the samples that the answer rests on. */
export function findingsCommand({ spec }: FindingQuestion): string {
  return `npx shakedown run examples/findings/${spec}.json --out runs/${spec}`
}

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

/** The answers to a question, also by parts. */
export function answersTo(findings: Findings, id: FindingId): Finding[] {
  return findings.answers.filter((answer) => answer.id === id || answer.id.startsWith(`${id}/`))
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
