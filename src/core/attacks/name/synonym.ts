import { synsetNames } from '../word/synset-names'
import { randomRename } from './random-rename'
import { wordParts } from './words'

/** ReCode's FuncRenameSynonymSub. */
export const renameSynonym = randomRename({
  id: 'rename-synonym',
  name: 'Function name: synonyms',
  description: 'Words of the function name give way to the name of any of their senses in WordNet.',
  share: 0.5,
  label: 'Share of words',
  needs: ['wordnet', 'tagger'],
  parts: (name, resources) => wordParts(name, resources, synsetNames),
})
