import type { Graded, Program, Statuses } from './results.ts'

export interface Disagreement {
  readonly program: Program
  readonly native: Graded
  readonly ours: Graded
}

/** One changed condition: what it stands for, and how the native side (or ours) is run under it. */
export interface Trial {
  /** Of experiments.py, or `ours`, or the interpreter. */
  readonly name: string
  readonly cause: string
  readonly how: string
}

/** Most particular first: the first that makes a disagreement vanish is the one that is named. */
export const NATIVE_TRIALS: readonly Trial[] = [
  trial(
    'counted',
    'EvalPlus 0.3.1 does not count the tests of find_zero that pass, and fails the task for the gap',
    'EvalPlus, those tests counted',
  ),
  trial(
    'fresh-inputs',
    'Arguments live for one call here, natively for all',
    'EvalPlus, each call on a copy of its own',
  ),
  trial(
    'python-3.14',
    'Python 3.14 evaluates annotations late, and lacks what was removed by then',
    'EvalPlus with these changes of 3.14 put on the program',
  ),
  trial('compensated-sum', 'From Python 3.12 on, sum() of floats is compensated', 'EvalPlus with a compensated sum()'),
  trial(
    '32-bit',
    'Sizes, hashes and C longs have 32 bits here',
    'EvalPlus with sys.maxsize, len, islice, hash and struct of 32 bits',
  ),
  trial(
    'as-data',
    "An object of the program's own type does not leave the sandbox",
    'EvalPlus, answers held to built-in and standard types',
  ),
  trial('no-numpy', 'The sandbox has no numpy', 'EvalPlus with numpy hidden from the program'),
  trial('single-thread', 'No threads and no event loop in the sandbox', 'EvalPlus, threads and asyncio.run refused'),
  trial('unguarded', "EvalPlus's guard takes open() and parts of os away", 'EvalPlus without its guard'),
  trial('memory', 'The sandbox has 256 MiB', 'EvalPlus with 256 MiB more than it starts with'),
  trial('deeper-stack', "EvalPlus's own frames count against the recursion limit", 'EvalPlus with 40 frames more'),
  trial('shallow-stack', 'Recursion through C code ends earlier in a browser', 'EvalPlus with a stack of 90 calls'),
]

/** EvalPlus under other interpreters, whose paths SHAKEDOWN_NATIVE_PYTHONS gives. */
export const INTERPRETERS: readonly Trial[] = [
  trial('again-3.12', 'Python 3.12 differs from 3.11', 'EvalPlus on Python 3.12, tests of find_zero counted'),
  trial('again-3.13', 'Python 3.13 differs from 3.11', 'EvalPlus on Python 3.13, tests of find_zero counted'),
  trial('again-numpy1', 'numpy 2 differs from numpy 1', 'EvalPlus with numpy 1.26, tests of find_zero counted'),
]

export const HASH_SEEDS = [0, 1, 2, 3] as const
export const RANDOM_SEEDS = [0, 1, 2, 3] as const

function trial(name: string, cause: string, how: string): Trial {
  return { name, cause, how }
}

export interface Explanation {
  readonly cause: string
  readonly experiment: string
}

export interface Explained extends Disagreement {
  /** Null where nothing that was tried makes both sides agree. */
  readonly explanation: Explanation | null
}

export function told({ base, plus }: Statuses): string {
  return `${base}/${plus ?? '-'}`
}
