import { recognise } from './formats'
import { benchmarkId, publishedBenchmark } from './known'
import { readRows } from './read-rows'
import type { Row } from './row'
import { MAXIMUM_BYTES, readTextFile } from './text-file'
import type { Benchmark, Problem, PromptForm } from './types'

/**
 * A benchmark file, plain or gzip: EvalPlus's HumanEval+ and MBPP+, OpenAI's HumanEval, MBPP (all or sanitized), ReCode's
 * rows, or a person's own suite (docs/suites.md), told apart by their fields. One file has one format.
 * Throws LabError `bad-benchmark` with the line, `truncated-file`, `html-instead-of-file`.
 * @param name of the file; in errors, and in the id of a benchmark that nobody published
 * @param id what it is called; left out: what `benchmarkId` makes of name and content
 */
export function parseBenchmark(name: string, file: Uint8Array, id?: string, limit = MAXIMUM_BYTES): Benchmark {
  const wanted = { name, code: 'bad-benchmark', what: 'a benchmark' } as const
  const { text, md5 } = readTextFile(wanted, file, limit)
  const rows = readRows(wanted, text)
  const { format, form, parse } = recognise(rows)
  const problems = rows.map(parse)
  checkTaskIds(rows, problems)
  return {
    id: id ?? benchmarkId(name, md5),
    format,
    form: form ?? formOf(rows, problems),
    problems,
    md5,
    published: publishedBenchmark(md5)?.title ?? null,
  }
}

function checkTaskIds(rows: readonly Row[], problems: readonly Problem[]): void {
  const seen = new Set<string>()
  for (const [index, { taskId }] of problems.entries()) {
    if (seen.has(taskId)) throw rows[index]?.fail(`task_id ${taskId} comes twice`)
    seen.add(taskId)
  }
}

/** One file has one form: prompts that open the function, or prompts that describe it in a docstring of their own. */
function formOf(rows: readonly Row[], problems: readonly Problem[]): PromptForm {
  const forms = problems.map(({ prompt, entryPoint }): PromptForm =>
    opensFunction(prompt, entryPoint) ? 'humaneval' : 'mbpp',
  )
  const [form = 'mbpp'] = forms
  const other = forms.findIndex((one) => one !== form)
  if (other >= 0) throw rows[other]?.fail(`the prompt has another form (${forms[other]}) than the first (${form})`)
  return form
}

function opensFunction(prompt: string, entryPoint: string): boolean {
  return prompt
    .split('\n')
    .some((line) => line.startsWith(`def ${entryPoint}(`) || line.startsWith(`async def ${entryPoint}(`))
}
