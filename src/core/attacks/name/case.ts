import { replacement } from '../edits'
import { letterRename } from './letters'

/** ReCode's FuncRenameChangeChar: letters change case. */
export const renameCase = letterRename({
  id: 'rename-case',
  name: 'Function name: case of letters',
  description: 'Letters of the function name change from small to capital, and the other way round.',
  share: 0.35,
  label: 'Share of letters',
  candidates: (name) =>
    Array.from(name, (letter, index) => {
      const other = letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase()
      return /^[A-Za-z]$/.test(letter) ? [replacement(index, letter, other)] : []
    }).flat(),
})
