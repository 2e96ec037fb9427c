import type { Attack } from '../types'
import { characterAttack } from './case'
import { caseAttack } from './change-case'
import { deleteAttack } from './delete'
import { homoglyphAttack } from './homoglyph'
import { insertAttack } from './insert'
import { invisibleAttack } from './invisible'
import { keyboardAttack } from './keyboard'
import { repeatAttack } from './repeat'
import { swapAttack } from './swap'
import { whitespaceAttack } from './whitespace'

/** Attacks on letters and white space. */
export const characterAttacks: readonly Attack[] = [
  characterAttack,
  keyboardAttack,
  swapAttack,
  caseAttack,
  whitespaceAttack,
  deleteAttack,
  insertAttack,
  repeatAttack,
  homoglyphAttack,
  invisibleAttack,
]
