import { LabError } from '../core/errors'
import type { RunBundle, SampleRecord } from '../core/experiment/record'
import type { FinishedRun } from './events'
import type { RunStore } from './ports'

/** Samples read at a time. */
const CHUNK = 500

/** A part of a finished run's samples with their texts, in the order of the plan, each under the cell that asks for it. */
export async function samplesOf(
  ids: FinishedRun['ids'],
  store: Pick<RunStore, 'samples'>,
): Promise<readonly SampleRecord[]> {
  const found = await store.samples([...new Set(ids.map(({ id }) => id))])
  return ids.map(({ cell, id }) => {
    const sample = found.get(id)
    if (sample !== undefined) return { ...sample, cell }
    throw new LabError(
      'storage',
      'Samples of this run are no longer in this browser.',
      'Start it again on the bench: only what is missing is made anew.',
    )
  })
}

/** All of a run in memory: for files. Large runs go out chunk by chunk with `samplesOf`. */
export async function bundleOf(
  { run, ids, prompts }: FinishedRun,
  store: Pick<RunStore, 'samples'>,
): Promise<RunBundle> {
  const samples: SampleRecord[] = []
  for (let at = 0; at < ids.length; at += CHUNK) samples.push(...(await samplesOf(ids.slice(at, at + CHUNK), store)))
  return { run, samples, prompts }
}
