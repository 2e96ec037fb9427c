import type { PyValue } from '../judge/value'
import { JsonError, parseJson } from './json'
import { badBenchmark, Row } from './row'
import { numberedLines, type Wanted } from './text-file'

/** The problems of a file: one JSON object a line, or one list of objects (MBPP's sanitized file). Throws `bad-benchmark`. */
export function readRows(wanted: Wanted, text: string): Row[] {
  const file = wanted.name
  const rows = text.trimStart().startsWith('[') ? rowsOfList(file, text) : rowsOfLines(wanted, text)
  if (rows.length === 0) throw badBenchmark(file, 'line 1', 'there are no problems')
  return rows
}

function rowsOfLines(wanted: Wanted, text: string): Row[] {
  const file = wanted.name
  const rows: Row[] = []
  for (const one of numberedLines(wanted, text)) {
    const place = `line ${one.line}`
    rows.push(
      rowOf(
        file,
        place,
        parse(file, one.text, () => place),
      ),
    )
  }
  return rows
}

function rowsOfList(file: string, text: string): Row[] {
  const value = parse(file, text, (offset) => `line ${text.slice(0, offset).split('\n').length}`)
  if (value.type !== 'list') throw badBenchmark(file, 'line 1', 'the file must be a list of objects')
  return value.items.map((item, index) => rowOf(file, `item ${index + 1}`, item))
}

function parse(file: string, text: string, placeOf: (offset: number) => string): PyValue {
  try {
    return parseJson(text)
  } catch (problem) {
    if (problem instanceof JsonError) throw badBenchmark(file, placeOf(problem.offset), problem.message)
    throw problem
  }
}

function rowOf(file: string, place: string, value: PyValue): Row {
  if (value.type !== 'dict') throw badBenchmark(file, place, 'a problem must be a JSON object')
  return new Row(file, place, new Map(value.entries.map(([key, item]) => [key.type === 'str' ? key.value : '', item])))
}
