import type { Attack } from '../types'
import { translateAttack } from './translate'

/** Attacks on whole sentences. */
export const sentenceAttacks: readonly Attack[] = [translateAttack]
