import { expect, test } from 'vitest'
import { LabError } from '../errors'
import { LONGEST_OWN_PROMPT, OWN_BENCHMARK, OWN_TASK, ownPrompt } from './own-prompt'

const integer = (value: number) => ({ type: 'int', value: BigInt(value) })

test('the assert in a prompt becomes its test', () => {
  const benchmark = ownPrompt('"""\nAdd two numbers.\nassert add(1, [2]) == 3\n"""\n')
  expect([benchmark.id, benchmark.form]).toEqual([OWN_BENCHMARK, 'mbpp'])
  expect(benchmark.problems).toHaveLength(1)
  expect(benchmark.problems[0]).toMatchObject({
    taskId: OWN_TASK,
    entryPoint: 'add',
    plus: null,
    base: {
      kind: 'cases',
      inputs: [[integer(1), { type: 'list', items: [integer(2)] }]],
      expected: [integer(3)],
    },
  })
})

test('several asserts of one function, also in a function that the prompt opens', () => {
  const prompt =
    'def f(x):\n    """Doubles.\n    assert f(1) == 2\n    assert f(-2) == -4\n    assert g(1) == 1\n    """\n'
  const { form, problems } = ownPrompt(prompt)
  expect(form).toBe('humaneval')
  expect(problems[0]?.base).toMatchObject({ inputs: [[integer(1)], [integer(-2)]] })
})

test.each([
  ['no assert', '"""\nAdd two numbers.\n"""'],
  ['a call that has to be run', 'assert add(open("x")) == 3'],
  ['an expected value that has to be run', 'assert add(1) == other()'],
  ['another comparison', 'assert add(1) > 2'],
  ['a keyword argument', 'assert add(a=1) == 2'],
  ['a method', 'assert box.add(1) == 2'],
  ['a bare truth', 'assert is_even(2)'],
  ['half a line', 'assert add(1 == 2'],
])('%s is no test', (_name, prompt) => {
  expect(() => ownPrompt(prompt)).toThrow(LabError)
})

test('a prompt of great length is refused', () => {
  expect(() => ownPrompt('x'.repeat(LONGEST_OWN_PROMPT + 1))).toThrow(/characters/)
})

test('other prompts have other content', () => {
  expect(ownPrompt('assert f(1) == 1').md5).not.toBe(ownPrompt('assert f(1) == 2').md5)
})
