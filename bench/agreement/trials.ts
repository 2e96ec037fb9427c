import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Disagreement,
  type Explained,
  type Explanation,
  HASH_SEEDS,
  INTERPRETERS,
  NATIVE_TRIALS,
  RANDOM_SEEDS,
  told,
  type Trial,
} from './causes.ts'
import { type Experiment, type Graded, keyOf, type Program, readExperiment, readResults, same } from './results.ts'

/** Without a change; natively it can only be the load, or chance. */
const AGAIN: Trial = {
  name: 'again',
  cause: 'Time: EvalPlus ran on a busy machine',
  how: 'EvalPlus once more, alone',
}

/** How either side is run again; paths are of files. */
export interface Sides {
  readonly folder: string
  /** Python with EvalPlus, and others by the name of their trial. */
  readonly python: string
  readonly others: ReadonlyMap<string, string>
  experiment(interpreter: string, asked: string, out: string, more: NativeChange): Promise<void>
  /** EvalPlus's own command, for all tasks of the samples. */
  whole(samples: string, tasks: ReadonlySet<string>, out: string, environment: Environment): Promise<void>
  ours(samples: string, out: string, options: readonly string[]): Promise<void>
}

export type Environment = Readonly<Record<string, string>>

interface NativeChange {
  readonly experiments: readonly string[]
  readonly words: readonly string[]
  readonly environment: Environment
}

const keyOfOne = ({ program }: Disagreement): string => keyOf(program.task, program.index)

/**
 * One changed condition after another, each put only on what those before it left: first what the machine did (memory,
 * chance, load), then limits of time, then one difference of the platforms at a time.
 */
export class Trials {
  private readonly found = new Map<string, Explanation>()
  private environment: Pick<Experiment, 'python' | 'numpy'> | null = null
  private nativeAgain: Experiment = { python: '', numpy: '', results: new Map() }

  constructor(
    private readonly sides: Sides,
    private readonly differing: readonly Disagreement[],
  ) {}

  async run(): Promise<{ readonly explained: readonly Explained[]; readonly native: Trials['environment'] }> {
    await this.memoryOfTheHarness()
    await this.chance()
    this.notGraded()
    await this.nativeTrials('trials', this.sides.python, [AGAIN, ...NATIVE_TRIALS])
    for (const trial of INTERPRETERS) {
      const interpreter = this.sides.others.get(trial.name)
      if (interpreter !== undefined) await this.nativeTrials(trial.name, interpreter, [{ ...trial, name: 'counted' }])
      else process.stderr.write(`Not tried, SHAKEDOWN_NATIVE_PYTHONS does not name it: ${trial.name}\n`)
    }
    await this.again()
    await this.timeHere()
    await this.timeThere()
    const explained = this.differing.map((one) => ({ ...one, explanation: this.found.get(keyOfOne(one)) ?? null }))
    return { explained, native: this.environment }
  }

  private remaining(which: (one: Disagreement) => boolean = () => true): Disagreement[] {
    return this.differing.filter((one) => !this.found.has(keyOfOne(one)) && which(one))
  }

  private explain(one: Disagreement, cause: string, experiment: string): void {
    this.found.set(keyOfOne(one), { cause, experiment })
  }

  /** EvalPlus whole, as it ran at first, on these tasks: with its limit of memory, and without. */
  private async memoryOfTheHarness(): Promise<void> {
    const asked = this.remaining(({ native }) => native.base !== 'pass' || native.plus !== 'pass')
    if (asked.length === 0) return
    const programs = asked.map(({ program }) => program)
    const limited = await this.whole('whole', programs, {})
    const free = await this.whole('whole-unlimited', programs, { EVALPLUS_MAX_MEMORY_BYTES: '-1' })
    for (const one of asked) {
      const [with4, without] = [limited.get(keyOfOne(one)), free.get(keyOfOne(one))]
      if (with4 === undefined || without === undefined || !same(with4, one.native) || !same(without, one.ours)) continue
      this.explain(
        one,
        "EvalPlus's workers come near their 4 GiB with the expected values of earlier tasks, then Python's own stack cannot grow",
        `EVALPLUS_MAX_MEMORY_BYTES=-1: ${told(without)}; with the default once more: ${told(with4)}`,
      )
    }
  }

