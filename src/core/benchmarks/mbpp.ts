import { ASSERT_SECONDS } from './evalplus'
import type { Row } from './row'
import { calledName } from './statements'
import type { Problem } from './types'

/**
 * A row of MBPP, all 974 (`text`, `test_setup_code`) or sanitized (`prompt`, `test_imports`): the tests are the asserts of
 * `test_list`; `challenge_test_list` is no part of the benchmark's score and is left out. The prompt is built as MBPP+
 * shows it: the text and the first assert in a docstring.
 */
export function parseMbppRow(row: Row): Problem {
  const number = row.get('task_id')
  if (number?.type !== 'int') throw row.fail('"task_id" must be an integer')
  const code = row.text('code')
  const tests = row.texts('test_list')
  const [first] = tests
  if (first === undefined) throw row.fail('"test_list" must not be empty')
  const entryPoint = calledName(tests, code)
  if (entryPoint === null) throw row.fail('no assert of "test_list" calls what "code" defines')
  return {
    taskId: `MBPP/${number.value}`,
    prompt: `"""\n${row.text(row.has('text') ? 'text' : 'prompt')}\n${first}\n"""\n`,
    entryPoint,
    canonicalSolution: code,
    contract: '',
    base: { kind: 'program', setup: setupOf(row), tests, seconds: ASSERT_SECONDS },
    plus: null,
    atol: 0,
    original: null,
  }
}

function setupOf(row: Row): string {
  const imports = row.has('test_imports') ? row.texts('test_imports') : []
  return [...imports, row.textOrEmpty('test_setup_code')].filter((part) => part !== '').join('\n')
}
