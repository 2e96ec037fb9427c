import type { Attack } from '../types'
import { partialControl } from './partial'
import { identityControl, newlineControl } from './newline-and-identity'

/** Changes that ought to change nothing: what flips under them is not the attack's doing. */
export const controls: readonly Attack[] = [identityControl, newlineControl, partialControl]
