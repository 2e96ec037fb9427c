import { attacks, findAttack, perturb, resolvePromptCondition } from '../src/core/attacks/registry.ts'
import { starterBenchmarks, type TestBenchmark } from '../src/core/attacks/testing.ts'
import type { Attack, AttackMode } from '../src/core/attacks/types.ts'
import type { Resources } from '../src/core/attacks/resources.ts'
import { createTagger } from '../src/core/tagging/tagger.ts'
import { rewording } from '../src/core/translation/testing.ts'
import { packedWordNet } from '../src/core/wordnet/build/packed-file.ts'
import { openWordNet } from '../src/core/wordnet/unpack.ts'
import { median } from './median.ts'
import type { BenchRow } from './row.ts'

const ROUNDS = 5
/** The limit for the first use of WordNet, in milliseconds. */
const READY_GOAL = 1000

/**
 * Problems a second for each attack, in each mode, on the starter benchmarks in either form; medians of five rounds over
 * a benchmark, in processor time, with the attack's own defaults. What a translator takes is not counted: its answers are
 * there. Before that, WordNet's packed bytes to its first answers. `--attack ID` measures one attack.
 */
export async function attackSpeed(options: ReadonlyMap<string, string>): Promise<BenchRow[]> {
  const { row, resources } = firstUse()
  const only = options.get('attack')
  const chosen = only === undefined ? attacks : [findAttack(only)]
  const rows = chosen.flatMap((attack) =>
    attack.modes.flatMap((mode) =>
      starterBenchmarks.map((benchmark) => {
        process.stderr.write(`${attack.id}, ${mode}, ${benchmark.name}\n`)
        return speed(attack, mode, benchmark, resources)
      }),
    ),
  )
  return [row, ...rows]
}

function firstUse(): { readonly row: BenchRow; readonly resources: Resources } {
  const bytes = packedWordNet()
  const started = performance.now()
  const wordnet = openWordNet(bytes)
  const tagger = createTagger(wordnet)
  wordnet.synsets('elements', 'n')
  tagger.tag(['Find', 'the', 'shared', 'elements', '.'])
  const ours = performance.now() - started
  const what = 'WordNet and the tagger, from packed bytes to the first answers'
  const row = { what, ours, theirs: null, ratio: null, unit: 'ms', goal: READY_GOAL, met: ours <= READY_GOAL }
  return { row, resources: { wordnet, tagger, translations: rewording } }
}

function speed({ id }: Attack, mode: AttackMode, { name, inputs }: TestBenchmark, resources: Resources): BenchRow {
  const condition = resolvePromptCondition({ attack: id, mode, parameters: {}, seed: 1 }, 'prompt')
  const round = (): number => {
    const started = process.cpuUsage()
    for (const input of inputs) perturb(condition, input, resources)
    const { user, system } = process.cpuUsage(started)
    return (user + system) / 1e6
  }
  round()
  const seconds = median(Array.from({ length: ROUNDS }, round))
  const ours = inputs.length / seconds
  return { what: `${id}, ${mode}, ${name}`, ours, theirs: null, ratio: null, unit: 'problems/s', goal: null, met: null }
}
