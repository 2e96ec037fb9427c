const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Works with a controller that aborts when a person or the system asks this process to end; the work may abort too. */
export async function untilSignal<T>(work: (abort: AbortController) => Promise<T>): Promise<T> {
  const abort = new AbortController()
  const onSignal = (): void => abort.abort()
  for (const name of SIGNALS) process.once(name, onSignal)
  try {
    return await work(abort)
  } finally {
    for (const name of SIGNALS) process.off(name, onSignal)
  }
}
