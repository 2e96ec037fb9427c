import { randomRename } from './random-rename'

/** ReCode's FuncRenameChangeChar: letters change case. */
export const renameCase = randomRename({
  id: 'rename-case',
  name: 'Function name: case of letters',
  description: 'Letters of the function name change from small to capital, and the other way round.',
  share: 0.35,
  label: 'Share of letters',
  needs: [],
  parts: (name) =>
    [...name].flatMap((text, start) => {
      const other = text === text.toLowerCase() ? text.toUpperCase() : text.toLowerCase()
      return /^[A-Za-z]$/.test(text) ? [{ start, text, options: [other] }] : []
    }),
})
