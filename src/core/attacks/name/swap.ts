import { replacement } from '../edits'
import { letterRename } from './letters'

/** ReCode's FuncRenameSwapChar: neighbours change places, within a word of the name. */
export const renameSwap = letterRename({
  id: 'rename-swap',
  name: 'Function name: swapped letters',
  description: 'Letters or digits of the function name that stand side by side change places.',
  share: 0.05,
  label: 'Share of pairs',
  candidates: (name) =>
    Array.from(name.slice(0, -1), (first, index) => {
      const second = name[index + 1] ?? ''
      const isPair = /^[A-Za-z0-9]{2}$/.test(first + second) && first !== second
      return isPair ? [replacement(index, first + second, second + first)] : []
    }).flat(),
})
