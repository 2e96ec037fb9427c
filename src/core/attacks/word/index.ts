import type { Attack } from '../types'
import { inflectionAttack } from './inflection'
import { synonymInsertion } from './synonym-insertion'
import { synonymSubstitution } from './synonym-substitution'
import { wordAttack } from './synonyms'
import { tenseFuture } from './tense-future'
import { tensePast } from './tense-past'

/** Attacks on words. */
export const wordAttacks: readonly Attack[] = [
  wordAttack,
  synonymSubstitution,
  synonymInsertion,
  inflectionAttack,
  tensePast,
  tenseFuture,
]
