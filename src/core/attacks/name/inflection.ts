import { otherForms } from '../word/inflection'
import { randomRename } from './random-rename'
import { wordParts } from './words'

/** ReCode's FuncRenameInflectionalVariation, on the words of the name; ReCode takes the name for a single word. */
export const renameInflection = randomRename({
  id: 'rename-inflection',
  name: 'Function name: inflection',
  description: 'Words of the function name take another number, tense or degree.',
  share: 0.5,
  label: 'Share of words',
  needs: ['wordnet', 'tagger'],
  parts: (name, resources) => wordParts(name, resources, otherForms),
})
