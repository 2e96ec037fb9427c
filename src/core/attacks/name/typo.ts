import { replacement } from '../edits'
import { letterRename } from './letters'
import { neighboursOf } from './keyboard'

/** ReCode's FuncRenameButterFinger: keys beside the right ones. */
export const renameTypo = letterRename({
  id: 'rename-typo',
  name: 'Function name: typing errors',
  description: 'Letters of the function name are typed one key beside (US keyboard).',
  share: 0.05,
  label: 'Share of letters',
  candidates: (name, generator) =>
    Array.from(name, (letter, index) => {
      const near = neighboursOf(letter)
      const drawn = near[generator.randbelow(Math.max(1, near.length))]
      return drawn === undefined ? [] : [replacement(index, letter, drawn)]
    }).flat(),
})
