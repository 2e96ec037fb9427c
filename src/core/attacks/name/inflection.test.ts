import { beforeAll, expect, it } from 'vitest'
import { attacked, humanEvalInput } from '../code/testing'
import { testResources } from '../testing-resources'
import type { Resources } from '../resources'

let resources: Resources
beforeAll(() => {
  resources = testResources()
})

function namesOf(name: string, seeds = 20): Set<string> {
  const input = humanEvalInput(`def ${name}(a):\n    """ ${name}(1) """\n`, '    return a\n', name)
  const results = Array.from({ length: seeds }, (_, seed) =>
    attacked('rename-inflection', input, { share: 1, max: 1 }, seed, resources),
  )
  for (const { text, program } of results)
    if (program !== null) expect(text).toBe(input.prompt.replaceAll(name, program.entryPoint))
  return new Set(results.flatMap(({ program }) => (program === null ? [] : [program.entryPoint])))
}

it('gives words of the name another form of theirs, as the name writes them', () => {
  expect(namesOf('remove_vowels')).toContain('remove_vowel')
  expect([...namesOf('remove_vowels')].some((name) => /^(?:removes|removed|removing)_vowels$/.test(name))).toBe(true)
  for (const name of namesOf('removeVowels')) expect(name).toMatch(/^remov[a-z]+(?:Vowels?)$/)
})

it('says so where no word has another form', () => {
  const input = humanEvalInput('def f(a):\n    """ f(1) """\n', '    return a\n')
  expect(attacked('rename-inflection', input, {}, 1, resources)).toMatchObject({ applied: false, program: null })
  expect(attacked('rename-inflection', input, { max: 0 }, 1, resources).why).toBe('The maximum is 0.')
})
