import { expect, test, vi } from 'vitest'
import { KeepAwake, type AwakeBrowser } from './keep-awake.svelte'

/** A browser that takes the lock back when its page is hidden, as they do. */
function fakeBrowser(refuses = false) {
  const page = Object.assign(new EventTarget(), { visibilityState: 'visible' as DocumentVisibilityState })
  const locks: { released: boolean; free: () => void }[] = []
  const request = async (): Promise<WakeLockSentinel> => {
    if (refuses) throw new DOMException('low battery', 'NotAllowedError')
    const lock = Object.assign(new EventTarget(), {
      type: 'screen' as const,
      released: false,
      onrelease: null,
      release: async () => lock.free(),
      free: () => {
        if (lock.released) return
        lock.released = true
        lock.dispatchEvent(new Event('release'))
      },
    })
    locks.push(lock)
    return lock
  }
  const see = (state: DocumentVisibilityState): void => {
    page.visibilityState = state
    if (state === 'hidden') for (const lock of locks) lock.free()
    page.dispatchEvent(new Event('visibilitychange'))
  }
  const browser: AwakeBrowser = { wakeLock: { request }, page }
  return { browser, locks, see }
}

test('holds the lock while a run goes and it is wanted, takes it again when the page is seen, and lets go at the end', async () => {
  const { browser, locks, see } = fakeBrowser()
  const awake = new KeepAwake(browser)
  awake.set(true)
  await Promise.resolve()
  expect(locks).toHaveLength(0)
  awake.start()
  await vi.waitFor(() => expect(awake.isHeld).toBe(true))
  see('hidden')
  expect(awake.isHeld).toBe(false)
  see('visible')
  await vi.waitFor(() => expect(locks).toHaveLength(2))
  await vi.waitFor(() => expect(awake.isHeld).toBe(true))
  awake.set(false)
  await vi.waitFor(() => expect(locks.every(({ released }) => released)).toBe(true))
  awake.set(true)
  await vi.waitFor(() => expect(awake.isHeld).toBe(true))
  awake.end()
  await vi.waitFor(() => expect(locks.every(({ released }) => released)).toBe(true))
  see('hidden')
  see('visible')
  await Promise.resolve()
  expect(locks).toHaveLength(3)
})

test('a browser that refuses or cannot does not disturb the run', async () => {
  const { browser } = fakeBrowser(true)
  const refused = new KeepAwake(browser)
  refused.set(true)
  refused.start()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(refused.isHeld).toBe(false)
  expect(new KeepAwake({ ...browser, wakeLock: undefined }).isPossible).toBe(false)
})
