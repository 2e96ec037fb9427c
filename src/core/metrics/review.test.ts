import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { parseLines, parsePrompt, parseRunText, parseSample } from '../experiment/parse-run'
import type { RunBundle } from '../experiment/record'
import { reviewed } from './review'
import { summarise } from './summary'

const FOLDER = 'public/recorded/quick-check'
const lines = (name: string) => gunzipSync(readFileSync(`${FOLDER}/${name}`)).toString()
const bundle: RunBundle = {
  run: parseRunText(readFileSync(`${FOLDER}/run.json`, 'utf8')),
  samples: parseLines(lines('samples.jsonl.gz'), 'samples', parseSample),
  prompts: parseLines(lines('prompts.jsonl.gz'), 'prompts', parsePrompt),
}
const attacked = bundle.run.cells.filter(({ condition }) => bundle.run.conditions[condition]?.prompt)
const perturbed = bundle.prompts.filter(({ edits }) => edits.length > 0)

function rejectionOf(place: number) {
  const prompt = perturbed[place]
  if (prompt === undefined) throw new Error('the recorded run has too few perturbed prompts')
  return { task_id: prompt.task_id, prompt: prompt.hash }
}

describe('review', () => {
  it('says both: all problems, and those whose prompts still mean the same', () => {
    const rejected = [rejectionOf(0), rejectionOf(5)]
    const run = reviewed(bundle, rejected)
    expect(run.cells).toEqual(bundle.run.cells)
    expect(run.review?.rejected).toHaveLength(2)
    for (const cell of run.review?.without.cells ?? []) {
      const before = bundle.run.cells.find(({ key }) => key === cell.key)
      const hit = bundle.samples.filter(
        (sample) =>
          sample.cell === cell.key &&
          rejected.some(({ task_id, prompt }) => task_id === sample.task_id && prompt === sample.prompt),
      )
      expect(cell.n).toBe((before?.n ?? 0) - hit.length)
    }
    // Some cell must have been hit, or the test shows nothing.
    expect(
      attacked.some(({ key, n }) => (run.review?.without.cells.find((cell) => cell.key === key)?.n ?? n) < n),
    ).toBe(true)
  })

  it('is the summary of the samples that are left', () => {
    const rejected = perturbed.slice(0, 7).map(({ task_id, hash }) => ({ task_id, prompt: hash }))
    const hashes = new Set(rejected.map(({ prompt }) => prompt))
    const left = bundle.samples.filter(({ prompt }) => !hashes.has(prompt))
    expect(reviewed(bundle, rejected).review?.without).toEqual(summarise(bundle.run.spec, left))
  })

  it('leaves clean prompts and those of other runs aside', () => {
    const clean = bundle.prompts.find(({ edits }) => edits.length === 0)
    const others = [
      { task_id: clean?.task_id ?? '', prompt: clean?.hash ?? '' },
      { task_id: 'Other/1', prompt: 'no such hash' },
    ]
    expect(reviewed(bundle, others)).toEqual(bundle.run)
  })

  it('does not depend on the order, and is taken back with the last rejection', () => {
    const two = [rejectionOf(1), rejectionOf(2)]
    const run = reviewed(bundle, two)
    expect(reviewed(bundle, two.toReversed())).toEqual(run)
    expect(reviewed({ ...bundle, run }, [])).toEqual(bundle.run)
  })
})
