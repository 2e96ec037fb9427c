import type { Engine, ModelInfo, OpenModel } from '../ports'

/** An engine that keeps its last model open between runs, and remembers the files of every model that it opened. */
export interface KeptEngine extends Engine {
  /** By `modelKey`. */
  readonly files: ReadonlyMap<string, ModelInfo['files']>
  close(): void
}

export function modelKey(model: string, file: string | undefined): string {
  return JSON.stringify([model, file ?? null])
}

export function keptEngine(engine: Engine): KeptEngine {
  const files = new Map<string, ModelInfo['files']>()
  let kept: { readonly key: string; readonly model: OpenModel } | null = null
  const close = (): void => {
    kept?.model.close()
    kept = null
  }
  return {
    files,
    close,
    open: async (id, options) => {
      const key = modelKey(id, options.file)
      if (kept?.key !== key) {
        close()
        kept = { key, model: await engine.open(id, options) }
      }
      files.set(key, kept.model.info.files)
      const { model } = kept
      // Whoever borrows it closes nothing.
      return new Proxy(model, {
        get: (target, name) => {
          if (name === 'close') return () => undefined
          const value: unknown = Reflect.get(target, name, target)
          return typeof value === 'function' ? value.bind(target) : value
        },
      })
    },
  }
}
