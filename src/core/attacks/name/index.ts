import type { Attack } from '../types'

/** Attacks on the name of the function. */
export const nameAttacks: readonly Attack[] = []
