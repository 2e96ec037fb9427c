import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RunBundle } from '../../src/core/experiment/record'
import { fakeBenchmark, fakeEngine, fakeJudge, fakeScience, fakeServices, parseFakeSpec } from '../../src/lab/run/fakes'
import { startRunWith } from '../../src/lab/run/start'
import { RunFolder } from './folder'

const input = {
  version: 1,
  name: 'folder',
  variants: [{ model: 'm', scheme: 'fp32' }],
  conditions: [{}],
  // A real id: a finished run is read back by the strict parser.
  benchmarks: [{ id: 'starter-mbpp' }],
}
const spec = parseFakeSpec(input)

async function bundle(): Promise<RunBundle> {
  const services = fakeServices({
    engine: fakeEngine().engine,
    judge: fakeJudge().judge,
    benchmarks: [fakeBenchmark('starter-mbpp', 6)],
  })
  return startRunWith(fakeScience, spec, services, () => undefined).finished
}

let path = ''
beforeEach(() => {
  path = join(mkdtempSync(join(tmpdir(), 'shakedown-folder-')), 'run')
})
afterEach(() => rmSync(join(path, '..'), { recursive: true, force: true }))

describe('RunFolder', () => {
  it('gives back what an interrupted run appended, without half a line at the end', async () => {
    const { samples } = await bundle()
    const first = RunFolder.open(path, spec)
    expect(first.samples).toEqual([])
    samples.slice(0, 3).forEach((sample) => first.append(sample))
    appendFileSync(join(path, 'samples.jsonl.partial'), JSON.stringify(samples[3]).slice(0, 50))
    first.close()
    const second = RunFolder.open(path, spec)
    expect(second.samples).toEqual(samples.slice(0, 3))
    samples.slice(3).forEach((sample) => second.append(sample))
    second.close()
    const third = RunFolder.open(path, spec)
    expect(third.samples).toEqual(samples)
    third.close()
  })

  it('takes over the lock of a process that is gone, not of one that lives', () => {
    RunFolder.open(path, spec).close()
    writeFileSync(join(path, '.shakedown.lock'), '999999999')
    RunFolder.open(path, spec).close()
    writeFileSync(join(path, '.shakedown.lock'), String(process.ppid))
    expect(() => RunFolder.open(path, spec)).toThrow(expect.objectContaining({ code: 'already-running' }))
  })

  it('writes the three files, equal bytes for equal runs, and finds their samples again', async () => {
    const finished = await bundle()
    for (let round = 0; round < 2; round++) {
      const folder = RunFolder.open(path, spec)
      expect(folder.samples).toEqual(round === 0 ? [] : finished.samples)
      folder.finish(finished)
      folder.close()
      expect(readdirSync(path).sort()).toEqual(['prompts.jsonl.gz', 'run.json', 'samples.jsonl.gz'])
    }
    const before = readFileSync(join(path, 'samples.jsonl.gz'))
    const folder = RunFolder.open(path, spec)
    folder.finish(finished)
    folder.close()
    expect(readFileSync(join(path, 'samples.jsonl.gz')).equals(before)).toBe(true)
  })

  it('refuses a folder of another spec, finished or not, and leaves it as it is', async () => {
    const other = parseFakeSpec({ ...input, name: 'other' })
    RunFolder.open(path, spec).close()
    expect(() => RunFolder.open(path, other)).toThrow(/unfinished run of another spec/)
    const folder = RunFolder.open(path, spec)
    folder.finish(await bundle())
    folder.close()
    const files = readdirSync(path)
    expect(() => RunFolder.open(path, other)).toThrow(/run of another spec \("folder"\)/)
    expect(readdirSync(path)).toEqual(files)
    writeFileSync(join(path, '..', 'file'), '')
    expect(() => RunFolder.open(join(path, '..', 'file'), spec)).toThrow(expect.objectContaining({ code: 'storage' }))
    expect(existsSync(path)).toBe(true)
  })
})
