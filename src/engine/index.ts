import type { DeviceChoice, Engine, LoadProgress } from '../lab/ports'
import { type EngineModel, openModel } from './client'
import type { WeightPlace } from './protocol'

export { EngineModel, EngineVariant } from './client'

export interface EngineOptions {
  /** `models/<id>/` is looked for below this address; the page's base when absent. */
  readonly baseUrl?: string
  /** For measurements: where the weights sit. Left out, the faster place for the device. */
  readonly weightPlace?: WeightPlace
}

/** The engine with its own, wider types: models that also tell logits. */
export interface ShakedownEngine extends Engine {
  open(
    model: string,
    options: { device: DeviceChoice; signal?: AbortSignal; onProgress?: (progress: LoadProgress) => void },
  ): Promise<EngineModel>
}

/** The engine: opens models, one worker each. */
export function createEngine(options: EngineOptions = {}): ShakedownEngine {
  return {
    open: (model, { device, signal, onProgress }) =>
      openModel(
        {
          model,
          baseUrl: new URL(options.baseUrl ?? '', document.baseURI).href,
          device,
          weightPlace: options.weightPlace ?? 'auto',
        },
        signal,
        onProgress,
      ),
  }
}
