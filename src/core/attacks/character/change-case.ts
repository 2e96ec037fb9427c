import { letters } from '../python-text'
import { regionsOf } from '../regions'
import { flip } from './flip'
import { letterAttack } from './letter-attack'
import { publishedCase } from './recode'

/** A share of the letters in the other case. ReCode's ChangeCharCase; the paper's attack on case is `char`. */
export const caseAttack = letterAttack({
  id: 'case',
  name: 'Case of many letters',
  description: 'A share of all letters change case, a third of them unless set otherwise.',
  share: 0.35,
  label: 'Share of letters',
  whyNothing: 'The prompt has no letter with two cases in its natural language.',
  published: publishedCase,
  places: (input) =>
    regionsOf(input)
      .filter(({ kind }) => kind === 'sentence')
      .flatMap(({ start, end }) => letters(input.prompt, start, end))
      .flatMap(flip),
  edit: (edit) => edit,
})
