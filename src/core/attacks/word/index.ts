import type { Attack } from '../types'

/** Attacks on words. */
export const wordAttacks: readonly Attack[] = []
