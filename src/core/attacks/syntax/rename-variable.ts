import type { SyntaxNode } from '@lezer/common'
import { textOf } from '../../extract/syntax'
import { CPythonRandom } from '../../random/cpython-random'
import { deriveSeed } from '../../random/derive'
import { identifiersOf, isFreeName, isKeywordOfCall } from '../code/names'
import type { PartialProgram } from '../code/partial'
import { isRefusal, type Refusal } from '../code/program'
import { bindings, containsAny, isSame, namesUnder, scopeOf, usesOf } from '../code/scope'
import { dialCount, dialOf, whyNothingAllowed } from '../dial'
import { replacement } from '../edits'
import { choiceParameter } from '../parameters'
import { commonNames } from './common-names'
import { oneByDefault, syntaxAttack } from './partial-attack'

/** ReCode's VarRenamer in its three ways. */
export const renameVariable = syntaxAttack({
  id: 'rename-variable',
  name: 'Variable names',
  random: true,
  description:
    'Renames the local variables that the function uses most. ReCode asks CodeBERT for its third way; no such model is here: frequent names that suit how the variable is bound stand in for it. Parameters keep their names, of which the text speaks.',
  parameters: {
    naming: {
      kind: 'choice',
      label: 'New names',
      options: [
        { value: 'naive', label: 'VAR_0, VAR_1 ... (VarRenamerNaive)' },
        { value: 'random', label: 'Random letters and digits, as long as before (VarRenamerRN)' },
        { value: 'common', label: 'Frequent names of such variables (in place of VarRenamerCB)' },
      ],
      default: 'naive',
    },
    ...oneByDefault('Share of variables'),
  },
  edits(program, { taskId }, { parameters, seed }) {
    const dial = dialOf(parameters)
    const whyNothing = whyNothingAllowed(dial)
    if (whyNothing !== null) return { why: whyNothing }
    const variables = localVariables(program)
    if (isRefusal(variables)) return variables
    const count = dialCount(variables.length, dial)
    const naming = choiceParameter(parameters, 'naming')
    const taken = identifiersOf(program.tree, program.source)
    const generator = new CPythonRandom(deriveSeed(seed, 'rename-variable', taskId))
    return variables.slice(0, count).flatMap(({ name, uses, binding }) => {
      const wanted = namesFor(naming, name, binding, generator)
      for (const next of wanted) {
        if (!isFreeName(next, taken)) continue
        taken.add(next)
        return uses.map(({ from }) => replacement(from, name, next))
      }
      return []
    })
  },
})

interface Variable {
  readonly name: string
  readonly uses: readonly SyntaxNode[]
  /** Where it is bound first. */
  readonly binding: SyntaxNode
}

/** Those bound in the function itself and seen in its first half, the most used first. */
function localVariables(program: PartialProgram): readonly Variable[] | Refusal {
  const { definition, body, source, visibleStart, visibleEnd } = program
  const unsafe = whyUnsafe(program)
  if (unsafe !== null) return { why: unsafe }
  const other = namesUnder(definition, new Set(['ParamList', 'ImportStatement', 'ScopeStatement']), source)
  const variables = new Map<string, Variable>()
  for (const binding of bindings(body)) {
    const name = textOf(binding, source)
    const isOwn = isSame(scopeOf(binding), definition)
    if (!isOwn || variables.has(name) || other.has(name) || /^_+$/.test(name)) continue
    const uses = usesOf(name, definition, source)
    const isSeen = uses.some(({ from }) => from >= visibleStart && from < visibleEnd)
    // In the head of the function the name is somebody else's: a type, a default.
    const isElsewhere = uses.some((use) => use.from < body.from || isKeywordOfCall(use))
    if (isSeen && !isElsewhere) variables.set(name, { name, uses, binding })
  }
  if (variables.size === 0) return { why: 'The first half has no variable of the function itself.' }
  return [...variables.values()].sort((a, b) => b.uses.length - a.uses.length)
}

function whyUnsafe({ definition, source, tree }: PartialProgram): string | null {
  const names = identifiersOf(tree, source)
  const asking = ['locals', 'vars', 'eval', 'exec', 'globals', 'dir'].find((name) => names.has(name))
  if (asking !== undefined) return `The program uses ${asking}(), which may look names up by their text.`
  if (containsAny(definition, new Set(['ClassDefinition'])))
    return 'The function has a class inside, with scopes of its own.'
  if (containsAny(definition, new Set(['FormatSelfDoc']))) return 'The function prints the names of its variables.'
  return null
}

const FIRST = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
const LATER = `${FIRST}0123456789`
const ATTEMPTS = 200

function* namesFor(naming: string, name: string, binding: SyntaxNode, generator: CPythonRandom): Iterable<string> {
  if (naming === 'common') yield* commonNames(binding)
  else if (naming === 'random') {
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1)
      yield Array.from(name, (_, index) => {
        const letters = index === 0 ? FIRST : LATER
        return generator.choice([...letters])
      }).join('')
  } else for (let number = 0; number < ATTEMPTS; number += 1) yield `VAR_${number}`
}
