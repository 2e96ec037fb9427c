import { toPlainError, type PlainError } from '../../../core/errors'
import { parseSpecText } from '../../../core/experiment/parse-spec'
import { findPreset, presets, type Preset } from '../../../core/experiment/presets'
import type { Spec } from '../../../core/experiment/spec'
import { jsonText, presetText, specText } from './spec-text'

/** A file far larger is no spec. */
const LARGEST_FILE = 1 << 20

/** Where the text of a study came from. */
export type StudySource =
  | { readonly kind: 'preset'; readonly preset: Preset }
  | { readonly kind: 'file'; readonly name: string }
  | { readonly kind: 'matrix' }

/** A study: the text of a spec, from a preset, a file or the matrix, changed at will. */
export class StudyChoice {
  text = $state('')
  source = $state.raw<StudySource>({ kind: 'matrix' })
  /** The text as it came. */
  #original = $state('')
  /** A file or an address that could not be taken; what was there stays. */
  sourceError = $state.raw<PlainError | null>(null)

  readonly isChanged = $derived(this.text !== this.#original)
  /** Of the text as it stands. */
  readonly read = $derived.by((): { readonly spec: Spec } | { readonly error: PlainError } => {
    try {
      return { spec: parseSpecText(this.text) }
    } catch (thrown) {
      return { error: toPlainError(thrown) }
    }
  })
  readonly spec = $derived('spec' in this.read ? this.read.spec : null)
  readonly error = $derived('error' in this.read ? this.read.error : null)

  constructor() {
    const [first] = presets
    if (first !== undefined) this.#take({ kind: 'preset', preset: first }, presetText(first))
  }

  choose(id: string): void {
    try {
      const preset = findPreset(id)
      this.#take({ kind: 'preset', preset }, presetText(preset))
    } catch (thrown) {
      this.sourceError = toPlainError(thrown)
    }
  }

  takeSpec(spec: Spec): void {
    this.#take({ kind: 'matrix' }, specText(spec))
  }

  async takeFile(file: File): Promise<void> {
    if (file.size > LARGEST_FILE) {
      const message = `${file.name} is too large for a spec.`
      this.sourceError = { code: 'bad-spec', message, hint: 'Open the .json of a spec; a run is opened at the top.' }
      return
    }
    this.#take({ kind: 'file', name: file.name }, await file.text())
  }

  /** The text as it came. */
  revert(): void {
    this.text = this.#original
  }

  /** Samples made elsewhere as one more variant, behind the others. */
  addImported(name: string): void {
    const spec: unknown = this.spec === null ? null : JSON.parse(this.text)
    if (typeof spec !== 'object' || spec === null || !('variants' in spec) || !Array.isArray(spec.variants)) return
    const variant = { name: name.replace(/\.jsonl(\.gz)?$/, ''), samples: name }
    this.text = jsonText({ ...spec, variants: [...spec.variants, variant] })
  }

  #take(source: StudySource, text: string): void {
    this.source = source
    this.#original = text
    this.text = text
    this.sourceError = null
  }
}
