import { defineConfig } from '@playwright/test'
import { chromiumArguments, findChromium } from './cli/find-chromium'
import { SITE } from './e2e/support/site'

const browser = findChromium()

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.e2e.ts',
  // Files side by side: most of a test keeps one processor busy.
  workers: 2,
  fullyParallel: false,
  // Models run on the processor here, beside whatever else the machine does.
  timeout: 240_000,
  expect: { timeout: 20_000 },
  reporter: [['list']],
  use: {
    baseURL: SITE,
    viewport: { width: 1280, height: 900 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(browser === null ? {} : { executablePath: browser.path }),
      args: chromiumArguments({ webgpu: 'off' }),
    },
  },
  webServer: {
    command: 'npx tsx e2e/support/serve.ts',
    url: SITE,
    timeout: 180_000,
    reuseExistingServer: false,
    stdout: 'ignore',
    stderr: 'pipe',
  },
})
