import type { Problem, Suite } from '../../core/benchmarks/types'
import type { PyValue } from '../../core/judge/value'
import type { HostileProgram, Target } from './program'
import { STATE } from './state'

const int = (value: number): PyValue => ({ type: 'int', value: BigInt(value) })

interface Function {
  readonly entryPoint: string
  readonly right: string
  readonly atol: number
  /** Instead of the four inputs. */
  readonly tests?: readonly string[]
}

const FUNCTIONS: Readonly<Record<Target, Function>> = {
  bool: { entryPoint: 'is_even', right: '(x % 2 == 0)', atol: 0 },
  float: { entryPoint: 'half_of', right: '(x / 2)', atol: 1e-6 },
  list: { entryPoint: 'pair', right: '[x, x + 1]', atol: 0 },
  floats: { entryPoint: 'halves_of', right: '[x / 2] * 30', atol: 1e-6 },
  set: { entryPoint: 'both_of', right: '{x, x + 1}', atol: 0 },
  tests: {
    entryPoint: 'step',
    right: '(x + 2)',
    atol: 0,
    tests: [
      'assert all(map(lambda given, wanted: given == wanted, map(step, [1, 2]), [3, 4]))',
      'assert step(step(7)) == 11',
      'assert step(10) == 12',
    ],
  },
}

const INPUTS: Suite = { kind: 'inputs', inputs: [[int(1)], [int(2)], [int(10)], [int(7)]] }

function makeProblem(taskId: string, entryPoint: string, reference: string, atol: number, base = INPUTS): Problem {
  return {
    taskId,
    prompt: '',
    entryPoint,
    canonicalSolution: reference,
    contract: '',
    base,
    plus: null,
    atol,
    original: null,
  }
}

export function problemOf(target: Target): Problem {
  const { entryPoint, right, atol, tests } = FUNCTIONS[target]
  const base: Suite = tests === undefined ? INPUTS : { kind: 'program', setup: '', tests, seconds: 3 }
  return makeProblem(`Hostile/${target}`, entryPoint, `def ${entryPoint}(x):\n    return ${right}\n`, atol, base)
}

/** The text of a program against one problem. `beacon`: an address that would tell of a request. */
export function programText({ text }: HostileProgram, target: Target, beacon: string): string {
  const { entryPoint, right } = FUNCTIONS[target]
  return text.replaceAll('ENTRY', entryPoint).replaceAll('RIGHT', right).replaceAll('BEACON', beacon)
}

/** Its reference tells all it sees of its interpreter: it passes only where that is as it was at the start. */
export const STATE_PROBLEM: Problem = makeProblem('Hostile/state', 'state', STATE, 0, {
  kind: 'inputs',
  inputs: [[int(1)]],
})
export const stateProgram = STATE_PROBLEM.canonicalSolution

/** A problem that no interpreter has seen: what is expected is computed after the hostile program has run. */
export function freshProblem(factor: number): Problem {
  return makeProblem(`Hostile/fresh-${factor}`, 'times', `def times(x):\n    return x * ${factor}\n`, 0)
}
/** Wrong for every fresh problem. */
export const WRONG_PROGRAM = 'def times(x):\n    return None\n'
