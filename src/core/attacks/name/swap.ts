import { randomRename } from './random-rename'

/** ReCode's FuncRenameSwapChar: neighbours change places, within a word of the name. */
export const renameSwap = randomRename({
  id: 'rename-swap',
  name: 'Function name: swapped letters',
  description: 'Letters or digits of the function name that stand side by side change places.',
  share: 0.05,
  label: 'Share of pairs',
  needs: [],
  parts: (name) =>
    [...name.slice(0, -1)].flatMap((first, start) => {
      const second = name[start + 1] ?? ''
      const isPair = /^[A-Za-z0-9]{2}$/.test(first + second) && first !== second
      return isPair ? [{ start, text: first + second, options: [second + first] }] : []
    }),
})
