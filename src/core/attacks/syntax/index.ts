import type { Attack } from '../types'

/** Attacks on code that the prompt has already, meaning kept. */
export const syntaxAttacks: readonly Attack[] = []
