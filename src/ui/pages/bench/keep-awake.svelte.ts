/** What of the browser keeps a screen on. */
export interface AwakeBrowser {
  readonly wakeLock: Pick<WakeLock, 'request'> | undefined
  readonly page: Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>
}

/**
 * Keeps the screen on while a run goes, where a person wants it and the browser can. A browser takes the lock back
 * whenever the page is hidden: it is asked for again when the page is seen.
 */
export class KeepAwake {
  wanted = $state(false)
  /** Whether the screen is kept on now. */
  isHeld = $state(false)
  readonly isPossible: boolean
  #isRunning = false
  #lock: WakeLockSentinel | null = null

  constructor(private readonly browser: AwakeBrowser = ownBrowser()) {
    this.isPossible = browser.wakeLock !== undefined
  }

  set(wanted: boolean): void {
    this.wanted = wanted
    void this.#settle()
  }

  /** While a run goes. */
  start(): void {
    this.#isRunning = true
    this.browser.page.addEventListener('visibilitychange', this.#seen)
    void this.#settle()
  }

  end(): void {
    this.#isRunning = false
    this.browser.page.removeEventListener('visibilitychange', this.#seen)
    void this.#settle()
  }

  readonly #seen = (): void => void this.#settle()

  async #settle(): Promise<void> {
    const { wakeLock, page } = this.browser
    const isDue = this.#isRunning && this.wanted && page.visibilityState === 'visible'
    if (!isDue) {
      if (!this.#isRunning || !this.wanted) await this.#release()
      return
    }
    if (wakeLock === undefined || (this.#lock !== null && !this.#lock.released)) return
    try {
      const lock = await wakeLock.request('screen')
      this.#lock = lock
      this.isHeld = true
      lock.addEventListener('release', () => (this.isHeld = false))
      // Ended or unwished while the browser thought about it.
      if (!this.#isRunning || !this.wanted) await this.#release()
    } catch {
      // Refused: low battery, or a policy. The run goes on all the same.
      this.isHeld = false
    }
  }

  async #release(): Promise<void> {
    const lock = this.#lock
    this.#lock = null
    this.isHeld = false
    await lock?.release()
  }
}

function ownBrowser(): AwakeBrowser {
  return { wakeLock: 'wakeLock' in navigator ? navigator.wakeLock : undefined, page: document }
}
