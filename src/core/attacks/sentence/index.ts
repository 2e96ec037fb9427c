import type { Attack } from '../types'
import { paraphraseAttack } from './paraphrase'
import { translateAttack } from './translate'

/** Attacks on whole sentences. */
export const sentenceAttacks: readonly Attack[] = [translateAttack, paraphraseAttack]
