import type { Attack } from '../types'
import { wordAttack } from './synonyms'

/** Attacks on words. */
export const wordAttacks: readonly Attack[] = [wordAttack]
