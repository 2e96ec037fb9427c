/**
 * Every failure a person can meet has a code (stable, for programs), a message (what happened) and a hint
 * (what to do next). Errors cross worker and command boundaries as plain data and come out as LabError again.
 */
export const ERROR_CODES = [
  'attack-not-ready',
  'bad-spec',
  'unknown-scheme',
  'unknown-attack',
  'unknown-noise',
  'unknown-benchmark',
  'unknown-model',
  'bad-benchmark',
  'bad-samples',
  'bad-translations',
  'bad-run',
  'newer-version',
  'bad-model',
  'truncated-file',
  'wrong-hash',
  'not-found',
  'html-instead-of-file',
  'network',
  'forbidden',
  'too-many-requests',
  'no-webgpu',
  'no-webassembly',
  'device-lost',
  'out-of-memory',
  'too-large-for-device',
  'context-too-long',
  'python-start',
  'python-crashed',
  'sandbox-broken',
  'reference-failed',
  'storage-full',
  'storage',
  'cancelled',
  'already-running',
  'unsupported',
  'usage',
  'internal',
] as const

export type ErrorCode = (typeof ERROR_CODES)[number]

export interface PlainError {
  readonly code: ErrorCode
  readonly message: string
  readonly hint: string
}

export class LabError extends Error {
  override readonly name = 'LabError'
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly hint: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }

  toPlain(): PlainError {
    return { code: this.code, message: this.message, hint: this.hint }
  }
}

/** Any thrown thing as plain data that structured clone and JSON both carry. */
export function toPlainError(thrown: unknown): PlainError {
  if (thrown instanceof LabError) return thrown.toPlain()
  if (isAbort(thrown)) return cancelled().toPlain()
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'internal', message, hint: 'This is a bug in Shakedown. Please report it with the message above.' }
}

export function fromPlainError(plain: PlainError): LabError {
  return new LabError(plain.code, plain.message, plain.hint)
}

export function cancelled(): LabError {
  return new LabError('cancelled', 'Cancelled.', 'Start again whenever you like; what was finished is kept.')
}

export function isCancelled(thrown: unknown): boolean {
  return (thrown instanceof LabError && thrown.code === 'cancelled') || isAbort(thrown)
}

function isAbort(thrown: unknown): boolean {
  return thrown instanceof Error && thrown.name === 'AbortError'
}

/** For the default branch of a switch over a tagged union: a compile error when a case is missing. */
export function assertNever(value: never): never {
  throw new LabError('internal', `Unexpected value: ${JSON.stringify(value)}`, 'Please report this.')
}
