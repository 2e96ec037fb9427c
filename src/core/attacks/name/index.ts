import type { Attack } from '../types'
import { renameCamel } from './camel'
import { renameCase } from './case'
import { renameInflection } from './inflection'
import { renameSwap } from './swap'
import { renameSynonym } from './synonym'
import { renameTypo } from './typo'

/** Attacks on the name of the function. */
export const nameAttacks: readonly Attack[] = [
  renameCamel,
  renameTypo,
  renameSwap,
  renameCase,
  renameInflection,
  renameSynonym,
]
