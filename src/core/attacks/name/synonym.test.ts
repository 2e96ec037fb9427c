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
    attacked('rename-synonym', input, { share: 1, max: 1 }, seed, resources),
  )
  for (const { text, program } of results)
    if (program !== null) expect(text).toBe(input.prompt.replaceAll(name, program.entryPoint))
  return new Set(results.flatMap(({ program }) => (program === null ? [] : [program.entryPoint])))
}

it('puts the name of a sense for a word, as the name writes its words', () => {
  const names = namesOf('find_largest')
  expect(names.size).toBeGreaterThan(1)
  for (const name of names) {
    expect(name).toMatch(/^[a-z]+(?:_[a-z]+)+$/)
    expect(name).not.toBe('find_largest')
  }
  for (const name of namesOf('findLargest')) expect(name).toMatch(/^[a-z]+(?:[A-Z][a-z]+)*$/)
})

it('says so where no word has a synonym', () => {
  const input = humanEvalInput('def xyzzy(a):\n    """ xyzzy(1) """\n', '    return a\n', 'xyzzy')
  const result = attacked('rename-synonym', input, {}, 1, resources)
  expect(result).toMatchObject({ applied: false, program: null })
  expect(result.why).toContain('xyzzy')
})
