import type { TestOutcome } from '../../core/judge/outcome'

export type Crash = Extract<TestOutcome, { type: 'crash' }>

const MESSAGE_CHARACTERS = 300

/** What JavaScript threw out of Python: the end of the interpreter. */
export function describeCrash(thrown: unknown): Crash {
  const message = messageOf(thrown).slice(0, MESSAGE_CHARACTERS)
  if (thrown instanceof RangeError && /call stack/i.test(message)) return { type: 'crash', reason: 'stack', message }
  return { type: 'crash', reason: isExit(thrown, message) ? 'exit' : 'fatal', message }
}

function messageOf(thrown: unknown): string {
  try {
    if (typeof thrown === 'object' && thrown !== null && 'message' in thrown) return String(thrown.message)
    return String(thrown)
  } catch {
    return 'an error that cannot be shown'
  }
}

function isExit(thrown: unknown, message: string): boolean {
  return (
    typeof thrown === 'object' &&
    thrown !== null &&
    ('status' in thrown || 'exitCode' in thrown || /exit\(/.test(message))
  )
}
