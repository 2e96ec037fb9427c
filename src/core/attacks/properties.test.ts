import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { applyEdits, invertEdits } from './edits'
import { hasMeaning } from './parameters'
import { regionsOf, type Region } from './regions'
import { attacks, findAttack, perturb } from './registry'
import { sharedBenchmarks, starterBenchmarks } from './testing'
import { INPUTS, SEED } from './testing-inputs'
import { testResources } from './testing-resources'
import type { Attack, AttackInput, AttackMode, AttackResult, Edit, ParameterValue } from './types'

/**
 * What holds of every attack of the registry, in every mode: on prompts made up, on odd ones, and on those of the
 * benchmarks. What an attack does beyond that is in the test beside it.
 */

/** More of them with SHAKEDOWN_PROPERTY_RUNS=2000. */
const RUNS = Number(process.env['SHAKEDOWN_PROPERTY_RUNS'] ?? 100)

/** They are about the end of the prompt, or put code there. */
const CHANGE_THE_END = new Set(['control-newline', 'control-partial'])
/** Nothing by its nature, or nothing until a person wrote it. */
const CHANGE_NOTHING = new Set(['control-identity', 'hand'])
/** They make one change, a new name or a block of code, not a number of them. */
const NOT_NESTED = new Set(['name', 'syntax'])

const every = attacks.flatMap(({ id, modes }) => modes.map((mode) => ({ id, mode })))
const corrected = every.filter(({ mode }) => mode === 'corrected')

function attacked(
  id: string,
  mode: AttackMode,
  input: AttackInput,
  seed = 1,
  parameters: Readonly<Record<string, ParameterValue>> = {},
): AttackResult {
  return perturb({ attack: id, mode, parameters, seed }, input, testResources())
}

/** What is wrong with a result, in words; nothing where all is well. */
function faults(id: string, mode: AttackMode, input: AttackInput, result: AttackResult): string[] {
  const { text, edits, applied, why } = result
  const found: string[] = []
  if (applyEdits(input.prompt, edits) !== text) found.push('the edits give another text')
  if (applyEdits(text, invertEdits(edits)) !== input.prompt) found.push('the edits do not lead back')
  if (applied !== edits.length > 0 || (applied && text === input.prompt)) found.push('applied is wrong')
  if ((why === '') !== applied) found.push('a reason is missing or too much')
  if (edits.some(({ before, after }) => before === after)) found.push('an edit changes nothing')
  if (mode === 'corrected') found.push(...correctedFaults(findAttack(id), input, result))
  return found
}

function correctedFaults(attack: Attack, input: AttackInput, { text, edits }: AttackResult): string[] {
  const found: string[] = []
  const stretches = declaredStretches(attack, input)
  let at = 0
  for (const edit of edits) {
    while (at < stretches.length && (stretches[at]?.end ?? 0) < edit.end) at += 1
    const stretch = stretches[at]
    const isInside = stretch !== undefined && stretch.start <= edit.start && edit.end <= stretch.end
    // Empty lines behind a line touch nothing that is on it.
    const isBehind = /^[\r\n]+$/.test(edit.after) && edit.before === '' && attack.id === 'control-blank'
    if (!isInside && !isBehind) found.push(`an edit outside of ${attack.regions.join(', ')}: ${JSON.stringify(edit)}`)
  }
  if (!CHANGE_THE_END.has(attack.id) && input.prompt.endsWith('\n') && !text.endsWith('\n')) {
    found.push('the final newline is gone')
  }
  if (attack.regions.every((kind) => kind === 'sentence')) found.push(...exposed(input, text, edits))
  return found
}

/** Stretches that the attack declares, neighbours joined. */
function declaredStretches({ regions }: Attack, input: AttackInput): { start: number; end: number }[] {
  const stretches: { start: number; end: number }[] = []
  for (const { kind, start, end } of regionsOf(input)) {
    if (!regions.includes(kind)) continue
    const last = stretches.at(-1)
    if (last?.end === start) last.end = end
    else stretches.push({ start, end })
  }
  if (input.prompt === '') stretches.push({ start: 0, end: 0 })
  return stretches
}

/** What was protected and would be natural language in the new prompt. */
function exposed(input: AttackInput, text: string, edits: readonly Edit[]): string[] {
  const found: string[] = []
  const after = regionsOf({ ...input, prompt: text })
  const places = new Shift(edits)
  let at = 0
  for (const region of regionsOf(input)) {
    if (region.kind === 'sentence') continue
    const start = places.after(region.start)
    const end = start + region.end - region.start
    while (at < after.length && (after[at]?.end ?? 0) <= start) at += 1
    for (let index = at; index < after.length && (after[index]?.start ?? end) < end; index += 1) {
      const overlap: Region | undefined = after[index]
      if (overlap?.kind !== 'sentence') continue
      const part = text.slice(Math.max(start, overlap.start), Math.min(end, overlap.end))
      if (part.trim() !== '') found.push(`${region.kind} became natural language: ${JSON.stringify(part)}`)
    }
  }
  return found
}

/** Where places between edits lie afterwards, asked in order. */
class Shift {
  private next = 0
  private shift = 0

  constructor(private readonly edits: readonly Edit[]) {}

