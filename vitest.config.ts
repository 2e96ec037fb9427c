import { svelte } from '@sveltejs/vite-plugin-svelte'
import { playwright } from '@vitest/browser-playwright'
import { defineConfig } from 'vitest/config'
import type { BrowserConfigOptions } from 'vitest/node'
import { chromiumArguments, findChromium } from './cli/find-chromium.ts'
import { sandboxScripts } from './src/python/bundle-plugin.ts'
import { wordnetFile } from './src/storage/wordnet-plugin.ts'
import site from './vite.config.ts'

const shared = {
  define: site.define ?? {},
  resolve: site.resolve ?? {},
  worker: site.worker ?? {},
  optimizeDeps: site.optimizeDeps ?? {},
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
      {
        ...shared,
        plugins: [svelte(), sandboxScripts(), wordnetFile()],
        test: {
          name: 'browser',
          ...constants,
          globalSetup: ['src/storage/models/testing/global-setup.ts', 'src/python/testing/witness-setup.ts'],
          include: ['src/**/*.browser.test.ts'],
          expect: { requireAssertions: true },
          // Engines and interpreters: minutes on a slow machine.
          testTimeout: 180_000,
          fileParallelism: false,
          browser: inChromium,
        },
      },
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
