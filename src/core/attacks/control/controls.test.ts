import { describe, expect, it } from 'vitest'
import { regionsOf } from '../regions'
import { perturb } from '../registry'
import type { AttackInput, AttackMode, AttackResult } from '../types'

const MBPP: AttackInput = {
  prompt: `"""\r\nFind the dog's 'a' in [1,2] for find_it. Is it (here)?\r\nassert find_it("x") == 1\r\n"""\r\n`,
  form: 'mbpp',
  taskId: 'T/0',
  entryPoint: 'find_it',
  canonicalSolution: '',
}
const HUMANEVAL: AttackInput = {
  ...MBPP,
  form: 'humaneval',
  prompt: `def find_it(x):\n    """ Find the dog's bone,\n    e.g. the "large" one.\n\n    More of it.\n    >>> find_it([1])\n    1\n    """\n`,
}

function control(attack: string, input: AttackInput, parameters = {}, mode: AttackMode = 'corrected'): AttackResult {
  return perturb({ attack, mode, parameters, seed: 3 }, input)
}

describe('control-rejoin', () => {
  it('as published joins line 2 and loses the final newline', () => {
    expect(control('control-rejoin', MBPP, {}, 'published').text).toBe(
      `"""\nFind the dog 's ' a ' in [ 1,2 ] for find_it. Is it (here)?\nassert find_it("x") == 1\n"""`,
    )
    const plain = { ...MBPP, prompt: '"""\nAdd two lists.\nassert f(1) == 2\n"""\n' }
    expect(control('control-rejoin', plain, {}, 'published').text).toBe('"""\nAdd two lists.\nassert f(1) == 2\n"""')
  })

  it('as published makes one line of a docstring, examples and all', () => {
    expect(control('control-rejoin', HUMANEVAL, {}, 'published').text).toBe(
      `def find_it(x):\n    """Find the dog 's bone, e.g. the \`\` large '' one. More of it. > > > find_it ([ 1 ]) 1"""\n`,
    )
  })

  it('corrected stays in the sentences', () => {
    expect(control('control-rejoin', MBPP).text).toBe(MBPP.prompt.replace("dog's", "dog 's"))
    expect(control('control-rejoin', HUMANEVAL).text).toBe(HUMANEVAL.prompt.replace("dog's", "dog 's"))
  })
})

describe('control-case', () => {
  it('changes one letter of the sentence, another for another seed', () => {
    const texts = new Set<string>()
    for (let seed = 0; seed < 20; seed += 1) {
      const { edits, text } = perturb({ attack: 'control-case', mode: 'corrected', parameters: {}, seed }, MBPP)
      const [edit] = edits
      expect(edits).toHaveLength(1)
      expect(edit?.after.toLowerCase()).toBe(edit?.before.toLowerCase())
      expect(text.toLowerCase()).toBe(MBPP.prompt.toLowerCase())
      texts.add(text)
    }
    expect(texts.size).toBeGreaterThan(10)
  })
})

describe('control-blank', () => {
  it('puts empty lines after the first paragraph, in the style of the prompt', () => {
    expect(control('control-blank', MBPP).text).toBe(MBPP.prompt.replace('(here)?', '(here)?\r\n'))
    expect(control('control-blank', HUMANEVAL, { lines: 2 }).text).toBe(HUMANEVAL.prompt.replace('one.', 'one.\n\n'))
    const short = { ...HUMANEVAL, prompt: 'def f(x):\n    """Add [1, 2]."""\n' }
    expect(control('control-blank', short).text).toBe('def f(x):\n    """Add [1, 2].\n"""\n')
  })

  it('changes no region but adds code between', () => {
    const kinds = (input: AttackInput) =>
      regionsOf(input).map(({ kind, start, end }) => [kind, input.prompt.slice(start, end).trim()])
    const after = { ...HUMANEVAL, prompt: control('control-blank', HUMANEVAL).text }
    expect(kinds(after)).toEqual(kinds(HUMANEVAL))
  })

  it.each([{ lines: 0 }, {}])('says why it changes nothing: %j', (parameters) => {
    const prompt = 'lines' in parameters ? MBPP.prompt : 'def f(x):\n'
    const result = control('control-blank', { ...MBPP, form: 'humaneval', prompt }, parameters)
    expect(result).toMatchObject({ text: prompt, applied: false })
    expect(result.why).not.toBe('')
  })
})
