import { LabError } from '../errors'

/** One direction of a translator: a model, and its names of the languages where it knows several. */
export interface TranslationLeg {
  /** Id as on the hub, or of a model that the site ships. */
  readonly model: string
  readonly languages: { readonly source: string; readonly target: string } | null
}

/** Everything that decides what a translator gives for a text: plain data, recorded and hashed with each translation. */
export interface TranslationSettings {
  readonly translator: string
  /** Language in between, ISO 639-1. */
  readonly pivot: string
  readonly there: TranslationLeg
  readonly back: TranslationLeg
  /** Of the weights: `fp32` files have no suffix, `q8` files end in `_quantized`. */
  readonly precision: 'fp32' | 'q8'
  /** transformers.js searches without beams. */
  readonly search: 'greedy'
  /** Longest translation, in tokens. */
  readonly maxTokens: number
  /** `vocabulary`: words unknown to the tokenizer, and texts that do not end, are refused rather than translated. */
  readonly guard: 'vocabulary' | 'none'
  /** Raised when a model that the site ships changes. */
  readonly revision: number
}

export interface Translator {
  readonly id: string
  readonly name: string
  readonly pivots: readonly string[]
  /** The site ships its models; otherwise they are imported first. */
  readonly isShipped: boolean
  /** Where it departs from the paper's translator (mBART-50 in half precision with five beams), in words. */
  readonly deviations: readonly string[]
}

interface Languages {
  readonly [pivot: string]: readonly [english: string, pivot: string]
}

type Models =
  | { readonly kind: 'pair'; readonly there: (pivot: string) => string; readonly back: (pivot: string) => string }
  | { readonly kind: 'multilingual'; readonly model: string; readonly languages: Languages }

interface Entry extends Omit<Translator, 'pivots'> {
  readonly pivots: readonly string[]
  readonly models: Models
  readonly settings: Pick<TranslationSettings, 'precision' | 'maxTokens' | 'guard' | 'revision'>
}

const NO_BEAMS = 'Greedy search in place of five beams.'
const EIGHT_BITS = 'Weights in 8 bits, on WebAssembly.'
/** As in the paper's translator: its files name 200. */
const LARGE = { precision: 'q8', maxTokens: 200, guard: 'none', revision: 1 } as const

const ENTRIES: readonly Entry[] = [
  {
    id: 'starter',
    name: 'Starter translator (embedded)',
    pivots: ['de'],
    isShipped: true,
    deviations: ['A tiny model that knows only the wording of the starter benchmark.', NO_BEAMS],
    models: { kind: 'pair', there: (pivot) => `starter-en-${pivot}`, back: (pivot) => `starter-${pivot}-en` },
    settings: { precision: 'fp32', maxTokens: 95, guard: 'vocabulary', revision: 2 },
  },
  {
    id: 'opus-mt',
    name: 'OPUS-MT',
    pivots: ['de', 'fr', 'es', 'ru', 'zh'],
    isShipped: false,
    deviations: ['Another model than the paper: OPUS-MT.', NO_BEAMS, EIGHT_BITS],
    models: {
      kind: 'pair',
      there: (pivot) => `Xenova/opus-mt-en-${pivot}`,
      back: (pivot) => `Xenova/opus-mt-${pivot}-en`,
    },
    settings: LARGE,
  },
  {
    id: 'mbart-50',
    name: 'mBART-50 (the paper’s)',
    pivots: ['de', 'fr', 'es', 'ru', 'zh'],
    isShipped: false,
    deviations: [NO_BEAMS, EIGHT_BITS],
    models: {
      kind: 'multilingual',
      model: 'Xenova/mbart-large-50-many-to-many-mmt',
      languages: {
        de: ['en_XX', 'de_DE'],
        fr: ['en_XX', 'fr_XX'],
        es: ['en_XX', 'es_XX'],
        ru: ['en_XX', 'ru_RU'],
        zh: ['en_XX', 'zh_CN'],
      },
    },
    settings: LARGE,
  },
  {
    id: 'm2m100',
    name: 'M2M100 418M',
    pivots: ['de', 'fr', 'es', 'ru', 'zh'],
    isShipped: false,
    deviations: ['Another model than the paper: M2M100.', NO_BEAMS, EIGHT_BITS],
    models: {
      kind: 'multilingual',
      model: 'Xenova/m2m100_418M',
      languages: { de: ['en', 'de'], fr: ['en', 'fr'], es: ['en', 'es'], ru: ['en', 'ru'], zh: ['en', 'zh'] },
    },
    settings: LARGE,
  },
  {
    id: 'nllb-200',
    name: 'NLLB-200 600M',
    pivots: ['de', 'fr', 'es', 'ru', 'zh'],
    isShipped: false,
    deviations: ['Another model than the paper: NLLB-200.', NO_BEAMS, EIGHT_BITS],
    models: {
      kind: 'multilingual',
      model: 'Xenova/nllb-200-distilled-600M',
      languages: {
        de: ['eng_Latn', 'deu_Latn'],
        fr: ['eng_Latn', 'fra_Latn'],
        es: ['eng_Latn', 'spa_Latn'],
        ru: ['eng_Latn', 'rus_Cyrl'],
        zh: ['eng_Latn', 'zho_Hans'],
      },
    },
    settings: LARGE,
  },
]

export const translators: readonly Translator[] = ENTRIES

/** Every language that some translator goes through, with its English name. */
export const PIVOT_NAMES: Readonly<Record<string, string>> = {
  de: 'German',
  fr: 'French',
  es: 'Spanish',
  ru: 'Russian',
  zh: 'Chinese',
}

/** @throws LabError `bad-spec` for an unknown translator, or a language that it does not go through */
export function translationSettings(translator: string, pivot: string): TranslationSettings {
  const entry = ENTRIES.find(({ id }) => id === translator)
  if (entry === undefined) {
    const known = ENTRIES.map(({ id }) => id).join(', ')
    throw new LabError('bad-spec', `There is no translator "${translator}".`, `Known translators: ${known}.`)
  }
  if (!entry.pivots.includes(pivot)) {
    throw new LabError(
      'bad-spec',
      `The translator "${translator}" does not go through "${pivot}".`,
      `It goes through: ${entry.pivots.join(', ')}.`,
    )
  }
  return { translator, pivot, ...legs(entry.models, pivot), search: 'greedy', ...entry.settings }
}

function legs(models: Models, pivot: string): Pick<TranslationSettings, 'there' | 'back'> {
  switch (models.kind) {
    case 'pair':
      return {
        there: { model: models.there(pivot), languages: null },
        back: { model: models.back(pivot), languages: null },
      }
    case 'multilingual': {
      const { model, languages } = models
      const [english, other] = languages[pivot] ?? [pivot, pivot]
      return {
        there: { model, languages: { source: english, target: other } },
        back: { model, languages: { source: other, target: english } },
      }
    }
  }
}

/** The graphs that a direction needs, by the hub's layout. */
export function graphsOf({ precision }: TranslationSettings): readonly string[] {
  const suffix = precision === 'q8' ? '_quantized' : ''
  return [`onnx/encoder_model${suffix}.onnx`, `onnx/decoder_model_merged${suffix}.onnx`]
}
