import { attacked, humanEvalInput } from '../code/testing'

/** For tests: a name of several words, in two ways of writing. */
export const LONG_NAME = 'countTheOdd_squares'

/** What an attack makes of it. */
export function renamer(id: string): (parameters: Record<string, number>, seed: number) => string {
  const input = humanEvalInput(`def ${LONG_NAME}(a):\n    """ Do it. """\n`, '    return a\n', LONG_NAME)
  return (parameters, seed) => attacked(id, input, parameters, seed).program?.entryPoint ?? LONG_NAME
}
