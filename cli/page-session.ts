import type { Page } from 'playwright'
import type { DeviceChoice } from '../src/lab/ports'
import { type Ask, asker, withHeadlessPage } from './headless-page'
import { untilSignal } from './signals'
import { type Mount, serveFolder } from './static-server'

export interface PagePlace<Event> {
  /** Folder of the built site. */
  readonly site: string
  readonly mounts: readonly Mount[]
  readonly device: DeviceChoice
  readonly say: (line: string) => void
  /** What a person should do when the browser stops by itself. */
  readonly hint: string
  /** Function of the page's window by which it tells events. */
  readonly binding: string
  /** What it throws ends the work and is thrown: the disk is full or gone, and going on would only lose more. */
  readonly onEvent: (event: Event) => void
}

export interface PageSession {
  readonly page: Page
  readonly ask: Ask
}

/** Serves the site and works in a headless page that tells events. Signals cancel. */
export function withPageSession<Event, T>(
  { site, mounts, device, say, hint, binding, onEvent }: PagePlace<Event>,
  work: (session: PageSession) => Promise<T>,
): Promise<T> {
  return untilSignal(async (abort) => {
    const server = await serveFolder(site, { mounts })
    const failures: unknown[] = []
    const prepare = async (page: Page): Promise<void> => {
      await page.exposeBinding(binding, (_source, event: Event) => {
        if (failures.length > 0) return
        try {
          onEvent(event)
        } catch (error) {
          failures.push(error)
          abort.abort()
        }
      })
    }
    try {
      const place = { site: server.address, device, say, signal: abort.signal, prepare, hint } as const
      return await withHeadlessPage(place, (page, gone) => work({ page, ask: asker(gone) }))
    } catch (thrown) {
      throw failures.length > 0 ? failures[0] : thrown
    } finally {
      await server.close()
    }
  })
}
