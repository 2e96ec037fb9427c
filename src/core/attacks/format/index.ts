import type { Attack } from '../types'

/** Attacks on the layout of code and docstring. */
export const formatAttacks: readonly Attack[] = []
