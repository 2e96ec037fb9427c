/** Prompts that the paper shows, with what its back-translation made of them. */
export interface ExampleCase {
  readonly id: string
  readonly task: string
  /** Where the paper shows it. */
  readonly where: string
  /** As in MBPP+ v0.2.0. */
  readonly prompt: string
  readonly attacked: string
  /** What the paper says of it. */
  readonly paper: string
  /** What is worth knowing before trying it. */
  readonly remark: string
}

/** A program that the paper prints for MBPP 792. */
export interface Listing {
  readonly number: number
  readonly model: 'original' | 'quantized'
  readonly prompt: 'original' | 'attacked'
  readonly code: string
  /** Tests of MBPP+ v0.2.0 that it passes; counted in CPython. */
  readonly passed: { readonly base: number; readonly plus: number }
}

const mbpp = (sentence: string, assertion: string): string => `"""\n${sentence}\n${assertion}\n"""\n`

const COUNT_LIST = 'assert count_list([[1, 3], [5, 7], [9, 11], [13, 15, 17]]) == 4'
const DIGITS = "assert number_ctr('program2bedone') == 1"
const NONE = 'assert check_none((10, 4, 5, 6, None)) == True'

export const EXAMPLE_CASES: readonly ExampleCase[] = [
  {
    id: 'mbpp-792',
    task: 'MBPP 792',
    where: 'Figure 1, Listing 1',
    prompt: mbpp('Write a python function to count the number of lists in a given number of lists.', COUNT_LIST),
    attacked: mbpp('Write a python function to count the number of lists in a specified number of lists.', COUNT_LIST),
    paper: 'DeepSeek-Coder-6.7B answers both prompts rightly when quantized; unquantized it fails on the second.',
    remark:
      'The assert in the prompt cannot tell the answers apart: the length of that list is 4 as well. See the listings below.',
  },
  {
    id: 'mbpp-764',
    task: 'MBPP 764',
    where: 'Section VI.A, Listing 6',
    prompt: mbpp('Write a python function to count number of digits in a given string.', DIGITS),
    attacked: mbpp('Write a Python function to count the number of digits in a given string.', DIGITS),
    paper: 'Originals fail under the attack, quantized models do not.',
    remark: 'A capital P and an article: closer to a correction than to an attack.',
  },
  {
    id: 'mbpp-744',
    task: 'MBPP 744',
    where: 'Section VI.A, Listing 7',
    prompt: mbpp('Write a function to check if the given tuple has any none value or not.', NONE),
    attacked: mbpp('Write a function to check if the specified tuple has no value or not.', NONE),
    paper: 'Originals go wrong, quantized models use the assert to make up for the wording.',
    remark:
      'The word “none” is gone, and what is asked has changed: an empty tuple has no value. A model that follows the new wording is counted as fragile.',
  },
]

const COUNTED = (test: string): string => `def count_list(lst):
    count = 0
    for i in lst:
        if ${test}:
            count += 1
    return count
`

export const SUITE_792 = { base: 3, plus: 115 } as const

export const LISTINGS: readonly Listing[] = [
  {
    number: 2,
    model: 'original',
    prompt: 'original',
    code: COUNTED('isinstance(i, list)'),
    passed: { base: 3, plus: 115 },
  },
  {
    number: 3,
    model: 'original',
    prompt: 'attacked',
    code: 'def count_list(lst):\n    return len(lst)\n',
    passed: { base: 3, plus: 99 },
  },
  {
    number: 4,
    model: 'quantized',
    prompt: 'original',
    code: COUNTED('type(i) == list'),
    passed: { base: 3, plus: 115 },
  },
  {
    number: 5,
    model: 'quantized',
    prompt: 'attacked',
    code: COUNTED('type(i) == list'),
    passed: { base: 3, plus: 115 },
  },
]
