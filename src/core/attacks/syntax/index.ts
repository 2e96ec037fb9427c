import type { Attack } from '../types'
import { deadCode } from './dead-code'
import { forWhile } from './for-while'
import { operandSwap } from './operand-swap'
import { renameVariable } from './rename-variable'

/** Attacks on code that the prompt has already, meaning kept. */
export const syntaxAttacks: readonly Attack[] = [deadCode, forWhile, operandSwap, renameVariable]
