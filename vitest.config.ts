import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig, type UserWorkspaceConfig } from 'vitest/config'
import type { BrowserConfigOptions } from 'vitest/node'
import { chromiumArguments, findChromium } from './cli/find-chromium.ts'
import { sandboxScripts } from './src/python/bundle-plugin.ts'
import { wordnetFile } from './src/storage/wordnet-plugin.ts'
import site from './vite.config.ts'

/** All that any file of the site imports by name. */
const DEPENDENCIES = [
  ...['@lezer/common', '@lezer/highlight', '@lezer/python', 'comlink', 'dexie', 'diff', 'fflate', 'valibot'],
  ...['@noble/hashes/sha2.js', '@noble/hashes/legacy.js', '@noble/hashes/utils.js'],
]
/** As long as all others together: they go beside them. The translators have a worker of their own. */
const ENGINE = ['src/engine/*.browser.test.ts', 'src/engine/gpu/*.browser.test.ts']
const shared = {
  define: site.define ?? {},
  resolve: site.resolve ?? {},
  worker: site.worker ?? {},
  // Found late, a dependency reloads the page under a test that runs.
  optimizeDeps: { ...site.optimizeDeps, include: DEPENDENCIES },
}
const browser = findChromium()
const constants = {
  setupFiles: ['vitest.constants.ts'],
  env: { VITE_VERSIONS: String(shared.define['__VERSIONS__']) },
}

const inChromium: BrowserConfigOptions = {
  enabled: true,
  headless: true,
  screenshotFailures: false,
  provider: playwright({
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser.path }),
      args: chromiumArguments({ webgpu: 'software' }),
    },
  }),
  instances: [{ browser: 'chromium' }],
}

/** Engines and interpreters as they are in a tab, one file at a time: minutes on a slow machine. */
function inBrowser(name: string, include: string[], exclude: string[]): UserWorkspaceConfig {
  return {
    ...shared,
    plugins: [svelte(), sandboxScripts(), wordnetFile()],
    test: {
      name,
      ...constants,
      globalSetup: ['src/storage/models/testing/global-setup.ts', 'src/python/testing/witness-setup.ts'],
      include,
      exclude,
      expect: { requireAssertions: true },
      testTimeout: 180_000,
      fileParallelism: false,
      browser: inChromium,
    },
  }
}

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.ts', 'cli/**/*.test.ts'],
          exclude: ['src/**/*.browser.test.ts', 'src/**/*.svelte.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 30_000,
          setupFiles: ['vitest.setup.ts'],
          // What is tested here is pure: one worker loads each file of the source once, not once for every test file.
          isolate: false,
        },
      },
      inBrowser('browser', ['src/**/*.browser.test.ts'], ENGINE),
      inBrowser('engine', ENGINE, []),
      {
        ...shared,
        plugins: [svelte()],
        test: {
          name: 'components',
          ...constants,
          include: ['src/**/*.svelte.test.ts'],
          expect: { requireAssertions: true },
          testTimeout: 20_000,
          fileParallelism: false,
          browser: inChromium,
        },
      },
    ],
  },
})
