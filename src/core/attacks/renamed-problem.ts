import type { Problem, Suite, TestProgram } from '../benchmarks/types'
import { LabError } from '../errors'
import { identifiersOf, isKeywordOfCall } from './code/names'
import { parseLoosely, walk } from './code/program'
import { applyEdits, replacement } from './edits'
import type { AttackResult } from './types'

/**
 * The problem that a changed prompt poses, for grading: its entry point, its reference (changed prompt + canonical
 * solution) and its tests all speak of the function by its new name. Its task id, inputs and expected values stay, and
 * with the id the oracle that EvalPlus has for the problem. Where the attack left entry point and solution alone it is
 * the same problem, the original prompt in it: what programs are compared with does not depend on the attack.
 * @throws LabError `unsupported` where the tests have a thing of that name already
 */
export function problemUnderAttack(problem: Problem, { text, program }: AttackResult): Problem {
  if (program === null) return problem
  const changed: Problem = { ...problem, prompt: text, canonicalSolution: program.canonicalSolution }
  return program.entryPoint === problem.entryPoint ? changed : renamed(changed, program.entryPoint)
}

function renamed(problem: Problem, name: string): Problem {
  const rename = (code: string) => renameIn(code, problem.entryPoint, name, problem.taskId)
  return {
    ...problem,
    entryPoint: name,
    contract: rename(problem.contract),
    base: renamedSuite(problem.base, rename),
    plus: problem.plus === null ? null : renamedSuite(problem.plus, rename),
    original: problem.original === null ? null : renamedProgram(problem.original, rename),
  }
}

type Rename = (code: string) => string

function renamedSuite(suite: Suite, rename: Rename): Suite {
  switch (suite.kind) {
    case 'inputs':
    case 'cases':
      return suite
    case 'program':
      return renamedProgram(suite, rename)
  }
}

function renamedProgram(tests: TestProgram, rename: Rename): TestProgram {
  return { ...tests, setup: rename(tests.setup), tests: tests.tests.map(rename) }
}

/**
 * Python code that speaks of a function by its new name. By a parser: attributes, keywords of calls, texts and comments of
 * the old name are something else. @throws LabError `unsupported` where the code has a thing of the new name already
 */
export function renameIn(code: string, from: string, to: string, taskId: string): string {
  if (!code.includes(from) && !code.includes(to)) return code
  const tree = parseLoosely(code)
  if (tree === null) throw clash(taskId, 'cannot be read')
  if (identifiersOf(tree, code).has(to)) throw clash(taskId, `use the name "${to}" for something else`)
  const starts: number[] = []
  walk(tree.topNode, (node) => {
    if (node.name === 'VariableName' && code.slice(node.from, node.to) === from && !isKeywordOfCall(node))
      starts.push(node.from)
  })
  return applyEdits(
    code,
    starts.map((start) => replacement(start, from, to)),
  )
}

function clash(taskId: string, why: string): LabError {
  return new LabError(
    'unsupported',
    `${taskId}: the function cannot get another name, its tests ${why}.`,
    'Leave the task out of the run, or choose another seed.',
  )
}
