import {
  AutoModelForSeq2SeqLM,
  AutoTokenizer,
  type PreTrainedModel,
  type PreTrainedTokenizer,
  Tensor,
} from '@huggingface/transformers'
import { LabError } from '../../core/errors'
import type { TranslationLeg, TranslationSettings } from '../../core/translation/translators'
import type { FileSource } from '../files'
import { runtimeFailure } from '../runtime-failure'
import { serveFiles } from './library-files'
import type { FileProgress } from './protocol'
import { refusal } from './vocabulary'

/** A model with its tokenizer. */
export interface LoadedModel {
  readonly tokenizer: PreTrainedTokenizer
  readonly model: PreTrainedModel
}

export type Translated =
  | { readonly kind: 'translated'; readonly text: string; readonly isWhole: boolean }
  | { readonly kind: 'refused'; readonly why: string }

export interface LoadOptions {
  readonly precision: TranslationSettings['precision']
  readonly signal: AbortSignal
  readonly onProgress: (progress: FileProgress) => void
}

/**
 * Loads a model on WebAssembly: 8-bit models of this kind give gibberish on WebGPU. Errors: those of its files;
 * `not-found` where one is missing, `bad-model` for what is no translator, `out-of-memory`.
 */
export async function loadModel(
  id: string,
  source: FileSource,
  { precision, signal, onProgress }: LoadOptions,
): Promise<LoadedModel> {
  const serving = serveFiles(id, source, signal, (path, loaded, total) =>
    onProgress({ model: id, path, loaded, total }),
  )
  try {
    const tokenizer = await AutoTokenizer.from_pretrained(id)
    const model = await AutoModelForSeq2SeqLM.from_pretrained(id, { device: 'wasm', dtype: precision })
    return { tokenizer, model }
  } catch (thrown) {
    throw serving.failure() ?? loadError(id, serving.missing(), thrown)
  }
}

function loadError(id: string, missing: readonly string[], thrown: unknown): Error {
  const [path] = missing
  if (path !== undefined) {
    const hint = 'Import it on the Models page with its encoder and its merged decoder, or choose another translator.'
    return new LabError('not-found', `The translator ${id} lacks ${path}.`, hint, { cause: thrown })
  }
  const failure = runtimeFailure(thrown, `loading the translator ${id}`)
  if (failure instanceof LabError && failure.code !== 'internal') return failure
  const hint = 'Fetch its files again. A translator is an encoder and a decoder in the layout of transformers.js.'
  return new LabError('bad-model', `${id} cannot be used as a translator: ${failure.message}`, hint, { cause: thrown })
}

/** One text from one language into the other, greedily. Throws what the runtime throws, named. */
export async function translateText(
  { tokenizer, model }: LoadedModel,
  leg: TranslationLeg,
  text: string,
  { guard, maxTokens }: Pick<TranslationSettings, 'guard' | 'maxTokens'>,
): Promise<Translated> {
  if (text.trim() === '') return { kind: 'translated', text, isWhole: true }
  if (guard === 'vocabulary') {
    const why = refusal(tokenizer, text, foreignTokens(model))
    if (why !== null) return { kind: 'refused', why }
  }
  try {
    const search = { max_new_tokens: maxTokens, do_sample: false, num_beams: 1, ...languages(leg) }
    const output: unknown = await model.generate({ ...tokens(tokenizer, text, search), ...search })
    if (!(output instanceof Tensor)) throw new Error('no tokens came')
    const ids = Array.from(output.data as BigInt64Array, Number)
    const translated = tokenizer.decode(ids, { skip_special_tokens: true }).trim()
    const isWhole = endTokens(model).has(ids.at(-1) ?? -1)
    if (guard === 'vocabulary' && (!isWhole || translated === '')) {
      return { kind: 'refused', why: 'The translator found no end to this text.' }
    }
    return { kind: 'translated', text: translated, isWhole }
  } catch (thrown) {
    throw runtimeFailure(thrown, 'translating')
  }
}

/** `foreign_token_ids` of the model's config.json: a key of our own, which only the embedded pair has. */
function foreignTokens({ config }: PreTrainedModel): ReadonlySet<number> {
  const ids: unknown = 'foreign_token_ids' in config ? config.foreign_token_ids : null
  return new Set(Array.isArray(ids) ? ids.filter((id) => typeof id === 'number') : [])
}

function languages({ languages }: TranslationLeg): Record<string, string> {
  return languages === null ? {} : { src_lang: languages.source, tgt_lang: languages.target }
}

/** Multilingual tokenizers put the languages in, and tell the search (by changing it) which one to begin with. */
function tokens(tokenizer: PreTrainedTokenizer, text: string, search: object): object {
  const options = { padding: true, truncation: true }
  const build: unknown = '_build_translation_inputs' in tokenizer ? tokenizer._build_translation_inputs : null
  if (typeof build !== 'function' || !('src_lang' in search)) return tokenizer([text], options) as object
  return build.call(tokenizer, [text], options, search) as object
}

function endTokens(model: PreTrainedModel): ReadonlySet<number> {
  const ends: unknown = model.generation_config?.eos_token_id
  return new Set((Array.isArray(ends) ? ends : [ends]).filter((end) => typeof end === 'number'))
}
