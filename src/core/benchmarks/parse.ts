import { gunzipSync } from 'fflate'
import { LabError } from '../errors'
import { md5Hex } from '../hash'
import type { PyValue } from '../judge/value'
import { JsonError, parseJson } from './json'
import type { Arguments, Benchmark, Problem, PromptForm } from './types'

/**
 * A benchmark file in EvalPlus's schema: one JSON object a line (task_id, prompt, entry_point, canonical_solution,
 * base_input, plus_input, atol; contract may be absent), plain or gzip.
 * Throws LabError `bad-benchmark` with the line, `truncated-file`, `html-instead-of-file`.
 */
export function parseBenchmark(id: string, file: Uint8Array): Benchmark {
  const bytes = isGzip(file) ? gunzip(id, file) : file
  const text = decode(id, bytes)
  if (/^\s*</.test(text)) {
    throw new LabError(
      'html-instead-of-file',
      `${id} is a web page, not a benchmark.`,
      'Serve the built site with all its files, or give the .jsonl file itself.',
    )
  }
  const problems = text
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseProblem(id, line, index + 1)]))
  checkTaskIds(id, problems)
  return { id, format: 'evalplus', form: formOf(id, problems), problems, md5: md5Hex(bytes), published: null }
}

function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b
}

function gunzip(id: string, file: Uint8Array): Uint8Array {
  const truncated = (cause?: unknown) =>
    new LabError('truncated-file', `${id} ends early or is damaged.`, 'Download the benchmark file again.', { cause })
  try {
    const bytes = gunzipSync(file)
    const size = new DataView(file.buffer, file.byteOffset, file.byteLength).getUint32(file.length - 4, true)
    if (bytes.length % 2 ** 32 !== size) throw truncated()
    return bytes
  } catch (problem) {
    throw problem instanceof LabError ? problem : truncated(problem)
  }
}

function decode(id: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new LabError('bad-benchmark', `${id} is not UTF-8 text.`, 'A benchmark is a .jsonl file or its .gz.', {
      cause,
    })
  }
}

function parseProblem(id: string, line: string, number: number): Problem {
  const fail = (what: string) => bad(id, number, what)
  let value: PyValue
  try {
    value = parseJson(line)
  } catch (problem) {
    if (problem instanceof JsonError) throw fail(`${problem.message}`)
    throw problem
  }
  if (value.type !== 'dict') throw fail('a line must be a JSON object')
  const fields = new Map(value.entries.map(([key, item]) => [key.type === 'str' ? key.value : '', item]))
  const text = (name: string): string => {
    const field = fields.get(name)
    if (field?.type !== 'str') throw fail(`"${name}" must be text`)
    return field.value
  }
  const entryPoint = text('entry_point')
  if (!/^[\p{L}_][\p{L}\p{N}_]*$/u.test(entryPoint)) throw fail('"entry_point" must be a name')
  return {
    taskId: text('task_id'),
    prompt: text('prompt'),
    entryPoint,
    canonicalSolution: text('canonical_solution'),
    contract: fields.has('contract') ? text('contract') : '',
    base: {
      kind: 'inputs',
      inputs: inputs(fields.get('base_input'), () => fail('"base_input" must be a list of argument lists')),
    },
    plus: {
      kind: 'inputs',
      inputs: inputs(fields.get('plus_input'), () => fail('"plus_input" must be a list of argument lists')),
    },
    atol: tolerance(fields.get('atol'), () => fail('"atol" must be a number from 0')),
    original: null,
  }
}

function inputs(field: PyValue | undefined, fail: () => LabError): Arguments[] {
  // EvalPlus writes {} for a suite without tests.
  if (field?.type === 'dict' && field.entries.length === 0) return []
  if (field?.type !== 'list') throw fail()
  return field.items.map((item) => {
    if (item.type !== 'list') throw fail()
    return item.items
  })
}

function tolerance(field: PyValue | undefined, fail: () => LabError): number {
  if (field === undefined) return 0
  const value = field.type === 'int' ? Number(field.value) : field.type === 'float' ? field.value : NaN
  if (!(value >= 0)) throw fail()
  return value
}

function checkTaskIds(id: string, problems: readonly Problem[]): void {
  if (problems.length === 0) throw bad(id, 1, 'there are no problems')
  const seen = new Set<string>()
  for (const [index, { taskId }] of problems.entries()) {
    if (seen.has(taskId)) throw bad(id, index + 1, `task_id ${taskId} comes twice`)
    seen.add(taskId)
  }
}

/** One file has one form: prompts that open the function, or prompts that describe it in a docstring of their own. */
function formOf(id: string, problems: readonly Problem[]): PromptForm {
  const forms = problems.map(({ prompt, entryPoint }): PromptForm =>
    opensFunction(prompt, entryPoint) ? 'humaneval' : 'mbpp',
  )
  const [form = 'mbpp'] = forms
  const other = forms.findIndex((one) => one !== form)
  if (other >= 0) throw bad(id, other + 1, `the prompt has another form (${forms[other]}) than the first (${form})`)
  return form
}

function opensFunction(prompt: string, entryPoint: string): boolean {
  return prompt
    .split('\n')
    .some((line) => line.startsWith(`def ${entryPoint}(`) || line.startsWith(`async def ${entryPoint}(`))
}

function bad(id: string, line: number, what: string): LabError {
  return new LabError(
    'bad-benchmark',
    `${id}, line ${line}: ${what}.`,
    "The file must follow EvalPlus's schema, one JSON object a line.",
  )
}
