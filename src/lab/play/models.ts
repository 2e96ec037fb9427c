import { cancelled } from '../../core/errors'
import type { DeviceChoice, Engine, LoadProgress, ModelInfo, OpenModel, OpenVariant, VariantInfo } from '../ports'
import { ORIGINAL_SCHEME } from './state'

export interface WantedScheme {
  readonly name: string
  readonly key: string
  readonly isOriginal: boolean
}

/** The one model and the two variants that the page keeps open. Calls must not overlap. */
export class PlayModels {
  #id: string | null = null
  #model: OpenModel | null = null
  #original: OpenVariant | null = null
  #variant: { readonly key: string; readonly open: OpenVariant } | null = null

  constructor(
    private readonly engine: Engine,
    private readonly device: DeviceChoice,
  ) {}

  get info(): ModelInfo | null {
    return this.#model?.info ?? null
  }

  get variants(): { original: VariantInfo | null; variant: VariantInfo | null } {
    return { original: this.#original?.info ?? null, variant: this.#variant?.open.info ?? null }
  }

  has(model: string, schemeKey: string): boolean {
    return this.#id === model && this.#original !== null && this.#variant?.key === schemeKey
  }

  /** Opens what is not open yet and closes what is no longer wanted. */
  async prepare(
    model: string,
    scheme: WantedScheme,
    signal: AbortSignal,
    onProgress: (progress: LoadProgress) => void,
  ): Promise<{ original: OpenVariant; variant: OpenVariant }> {
    if (this.#id !== model) {
      this.close()
      this.#model = await this.engine.open(model, { device: this.device, signal, onProgress })
      this.#id = model
    }
    const open = this.#model
    if (open === null) throw cancelled()
    this.#original ??= await open.variant(ORIGINAL_SCHEME, { signal })
    const original = this.#original
    if (this.#variant?.key !== scheme.key) {
      const old = this.#variant?.open
      this.#variant = null
      if (old !== undefined && old !== original) await old.release()
      const variant = scheme.isOriginal ? original : await open.variant(scheme.name, { signal })
      this.#variant = { key: scheme.key, open: variant }
    }
    return { original, variant: this.#variant.open }
  }

  close(): void {
    this.#model?.close()
    this.#id = null
    this.#model = null
    this.#original = null
    this.#variant = null
  }
}
