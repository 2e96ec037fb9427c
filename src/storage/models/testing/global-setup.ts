import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { serveHub } from './hub-server.ts'
import { testModel } from './tiny-model.ts'
import { writeFiles } from './write-files.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /**
     * A test hub for tests in the browser, with the model `owner/model` and the site's
     * pair of translators as `owner/en-de` and `owner/de-en`; see hub-server.ts for faults.
     */
    hubAddress: string
  }
}

/** Runs beside the browser, which cannot start a server itself. */
export default async function startHub(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), 'hub-'))
  writeFiles(folder, testModel())
  const hub = await serveHub({
    models: {
      'owner/model': folder,
      'owner/en-de': 'public/models/starter-en-de',
      'owner/de-en': 'public/models/starter-de-en',
    },
  })
  project.provide('hubAddress', hub.address)
  return async () => {
    await hub.close()
    rmSync(folder, { recursive: true })
  }
}
