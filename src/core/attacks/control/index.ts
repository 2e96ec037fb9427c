import type { Attack } from '../types'
import { blankControl } from './blank'
import { caseControl } from './case'
import { handControl } from './hand'
import { identityControl, newlineControl } from './newline-and-identity'
import { partialControl } from './partial'
import { rejoinControl } from './rejoin'

/** Changes that ought to change nothing: what flips under them is not the attack's doing. */
export const controls: readonly Attack[] = [
  identityControl,
  newlineControl,
  rejoinControl,
  caseControl,
  blankControl,
  partialControl,
  handControl,
]
