import type { Attack } from '../types'

/** Attacks on whole sentences. */
export const sentenceAttacks: readonly Attack[] = []
