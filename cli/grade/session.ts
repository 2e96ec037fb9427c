import type { Page } from 'playwright'
import { GRADE_EVENT_BINDING, type HeadlessGradeEvent } from '../../src/headless/grade-api'
import { type Ask, asker, withHeadlessPage } from '../headless-page'
import { untilSignal } from '../signals'
import { ensureSite } from '../site'
import { type Mount, serveFolder } from '../static-server'

export interface JudgingSession {
  readonly page: Page
  readonly ask: Ask
}

export interface JudgingPlace {
  readonly site: string | null
  readonly mounts: readonly Mount[]
  readonly say: (line: string) => void
  readonly hint: string
  /** What it throws ends the work and is thrown. */
  readonly onEvent: (event: HeadlessGradeEvent) => void
}

/** Works in a headless page that judges. Signals cancel. */
export function withJudgingPage<T>(
  { site, mounts, say, hint, onEvent }: JudgingPlace,
  work: (session: JudgingSession) => Promise<T>,
): Promise<T> {
  return untilSignal(async (abort) => {
    const server = await serveFolder(await ensureSite(site, say), { mounts })
    const failures: unknown[] = []
    const prepare = async (page: Page): Promise<void> => {
      await page.exposeBinding(GRADE_EVENT_BINDING, (_source, event: HeadlessGradeEvent) => {
        if (failures.length > 0) return
        try {
          onEvent(event)
        } catch (error) {
          // The disk is full or gone: going on would only lose more.
          failures.push(error)
          abort.abort()
        }
      })
    }
    try {
      const place = { site: server.address, device: 'wasm', say, signal: abort.signal, prepare, hint } as const
      return await withHeadlessPage(place, (page, gone) => work({ page, ask: asker(gone) }))
    } catch (thrown) {
      throw failures.length > 0 ? failures[0] : thrown
    } finally {
      await server.close()
    }
  })
}
