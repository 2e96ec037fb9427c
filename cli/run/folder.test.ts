import { bundleOf } from '../../src/lab/bundle'
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
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
  const finished = await startRunWith(fakeScience, spec, services, () => undefined).finished
  return bundleOf(finished, services.store)
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
    mkdirSync(path)
    writeFileSync(join(path, '.shakedown.lock'), '999999999')
    writeFileSync(join(path, '.shakedown.lock'), String(process.ppid))
    expect(() => RunFolder.open(path, spec)).toThrow(expect.objectContaining({ code: 'already-running' }))
  })

  it('writes its files, equal bytes for equal runs, and finds their samples again', async () => {
    const finished = await bundle()
    for (let round = 0; round < 2; round++) {
      const folder = RunFolder.open(path, spec)
      expect(folder.samples).toEqual(round === 0 ? [] : finished.samples)
      folder.finish(finished)
      folder.close()
      expect(readdirSync(path).sort()).toEqual(['prompts.jsonl.gz', 'run.json', 'samples.jsonl.gz', 'verdicts.json.gz'])
    }
    const before = readFileSync(join(path, 'samples.jsonl.gz'))
    const folder = RunFolder.open(path, spec)
    folder.finish(finished)
    folder.close()
    expect(readFileSync(join(path, 'samples.jsonl.gz')).equals(before)).toBe(true)
  })

  it('keeps shards apart from each other and from the whole, and can insist on something to go on with', async () => {
    const { samples } = await bundle()
    const shard = { index: 1, of: 2 }
    expect(() => RunFolder.open(path, spec, { resume: true })).toThrow(/nothing to go on with/)
    const first = RunFolder.open(path, spec, { shard })
    samples.slice(0, 2).forEach((sample) => first.append(sample))
    first.close()
    expect(() => RunFolder.open(path, spec)).toThrow(/unfinished samples of part 1 of 2/)
    expect(() => RunFolder.open(path, spec, { shard: { index: 2, of: 2 } })).toThrow(
      expect.objectContaining({ code: 'usage' }),
    )
    const again = RunFolder.open(path, spec, { shard, resume: true })
    expect(again.samples).toEqual(samples.slice(0, 2))
    again.close()
  })

  it('leaves nothing where nothing was made, and keeps what was there before', () => {
    RunFolder.open(path, spec).close()
    expect(existsSync(path)).toBe(false)
    mkdirSync(path)
    writeFileSync(join(path, 'notes.txt'), 'mine')
    RunFolder.open(path, spec).close()
    expect(readdirSync(path)).toEqual(['notes.txt'])
  })

  it('leaves no half-written file where a file cannot be put in place', async () => {
    const finished = await bundle()
    const folder = RunFolder.open(path, spec)
    folder.append(finished.samples[0] ?? expect.unreachable())
    mkdirSync(join(path, 'prompts.jsonl.gz', 'in-the-way'), { recursive: true })
    expect(() => folder.finish(finished)).toThrow(expect.objectContaining({ code: 'storage' }))
    folder.close()
    expect(readdirSync(path).sort()).toEqual(['prompts.jsonl.gz', 'samples.jsonl.gz', 'samples.jsonl.partial'])
  })

  it('says what to do about a finished run that is broken', async () => {
    const folder = RunFolder.open(path, spec)
    folder.finish(await bundle())
    folder.close()
    writeFileSync(join(path, 'samples.jsonl.gz'), 'broken')
    expect(() => RunFolder.open(path, spec)).toThrow(
      expect.objectContaining({ code: 'bad-run', hint: expect.stringContaining('--out') }),
    )
  })

  it('refuses a folder of another spec, finished or not, and leaves it as it is', async () => {
    const other = parseFakeSpec({ ...input, name: 'other' })
    const { samples } = await bundle()
    const unfinished = RunFolder.open(path, spec)
    samples.slice(0, 1).forEach((sample) => unfinished.append(sample))
    unfinished.close()
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
