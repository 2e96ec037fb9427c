import type { SyntaxNode } from '@lezer/common'
import { LabError } from '../errors'
import { children, parseStrictly, textOf } from '../extract/syntax'
import { contentId } from '../hash'
import type { PyValue } from '../judge/value'
import { nestsTooDeeply } from './nesting'
import { parseLiteral } from './python-literal'
import type { Arguments, Benchmark } from './types'

export const OWN_BENCHMARK = 'own-prompt'
export const OWN_TASK = 'Own/0'
/** Far beyond any prompt of a benchmark; an address that is longer was not made by a person. */
export const LONGEST_OWN_PROMPT = 20_000

interface Case {
  readonly name: string
  readonly input: Arguments
  readonly expected: PyValue
}

/**
 * A prompt of one's own as a benchmark of one problem. Its only tests are the asserts that stand in it, each a call with
 * values that equals a value: `assert name(1, [2]) == 3`; they become data, nothing is run.
 * Throws LabError `bad-benchmark` for a prompt that is too long, or has no such assert.
 */
export function ownPrompt(prompt: string): Benchmark {
  if (prompt.length > LONGEST_OWN_PROMPT) {
    throw refused(`The prompt has more than ${LONGEST_OWN_PROMPT} characters.`)
  }
  const cases = prompt.split('\n').flatMap((line) => caseOf(line.trim()) ?? [])
  const [first] = cases
  if (first === undefined) throw refused('The prompt has no assert that could be its test.')
  const own = cases.filter(({ name }) => name === first.name)
  return {
    id: OWN_BENCHMARK,
    format: 'shakedown',
    form: new RegExp(`^(async )?def ${first.name}\\(`, 'm').test(prompt) ? 'humaneval' : 'mbpp',
    problems: [
      {
        taskId: OWN_TASK,
        prompt,
        entryPoint: first.name,
        canonicalSolution: '',
        contract: '',
        base: { kind: 'cases', inputs: own.map(({ input }) => input), expected: own.map(({ expected }) => expected) },
        plus: null,
        atol: 0,
        original: null,
      },
    ],
    md5: contentId({ prompt }).slice(0, 32),
    published: null,
  }
}

/** `assert name(literals) == literal` as a call and what it should give; null for any other line. */
function caseOf(line: string): Case | null {
  if (!line.startsWith('assert ') || nestsTooDeeply(line)) return null
  const root = parseStrictly(line)?.topNode
  const statement = root === undefined ? undefined : children(root)[0]
  const [, comparison, message] = statement === undefined ? [] : children(statement)
  if (comparison?.name !== 'BinaryExpression' || message !== undefined) return null
  const [call, operator, right] = children(comparison)
  if (call?.name !== 'CallExpression' || right === undefined || operator === undefined) return null
  const [callee, list] = children(call)
  if (callee?.name !== 'VariableName' || list === undefined || textOf(operator, line) !== '==') return null
  const expected = literalOf(right, line)
  const input = argumentsOf(list, line)
  return expected === null || input === null ? null : { name: textOf(callee, line), input, expected }
}

function argumentsOf(list: SyntaxNode, line: string): PyValue[] | null {
  const values = children(list)
    .filter(({ name }) => !['(', ')', ','].includes(name))
    .map((node) => literalOf(node, line))
  const known = values.filter((value) => value !== null)
  return known.length === values.length ? known : null
}

function literalOf(node: SyntaxNode, line: string): PyValue | null {
  const parsed = parseLiteral(textOf(node, line))
  return typeof parsed === 'string' ? null : parsed.value
}

function refused(message: string): LabError {
  return new LabError(
    'bad-benchmark',
    message,
    'A prompt in an address needs a line such as "assert add(1, 2) == 3": a call with plain values, and what it gives.',
  )
}
