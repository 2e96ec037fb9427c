import { beforeAll, describe, expect, it } from 'vitest'
import { regionsOf } from '../regions'
import { perturb } from '../registry'
import { sharedBenchmarks, starterBenchmarks } from '../testing'
import { testResources } from '../testing-resources'
import type { AttackInput } from '../types'
import { isReserved } from './names'
import { parsePython } from './program'
import { codeVariants } from './variants'

/** Every so many problems; all of them with VITE_EVERY_PROBLEM=1. That they still pass their tests is run in Pyodide. */
const STEP = process.env['VITE_EVERY_PROBLEM'] === '1' ? 1 : 17

const benchmarks = [...starterBenchmarks, ...sharedBenchmarks()].map(({ name, inputs }) => ({
  name,
  inputs: inputs.filter(({ prompt, canonicalSolution }) => parsePython(prompt + canonicalSolution) !== null),
}))

beforeAll(() => {
  testResources()
})

function faultsOf({ attack, parameters }: ReturnType<typeof codeVariants>[number], input: AttackInput): string[] {
  const condition = { attack: attack.id, mode: 'corrected', parameters, seed: 1 } as const
  const { text, applied, why, program } = perturb(condition, input, testResources())
  const { entryPoint, canonicalSolution } = program ?? input
  const found: string[] = []
  if (!applied && (text !== input.prompt || program !== null || why === '')) found.push('not applied, but changed')
  if (applied && text === input.prompt) found.push('applied, but the same')
  if (parsePython(text + canonicalSolution) === null) found.push(`does not parse:\n${text}|${canonicalSolution}`)
  if (attack.level === 'name' && applied && (entryPoint === input.entryPoint || isReserved(entryPoint)))
    found.push(`renamed to ${entryPoint}`)
  const regions = regionsOf({ ...input, prompt: text, entryPoint })
  if (regions.map(({ start, end }) => text.slice(start, end)).join('') !== text) found.push('regions leave gaps')
  const isSigned = (at: string, name: string) =>
    regionsOf({ ...input, prompt: at, entryPoint: name }).some(({ kind }) => kind === 'signature')
  if (isSigned(text, entryPoint) !== isSigned(input.prompt, input.entryPoint)) found.push('the signature is lost')
  return found
}

describe.each(codeVariants())('$title', (variant) => {
  it('leaves whole programs that parse', () => {
    for (const { name, inputs } of benchmarks) {
      const chosen = inputs.filter((_, index) => index % STEP === 0)
      const found = chosen.flatMap((input) =>
        faultsOf(variant, input).map((fault) => `${name} ${input.taskId}: ${fault}`),
      )
      expect(found).toEqual([])
      expect(chosen.length).toBeGreaterThan(8)
    }
  })
})

it('has references that parse', () => {
  for (const { inputs } of benchmarks) expect(inputs.length).toBeGreaterThan(160)
})
