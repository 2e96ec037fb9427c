import { svelte } from '@sveltejs/vite-plugin-svelte'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vite'
import { sandboxScripts } from './src/python/bundle-plugin.ts'
import { sandboxPolicy } from './src/python/policy-plugin.ts'
import { hubSettings } from './src/storage/models/hub/hosts.ts'
import { wordnetFile } from './src/storage/wordnet-plugin.ts'

const root = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const version = (name: string) =>
  (JSON.parse(readFileSync(root(`node_modules/${name}/package.json`), 'utf8')) as { version: string }).version
const hub = hubSettings(process.env)
const self = JSON.parse(readFileSync(root('package.json'), 'utf8')) as { version: string }

export default defineConfig({
  // Relative addresses: the built site works under any base path.
  base: './',
  plugins: [
    svelte(),
    sandboxScripts(),
    sandboxPolicy(root('src/python/sandboxed/frame.ts'), hub.sources),
    wordnetFile(),
  ],
  define: {
    __HUB__: JSON.stringify(hub),
    __VERSIONS__: JSON.stringify({
      shakedown: self.version,
      onnxruntime: version('onnxruntime-web'),
      transformers: version('@huggingface/transformers'),
      pyodide: version('pyodide'),
    }),
  },
  resolve: { dedupe: ['onnxruntime-web', 'onnxruntime-common'] },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: { input: { index: root('index.html'), headless: root('headless.html') } },
  },
  optimizeDeps: { exclude: ['onnxruntime-web', '@huggingface/transformers', 'pyodide'] },
})
