import * as v from 'valibot'
import { LabError } from '../errors'
import { canonicalJson } from '../hash'
import { knownTranslation, type KnownTranslation } from './known'
import { translationSettings, translators, type TranslationSettings } from './translators'

const LegSchema = v.strictObject({
  model: v.string(),
  languages: v.nullable(v.strictObject({ source: v.string(), target: v.string() })),
})

const SettingsSchema = v.strictObject({
  translator: v.string(),
  pivot: v.string(),
  there: LegSchema,
  back: LegSchema,
  precision: v.picklist(['fp32', 'q8']),
  search: v.literal('greedy'),
  maxTokens: v.pipe(v.number(), v.integer(), v.minValue(1)),
  guard: v.picklist(['vocabulary', 'none']),
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
})

const ResultSchema = v.variant('kind', [
  v.strictObject({ kind: v.literal('translated'), text: v.string(), pivotText: v.string(), isWhole: v.boolean() }),
  v.strictObject({ kind: v.literal('refused'), why: v.string() }),
])

/** A file of translations there and back, so that nobody needs to run the translator twice. */
export const TranslationFileSchema = v.strictObject({
  format: v.literal('shakedown-translations'),
  version: v.literal(1),
  /** By translator and language: what the texts below were made with. */
  groups: v.array(
    v.strictObject({
      settings: SettingsSchema,
      translations: v.array(v.strictObject({ text: v.string(), result: ResultSchema })),
    }),
  ),
})

export type TranslationFile = v.InferOutput<typeof TranslationFileSchema>

/** Sorted, so that equal knowledge makes equal files. */
export function writeTranslations(known: Iterable<KnownTranslation>): string {
  const groups = new Map<string, TranslationFile['groups'][number]>()
  const sorted = [...known].sort((a, b) => compare(nameOf(a), nameOf(b)))
  for (const { request, result } of sorted) {
    const settings = translationSettings(request.translator, request.pivot)
    const name = canonicalJson(settings)
    const group: TranslationFile['groups'][number] = groups.get(name) ?? { settings, translations: [] }
    groups.set(name, group)
    group.translations.push({ text: request.text, result })
  }
  const file: TranslationFile = { format: 'shakedown-translations', version: 1, groups: [...groups.values()] }
  return `${JSON.stringify(file, null, 1)}\n`
}

/**
 * The translations of a file. Throws LabError `bad-translations` for what is no such file, and for one made with other
 * settings than this build's: its texts would pass for what they are not.
 */
export function readTranslations(text: string): KnownTranslation[] {
  const file = v.safeParse(TranslationFileSchema, parse(text))
  if (!file.success) {
    const [issue] = file.issues
    throw bad(`The file of translations is not valid at "${v.getDotPath(issue) ?? 'its root'}": ${issue.message}.`)
  }
  return file.output.groups.flatMap(({ settings, translations }) => {
    const { translator, pivot } = settings
    if (!isOurs(settings)) {
      throw bad(`The translations by "${translator}" were made with other settings than this version's.`)
    }
    return translations.map((entry) => knownTranslation({ translator, pivot, text: entry.text }, entry.result))
  })
}

function isOurs(settings: TranslationSettings): boolean {
  const known = translators.find(({ id }) => id === settings.translator)
  if (known?.pivots.includes(settings.pivot) !== true) return false
  return canonicalJson(translationSettings(settings.translator, settings.pivot)) === canonicalJson(settings)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw bad('The file of translations is no complete JSON.', cause)
  }
}

function bad(message: string, cause?: unknown): LabError {
  return new LabError(
    'bad-translations',
    message,
    'Choose a file that this version exported, or let it translate again.',
    { cause },
  )
}

function nameOf({ request }: KnownTranslation): string {
  return JSON.stringify([request.translator, request.pivot, request.text])
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
