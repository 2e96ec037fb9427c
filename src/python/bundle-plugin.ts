import { build, type Plugin, type Rolldown } from 'vite'

const SUFFIX = '?sandbox'

/**
 * `import source from './script.ts?sandbox'` gives the script, type-checked and bundled into one classic script, as a
 * string: what runs in the sealed frame cannot be loaded from an address, since the frame has no origin to load from.
 */
export function sandboxScripts(): Plugin {
  return {
    name: 'sandbox-scripts',
    enforce: 'pre',
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null
      const entry = id.slice(0, -SUFFIX.length)
      const script = await bundleClassicScript(entry)
      for (const file of script.moduleIds) this.addWatchFile(file)
      return { code: `export default ${JSON.stringify(script.code)}`, moduleType: 'js', map: null }
    },
  }
}

/** A module and what it imports as one classic script. The same sources give the same text. */
export async function bundleClassicScript(entry: string): Promise<Rolldown.OutputChunk> {
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      modulePreload: false,
      lib: { entry, formats: ['iife'], name: 'sandboxed', fileName: 'sandboxed' },
    },
  })
  const outputs = (Array.isArray(built) ? built : [built]).flatMap((one) => ('output' in one ? one.output : []))
  const [script, ...others] = outputs
  if (script?.type !== 'chunk' || others.length > 0) throw new Error(`${entry} must bundle into one script.`)
  return script
}
