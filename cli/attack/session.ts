import type { Page } from 'playwright'
import { ATTACK_EVENT_BINDING, type HeadlessAttackEvent } from '../../src/headless/attacks-api'
import type { DeviceChoice } from '../../src/lab/ports'
import { type Ask, asker, withHeadlessPage } from '../headless-page'
import { untilSignal } from '../signals'
import { type Mount, serveFolder } from '../static-server'

export interface AttackPlace {
  /** Folder of the built site. */
  readonly site: string
  readonly mounts: readonly Mount[]
  readonly device: DeviceChoice
  readonly say: (line: string) => void
  readonly hint: string
  /** What it throws ends the work and is thrown. */
  readonly onEvent: (event: HeadlessAttackEvent) => void
}

/** Works in a headless page that attacks prompts. Signals cancel. */
export function withAttackPage<T>(
  { site, mounts, device, say, hint, onEvent }: AttackPlace,
  work: (session: { readonly page: Page; readonly ask: Ask }) => Promise<T>,
): Promise<T> {
  return untilSignal(async (abort) => {
    const server = await serveFolder(site, { mounts })
    const failures: unknown[] = []
    const prepare = async (page: Page): Promise<void> => {
      await page.exposeBinding(ATTACK_EVENT_BINDING, (_source, event: HeadlessAttackEvent) => {
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
