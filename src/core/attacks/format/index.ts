import type { Attack } from '../types'
import { blankLines } from './blank-lines'
import { docstringToComments } from './docstring-to-comments'
import { newlineAfterCode } from './newline-after-code'
import { newlineAfterDocstring } from './newline-after-docstring'
import { splitLongestLine } from './split-lines'
import { tabs } from './tabs'

/** Attacks on the layout of code and docstring. */
export const formatAttacks: readonly Attack[] = [
  tabs,
  splitLongestLine,
  docstringToComments,
  blankLines,
  newlineAfterCode,
  newlineAfterDocstring,
]
