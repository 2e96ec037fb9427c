import { keyOf, type Experiment, type Graded, type Program, same, type Statuses } from './results.ts'

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

export const PYTHON_TRIALS = {
  'again-3.12': trial(
    'again-3.12',
    'Python 3.12 differs from 3.11',
    'EvalPlus on Python 3.12, tests of find_zero counted',
  ),
  'again-3.13': trial(
    'again-3.13',
    'Python 3.13 differs from 3.11',
    'EvalPlus on Python 3.13, tests of find_zero counted',
  ),
  'again-numpy1': trial('again-numpy1', 'numpy 2 differs from numpy 1', 'EvalPlus with numpy 1.26'),
} as const satisfies Record<string, Trial>

export const HASH_SEEDS = [0, 1, 2, 3] as const

function trial(name: string, cause: string, how: string): Trial {
  return { name, cause, how }
}

/** Everything that was tried on the disagreements of one benchmark. */
export interface Tried {
  /** By the trial's name; `again`, `longer` and `hash-0` ... among them. Controls are under index -1. */
  readonly native: ReadonlyMap<string, Experiment>
  /** Ours once more, alone; and with limits ten times as long. */
  readonly again: ReadonlyMap<string, Graded>
  readonly longer: ReadonlyMap<string, Graded>
}

export interface Explained extends Disagreement {
  /** Null where nothing that was tried makes both sides agree. */
  readonly explanation: { readonly cause: string; readonly experiment: string } | null
}

/** The first trial under which both sides say the same, while the task's own reference keeps its status. */
export function explain(disagreement: Disagreement, tried: Tried): Explained {
  const { program, ours, native } = disagreement
  const key = keyOf(program.task, program.index)
  const control = keyOf(program.task, -1)
  const nativeAt = (name: string): Statuses | undefined => tried.native.get(name)?.results.get(key)
  const found = (cause: string, experiment: string): Explained => ({
    ...disagreement,
    explanation: { cause, experiment },
  })

  const seeded = HASH_SEEDS.map((seed) => nativeAt(`hash-${seed}`)).filter((one) => one !== undefined)
  const [first] = seeded
  if (first !== undefined && seeded.some((one) => !same(one, first))) {
    const agreeing = HASH_SEEDS.filter((seed) => {
      const one = nativeAt(`hash-${seed}`)
      return one !== undefined && same(one, ours)
    })
    if (agreeing.length > 0) {
      const seeds = agreeing.map((seed) => `PYTHONHASHSEED=${seed}`).join(', ')
      return found(
        'The answer depends on the hash seed: natively it changes from run to run',
        `EvalPlus agrees with ${seeds}`,
      )
    }
  }

  const nativeAgain = nativeAt('again')
  const oursAgain = tried.again.get(key)
  if (nativeAgain !== undefined && oursAgain !== undefined && same(nativeAgain, oursAgain)) {
    const side = same(oursAgain, ours) ? 'EvalPlus' : same(nativeAgain, native) ? 'ours' : 'both'
    return found(
      'Time on a busy machine',
      `run again alone, ${side === 'both' ? 'both sides give' : `${side} gives`} ${told(nativeAgain)}`,
    )
  }

  for (const { name, cause, how } of [...NATIVE_TRIALS, ...Object.values(PYTHON_TRIALS)]) {
    const experiment = tried.native.get(name)
    const result = experiment?.results.get(key)
    const before = tried.native.get('again')?.results.get(control)
    const after = experiment?.results.get(control)
    // For references themselves the program is its own control.
    const sound =
      program.operator === 'reference' || (before !== undefined && after !== undefined && same(before, after))
    if (result !== undefined && same(result, ours) && sound) return found(cause, `${how}: ${told(result)}`)
  }

  const nativeLonger = nativeAt('longer')
  const oursLonger = tried.longer.get(key)
  if (nativeLonger !== undefined && oursLonger !== undefined && same(nativeLonger, oursLonger)) {
    return found('Near a limit of time', `limits of 10 s on both sides: both give ${told(nativeLonger)}`)
  }
  if (oursLonger !== undefined && same(oursLonger, native)) {
    return found('Slower here than natively', `limits ten times as long here: ${told(oursLonger)}`)
  }
  if (nativeLonger !== undefined && same(nativeLonger, ours)) {
    return found('Slower natively than here', `limits of 10 s natively: ${told(nativeLonger)}`)
  }
  return { ...disagreement, explanation: null }
}

export function told({ base, plus }: Statuses): string {
  return `${base}/${plus ?? '-'}`
}