  after(place: number): number {
    for (; this.next < this.edits.length; this.next += 1) {
      const edit = this.edits[this.next]
      if (edit === undefined || edit.end > place) break
      this.shift += edit.after.length - edit.before.length
    }
    return place + this.shift
  }
}

beforeAll(() => {
  testResources()
})

describe.each(every)('$id, $mode', ({ id, mode }) => {
  it('holds on prompts made up', () => {
    fc.assert(
      fc.property(INPUTS, SEED, (input, seed) => {
        const result = attacked(id, mode, input, seed)
        expect(faults(id, mode, input, result)).toEqual([])
        expect(attacked(id, mode, input, seed)).toEqual(result)
      }),
      { numRuns: RUNS },
    )
  })

  it('takes odd prompts', () => {
    for (const input of ODD)
      expect([input.prompt, faults(id, mode, input, attacked(id, mode, input))]).toEqual([input.prompt, []])
  })

  it('takes 100 kB at once', () => {
    for (const input of LARGE) {
      expect(attacked(id, mode, input).text.length).toBeGreaterThan(20_000)
    }
  })

  it('holds on the prompts of the benchmarks, and changes some of them', () => {
    const found: unknown[] = []
    let changed = 0
    for (const input of REAL) {
      const result = attacked(id, mode, input)
      if (result.applied) changed += 1
      const wrong = faults(id, mode, input, result)
      if (wrong.length > 0) found.push([input.taskId, ...wrong])
    }
    expect(found.slice(0, 5)).toEqual([])
    expect(changed > 0).toBe(!CHANGE_NOTHING.has(id))
  })
})

const dialled = corrected.filter(({ id }) => findAttack(id).random && findAttack(id).level !== 'control')

describe.each(dialled)('the dial of $id', ({ id }) => {
  it('has a share and a maximum, and at 0 of either nothing changes', () => {
    const { parameters } = findAttack(id)
    for (const name of ['share', 'max']) {
      const schema = parameters[name]
      expect(schema !== undefined && hasMeaning(schema, 'corrected')).toBe(true)
      for (const input of REAL.slice(0, 10)) {
        expect(attacked(id, 'corrected', input, 1, { [name]: 0 })).toMatchObject({ text: input.prompt, applied: false })
      }
    }
  })

  it.skipIf(NOT_NESTED.has(findAttack(id).level))('nests: less is a part of more', () => {
    for (const input of REAL.filter((_, index) => index % 5 === 0)) {
      const keys = (parameters: Readonly<Record<string, ParameterValue>>): string[] =>
        attacked(id, 'corrected', input, 7, parameters).edits.map((edit) => JSON.stringify(edit))
      const shares = [0.1, 0.4, 1].map((share) => keys({ share, max: 1000 }))
      const counts = [1, 3, 1000].map((max) => keys({ share: 1, max }))
      for (const [small = [], middle = [], large = []] of [shares, counts]) {
        expect(middle).toEqual(expect.arrayContaining(small))
        expect(large).toEqual(expect.arrayContaining(middle))
      }
    }
  })
})

const benchmarks = [...starterBenchmarks, ...sharedBenchmarks()]
/** A part of each benchmark, spread over it: the time of all tests is bounded. */
const REAL: readonly AttackInput[] = benchmarks.flatMap(({ inputs }) => inputs.filter((_, index) => index % 11 === 0))

function made(prompt: string, form: AttackInput['form'], canonicalSolution = ''): AttackInput {
  return { prompt, form, taskId: 'T/0', entryPoint: 'f', canonicalSolution }
}

const ODD: readonly AttackInput[] = [
  made('', 'mbpp'),
  made('', 'humaneval'),
  made('\n', 'mbpp'),
  made('"""\n🙂🙂 👩‍👩‍👧 find the 🙂 of 𐐨𐐩\nassert f(1) == 1\n"""\n', 'mbpp'),
  made('"""\nמצא את הסכום של המספרים ‏ واحد اثنان\nassert f(1) == 1\n"""\n', 'mbpp'),
  made('"""\r\nFind the sum of the numbers.\r\nassert f(1) == 1\r\n"""\r\n', 'mbpp'),
  made('def f(x):\r\n    """ Find the sum.\r\n    >>> f(1)\r\n    1\r\n    """\r\n', 'humaneval', '    return x\r\n'),
  made('"""\n1 + 1 = 2?\nassert f(1) == 1\n"""\n', 'mbpp'),
  made('def f(x):\n    # words here\n', 'humaneval', '    return x\n'),
  made('def f(x):\n    """ Write the sum', 'humaneval', '    return x\n'),
  made('def f(x):\n    """ Write the sum """', 'humaneval', '\n    return x\n'),
  made('Write a function to find the sum.', 'mbpp'),
]

const LARGE: readonly AttackInput[] = [
  made(`"""\n${'find the longest words of it '.repeat(3500)}\nassert f(1) == 1\n"""\n`, 'mbpp'),
  made(
    `def f(x):\n    """ ${['word ', " '", " 'a", '(', 'f(', '[', ' `', '🙂', 'ש', '\n', 'def f(x)\n', '>>> ', '. '].map((unit) => unit.repeat(2000 / unit.length)).join('x\n')}\n    """\n`,
    'humaneval',
    '    return x\n',
  ),
]
