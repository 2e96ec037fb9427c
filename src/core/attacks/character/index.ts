import type { Attack } from '../types'
import { characterAttack } from './case'

/** Attacks on letters and white space. */
export const characterAttacks: readonly Attack[] = [characterAttack]
