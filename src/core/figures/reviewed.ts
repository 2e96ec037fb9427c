import type { OpenRun } from '../experiment/open-run'
import type { RejectedPrompt, RunRecord } from '../experiment/record'
import { rejectionKey } from '../metrics/review'
import { cleanCondition, summarise, type JudgedSample } from '../metrics/summary'

/**
 * As `reviewed` (core/metrics/review), of a run whose samples are not in memory: the table's verdicts and the hashes of the
 * prompts are enough.
 */
export function reviewedOpen(
  open: Pick<OpenRun, 'run' | 'table' | 'sent'>,
  rejected: readonly RejectedPrompt[],
): RunRecord {
  const { run } = open
  const rest = { ...run }
  delete rest.review
  const wanted = new Map(rejected.map((one) => [rejectionKey(one), one]))
  if (wanted.size === 0) return rest
  const perturbed = perturbedPrompts(open, wanted)
  if (perturbed.size === 0) return rest
  const left = judgedSamples(open).filter(({ condition, sample }) => {
    const isAttacked = (run.conditions[condition]?.prompt ?? null) !== null
    return !(isAttacked && perturbed.has(rejectionKey({ task_id: sample.task_id, prompt: sample.prompt ?? '' })))
  })
  const sorted = [...perturbed].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one)
  return {
    ...rest,
    review: {
      rejected: sorted.map(({ task_id, prompt }) => ({ task_id, prompt })),
      without: summarise(
        run.spec,
        left.map(({ sample }) => sample),
      ),
    },
  }
}

type Wanted = ReadonlyMap<string, RejectedPrompt>

/** Those of the wanted that some attack of this run made. */
function perturbedPrompts({ run, table, sent }: Pick<OpenRun, 'run' | 'table' | 'sent'>, wanted: Wanted): Wanted {
  const clean = cleanCondition(run.spec)
  const tasks = new Set([...wanted.values()].map(({ task_id }) => task_id))
  const found = new Map<string, RejectedPrompt>()
  for (const [benchmark, list] of table.tasks) {
    for (const task_id of list.filter((task) => tasks.has(task))) {
      const before = clean === null ? null : sent.hash(clean, benchmark, task_id)
      run.conditions.forEach(({ prompt: attack }, condition) => {
        const prompt = attack === null ? null : sent.hash(condition, benchmark, task_id)
        if (prompt === null || prompt === before) return
        const key = rejectionKey({ task_id, prompt })
        const one = wanted.get(key)
        if (one !== undefined) found.set(key, one)
      })
    }
  }
  return found
}

function judgedSamples({ run, table, sent }: Pick<OpenRun, 'run' | 'table' | 'sent'>): {
  readonly condition: number
  readonly sample: JudgedSample
}[] {
  return run.cells.flatMap(({ key, condition, benchmark }) =>
    (table.tasks.get(benchmark) ?? []).flatMap((task_id, problem) => {
      const prompt = sent.hash(condition, benchmark, task_id)
      return Array.from({ length: table.samples }, (_, index) => {
        const judged = table.at(key, problem * table.samples + index)
        if (judged === null) return []
        const { base_status, plus_status } = judged
        return [
          {
            condition,
            sample: { cell: key, task_id, index, base_status, plus_status, ...(prompt !== null && { prompt }) },
          },
        ]
      }).flat()
    }),
  )
}
