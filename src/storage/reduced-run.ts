import { gzipSync, strToU8 } from 'fflate'
import type { OpenRun } from '../core/experiment/open-run'
import { encodeVerdicts } from '../core/experiment/verdict-file'
import { PROMPTS_FILE, RUN_FILE, SAMPLES_FILE, VERDICTS_FILE } from './run-folder'

/**
 * The files of a run with all of its verdicts and prompts, and the texts of some problems only: small enough to be kept
 * beside the code. Equal runs give equal bytes.
 *
 * @param every keeps the samples of problems whose place in their file is a multiple of it
 */
export async function reducedRunFiles(open: OpenRun, every: number): Promise<Map<string, Uint8Array<ArrayBuffer>>> {
  const { run, table, sent } = open
  const places = new Map([...table.tasks].map(([id, list]) => [id, new Map(list.map((task, place) => [task, place]))]))
  const isKept = (cell: string, task: string) => {
    const place = places.get(table.benchmarkOf(cell) ?? '')?.get(task)
    return place !== undefined && place % every === 0
  }
  const lines: string[] = []
  for await (const samples of open.samples()) {
    for (const sample of samples) {
      if (isKept(sample.cell, sample.task_id)) lines.push(`${JSON.stringify(sample)}\n`)
    }
  }
  const prompts = (await open.prompts()).map((prompt) => `${JSON.stringify(prompt)}\n`)
  const packed = (text: string) => gzipSync(strToU8(text), { level: 9, mtime: 0 })
  return new Map([
    [RUN_FILE, strToU8(`${JSON.stringify(run)}\n`)],
    [VERDICTS_FILE, packed(JSON.stringify(encodeVerdicts(run, table, sent)))],
    [PROMPTS_FILE, packed(prompts.join(''))],
    [SAMPLES_FILE, packed(lines.join(''))],
  ])
}
