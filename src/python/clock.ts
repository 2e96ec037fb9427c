/** Timers, so that tests need not wait. */
export interface Clock {
  /** Does it once, after so many milliseconds, unless the function returned is called before. */
  after(milliseconds: number, act: () => void): () => void
}

export const systemClock: Clock = {
  after(milliseconds, act) {
    const timer = setTimeout(act, milliseconds)
    return () => clearTimeout(timer)
  },
}
