import { tenseAttack } from './tense'

/** ReCode's TenseTransformationPast. */
export const tensePast = tenseAttack('past', {
  id: 'tense-past',
  name: 'Past tense',
  description: 'Tells the sentences in the past tense; an order becomes "You had to ...".',
})
