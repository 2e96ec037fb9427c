import { replacement } from '../edits'
import type { Character } from '../python-text'
import type { Edit } from '../types'

/** The letter in its other case, where there is one character for it that leads back again; nothing otherwise. */
export function flip({ start, text }: Character): Edit[] {
  const raised = text.toUpperCase()
  const lowered = text.toLowerCase()
  if (raised !== text && raised.toLowerCase() === text && isSingle(raised)) return [replacement(start, text, raised)]
  if (lowered !== text && lowered.toUpperCase() === text && isSingle(lowered))
    return [replacement(start, text, lowered)]
  return []
}

function isSingle(text: string): boolean {
  return [...text].length === 1
}
