import { tenseAttack } from './tense'

/** ReCode's TenseTransformationFuture. */
export const tenseFuture = tenseAttack('future', {
  id: 'tense-future',
  name: 'Future tense',
  description: 'Tells the sentences in the future tense; an order becomes "You will ...".',
})
