import * as v from 'valibot'
import { LabError } from '../errors'
import type { SearchResult } from './smallest-edit'

const EditSchema = v.object({ start: v.number(), end: v.number(), before: v.string(), after: v.string() })
const common = {
  queries: v.object({ scored: v.number(), generated: v.number() }),
  // JSON has no infinity: a drop without an end was written as null.
  ranked: v.array(
    v.object({
      edit: EditSchema,
      drop: v.pipe(
        v.nullable(v.number()),
        v.transform((drop) => drop ?? Infinity),
      ),
    }),
  ),
}

const SearchResultSchema = v.variant('kind', [
  v.object({
    kind: v.literal('flipped'),
    edits: v.array(EditSchema),
    text: v.string(),
    minimal: v.boolean(),
    ...common,
  }),
  v.object({ kind: v.literal('held'), edits: v.array(EditSchema), exhausted: v.boolean(), ...common }),
  v.object({ kind: v.literal('fails-clean'), ...common }),
  v.object({ kind: v.literal('no-edits'), ...common }),
])

const LineSchema = v.object({ task_id: v.string(), scheme: v.string(), result: SearchResultSchema })

/** A line of a file of searches. */
export interface SearchLine {
  readonly task_id: string
  readonly scheme: string
  readonly result: SearchResult
}

/** @throws LabError `bad-run` */
export function parseSearchLine(json: unknown): SearchLine {
  const { success, output } = v.safeParse(LineSchema, json)
  if (success) return output
  throw new LabError('bad-run', 'A line of the file is no finished search.', 'Delete the file, and search again.')
}
