import type { Page } from '@playwright/test'
import { encodeRunFolder } from '../../src/storage/run-folder'
import { exampleRun } from '../../src/ui/run-example'

/** Puts the made-up example in the place of the shipped recording: journeys then know what they will meet. */
export async function serveExampleRecording(page: Page): Promise<void> {
  const files = encodeRunFolder(exampleRun())
  await page.route('**/recorded/quick-check/*', (route) => {
    const name = new URL(route.request().url()).pathname.split('/').at(-1) ?? ''
    const bytes = files.get(name)
    if (bytes === undefined) return route.fulfill({ status: 404 })
    const contentType = name.endsWith('.json') ? 'application/json' : 'application/gzip'
    return route.fulfill({ body: Buffer.from(bytes), contentType })
  })
}
