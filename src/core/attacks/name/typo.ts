import { neighboursOf } from './keyboard'
import { randomRename } from './random-rename'

/** ReCode's FuncRenameButterFinger: keys beside the right ones. */
export const renameTypo = randomRename({
  id: 'rename-typo',
  name: 'Function name: typing errors',
  description: 'Letters of the function name are typed one key beside (US keyboard).',
  share: 0.05,
  label: 'Share of letters',
  needs: [],
  parts: (name) =>
    [...name].flatMap((text, start) => {
      const options = neighboursOf(text)
      return options.length === 0 ? [] : [{ start, text, options }]
    }),
})