  private async chance(): Promise<void> {
    const open = this.remaining(
      ({ program, ours }) =>
        ours.kind !== 'timeout' && (/^(hash|set)/.test(program.operator) || /\bhash\(|random/.test(program.solution)),
    )
    if (open.length === 0) return
    const kinds = [
      ['PYTHONHASHSEED', HASH_SEEDS, (seed: number) => [seed, 0]],
      ['random.seed', RANDOM_SEEDS, (seed: number) => [0, seed]],
    ] as const
    for (const [title, seeds, of] of kinds) {
      const runs: (readonly [number, Experiment])[] = []
      for (const seed of seeds) {
        const [hash = 0, random = 0] = of(seed)
        const words = ['--random-seed', String(random)]
        const environment = { PYTHONHASHSEED: String(hash) }
        const name = `chance-${hash}-${random}`
        runs.push([seed, await this.native(name, open, { experiments: ['seeded'], words, environment })])
      }
      for (const one of open) {
        const results = runs.map(([seed, { results }]) => [seed, results.get(keyOfOne(one))] as const)
        const statuses = results.flatMap(([, result]) => (result === undefined ? [] : [result]))
        const agreeing = results.filter(([, result]) => result !== undefined && same(result, one.ours))
        const [first] = statuses
        if (first === undefined || agreeing.length === 0 || statuses.every((status) => same(status, first))) continue
        const named = agreeing.map(([seed]) => `${title} ${seed}`).join(', ')
        this.explain(
          one,
          'The answer is left to chance: natively it changes with the seed',
          `EvalPlus agrees at ${named}`,
        )
      }
    }
  }

  private async again(): Promise<void> {
    const late = this.remaining(({ ours }) => ours.kind === 'timeout' || ours.kind === 'platform-limit')
    this.nativeAgain = await this.native('again', late, { experiments: ['again'], words: [], environment: {} })
    const ours = await this.ours('again', late, [])
    for (const one of late) {
      const result = ours.get(keyOfOne(one))
      if (result === undefined || !same(result, one.native)) continue
      if (one.ours.kind === 'timeout')
        this.explain(
          one,
          'Time: ours ran on a busy machine',
          `ours once more, alone: ${told(result)}${this.times(one, result)}`,
        )
      else this.explain(one, "The browser's stack is not always as deep", `ours once more, alone: ${told(result)}`)
    }
  }

  private async timeHere(): Promise<void> {
    const late = this.remaining(({ ours }) => ours.kind === 'timeout')
    const longer = await this.ours('longer', late, ['--time-factor', '10'])
    for (const one of late) {
      const result = longer.get(keyOfOne(one))
      if (result !== undefined && same(result, one.native))
        this.explain(one, 'Slower here', `limits ten times as long here: ${told(result)}${this.times(one, result)}`)
    }
    const early = this.remaining(
      ({ native, ours }) =>
        (native.base !== 'pass' && ours.base === 'pass') || (native.plus !== 'pass' && ours.plus === 'pass'),
    )
    const exact = await this.ours('exact', early, ['--time-factor', '0.5'])
    for (const one of early) {
      const result = exact.get(keyOfOne(one))
      if (result !== undefined && result.kind === 'timeout' && same(result, one.native))
        this.explain(
          one,
          'A time-out is looked at again here, with twice the limit',
          `half the limit here, so that the second look has EvalPlus's: ${told(result)}`,
        )
    }
  }

  private notGraded(): void {
    for (const one of this.remaining(({ ours }) => ours.base === 'missing'))
      this.explain(
        one,
        'Not graded here: the reference itself needs more memory than the sandbox has',
        'none; the command names the task, its input and the MemoryError',
      )
  }

  private async nativeTrials(name: string, interpreter: string, trials: readonly Trial[]): Promise<void> {
    const open = this.remaining(({ ours }) => ours.kind !== 'timeout')
    if (open.length === 0) return
    const change = { experiments: trials.map((trial) => trial.name), words: ['--parallel', '4'], environment: {} }
    const { results, python, numpy } = await this.native(name, open, change, interpreter)
    if (interpreter === this.sides.python) this.environment = { python, numpy }
    for (const one of open) {
      const result = results.get(keyOfOne(one))
      const trial = trials.find((candidate) => candidate.name === result?.experiment)
      if (result?.agrees === true && trial !== undefined)
        this.explain(one, trial.cause, `${trial.how}: ${told(result)}`)
    }
  }

  private async timeThere(): Promise<void> {
    const open = this.remaining()
    const words = ['--seconds', '10']
    const native = await this.native('longer', open, { experiments: ['again'], words, environment: {} })
    for (const one of open) {
      const result = native.results.get(keyOfOne(one))
      if (result !== undefined && same(result, one.ours))
        this.explain(one, 'Slower natively', `EvalPlus with limits of 10 s: ${told(result)}`)
    }
  }

  /** Of all tests together, with the start of a process natively. */
  private times(one: Disagreement, ours: Graded): string {
    const native = this.nativeAgain.results.get(keyOfOne(one))?.seconds
    if (native === undefined || ours.seconds === null) return ''
    return ` in ${ours.seconds.toFixed(1)} s (EvalPlus ${native.toFixed(1)} s)`
  }

  private async native(
    name: string,
    open: readonly Disagreement[],
    change: NativeChange,
    interpreter = this.sides.python,
  ): Promise<Experiment> {
    if (open.length === 0) return { python: '', numpy: '', results: new Map() }
    const asked = open.map(({ program, ours }) => ({
      task_id: program.task,
      index: program.index,
      solution: program.solution,
      ours: [ours.base, ours.plus ?? 'pass'],
    }))
    const text = JSON.stringify(asked)
    const out = await this.kept(name, text, (path, result) => this.sides.experiment(interpreter, path, result, change))
    return readExperiment(out)
  }

  private async whole(
    name: string,
    programs: readonly Program[],
    environment: Environment,
  ): Promise<ReadonlyMap<string, Graded>> {
    const tasks = new Set(programs.map(({ task }) => task))
    const out = await this.kept(name, samplesOf(programs), (path, result) =>
      this.sides.whole(path, tasks, result, environment),
    )
    return placed(programs, readResults(out))
  }

  private async ours(
    name: string,
    open: readonly Disagreement[],
    options: readonly string[],
  ): Promise<ReadonlyMap<string, Graded>> {
    if (open.length === 0) return new Map()
    const programs = open.map(({ program }) => program)
    const out = await this.kept(`ours-${name}`, samplesOf(programs), (path, result) =>
      this.sides.ours(path, result, options),
    )
    return placed(programs, readResults(out))
  }

  /** A result is kept as long as the same is asked. */
  private async kept(
    name: string,
    asked: string,
    make: (asked: string, out: string) => Promise<void>,
  ): Promise<string> {
    const path = join(this.sides.folder, `${name}.asked.jsonl`)
    const out = join(this.sides.folder, `${name}.json`)
    if (existsSync(out) && existsSync(path) && readFileSync(path, 'utf8') === asked) return out
    writeFileSync(path, asked)
    process.stderr.write(`Trial: ${name}\n`)
    await make(path, out)
    return out
  }
}

function samplesOf(programs: readonly Program[]): string {
  return programs.map(({ task, solution }) => `${JSON.stringify({ task_id: task, solution })}\n`).join('')
}

/** Results by the programs' own places: among the programs that were asked for they have others. */
function placed(programs: readonly Program[], results: ReadonlyMap<string, Graded>): ReadonlyMap<string, Graded> {
  const seen = new Map<string, number>()
  return new Map(
    programs.flatMap(({ task, index }) => {
      const at = seen.get(task) ?? 0
      seen.set(task, at + 1)
      const graded = results.get(keyOf(task, at))
      return graded === undefined ? [] : [[keyOf(task, index), graded]]
    }),
  )
}
