/** One JSON object a line, keys as EvalPlus reads them. Half a surrogate pair is escaped, as Python does. */

/** NAME.jsonl: the programs, as EvalPlus grades them. */
export function solutionsText(samples: readonly { readonly task_id: string; readonly solution: string }[]): string {
  return samples.map(({ task_id, solution }) => `${JSON.stringify({ task_id, solution })}\n`).join('')
}

/** NAME.raw.jsonl: what came before extraction, to be appended to the prompts. */
export function completionsText(samples: readonly { readonly task_id: string; readonly completion: string }[]): string {
  return samples.map(({ task_id, completion }) => `${JSON.stringify({ task_id, completion })}\n`).join('')
}

/** EvalPlus's name for the completions beside a file of solutions. */
export function rawName(name: string): string {
  return `${name.replace(/\.jsonl(\.gz)?$/, '')}.raw.jsonl`
}
