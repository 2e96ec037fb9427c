import { LabError } from '../core/errors'
import type { AttackSupport } from '../lab/attacks/port'

/** What attacks need, from this site. */
export const attackSupport: AttackSupport = {
  load: (needs) => Promise.reject(missing(needs.join(', '))),
  translate: () => Promise.reject(missing('translation')),
}

function missing(what: string): LabError {
  return new LabError('unsupported', `This build cannot load: ${what}.`, 'Choose an attack that needs nothing.')
}
