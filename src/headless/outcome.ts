import { toPlainError } from '../core/errors'
import type { Outcome } from './models-api'

/** What the work gives or throws, as plain data. */
export async function outcome<T>(work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    return { ok: true, value: await work() }
  } catch (thrown) {
    return { ok: false, error: toPlainError(thrown) }
  }
}
