import { appendFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { contentId } from '../../src/core/hash'
import type { GradedSample } from '../../src/core/grading/types'
import { OutFile } from './out-file'

function graded(index: number): GradedSample {
  return {
    id: contentId(index),
    task_id: `Test/${index}`,
    index: 0,
    raw: 'é\n',
    solution: 'é\n',
    extracted: true,
    base_status: 'fail',
    plus_status: null,
    kind: 'wrong-value',
    failing: { suite: 'base', index: 0, input: '1', expected: '2', got: '3' },
    tests: { base: '0-', plus: '' },
    output: '',
    timing: { judge_ms: 1.5 },
  }
}
const samples = [0, 1, 2, 3].map(graded)

let folder = ''
let path = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shakedown-out-'))
  path = join(folder, 'deep', 'results.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

function use(work: (out: OutFile) => void): void {
  const out = OutFile.open(path)
  try {
    work(out)
  } finally {
    out.close()
  }
}

describe('OutFile', () => {
  it('gives back what was appended, without half a line and without damaged ones', () => {
    use((out) => samples.slice(0, 2).forEach((sample) => out.append(sample)))
    appendFileSync(`${path}.partial`, `{"id":"damaged"}\nnot json\n${JSON.stringify(samples[2]).slice(0, 99)}`)
    use((out) => {
      expect(out.graded).toEqual(samples.slice(0, 2))
      out.append(graded(3))
    })
    use((out) => expect(out.graded).toEqual([samples[0], samples[1], samples[3]]))
  })

  it('leaves only the finished file behind, and nothing where nothing was graded', () => {
    use(() => undefined)
    expect(readdirSync(join(folder, 'deep'))).toEqual([])
    use((out) => {
      samples.forEach((sample) => out.append(sample))
      out.finish('the results')
    })
    expect(readdirSync(join(folder, 'deep'))).toEqual(['results.json'])
    expect(readFileSync(path, 'utf8')).toBe('the results')
  })

  it('never writes over a file that is something else', () => {
    use(() => undefined)
    for (const text of ['{"task_id": "Test/0", "solution": ""}\n', '', '{"eval": {}}', 'null']) {
      writeFileSync(path, text)
      expect(() => OutFile.open(path), text).toThrow(expect.objectContaining({ code: 'usage' }))
      expect(readFileSync(path, 'utf8')).toBe(text)
      expect(existsSync(`${path}.lock`)).toBe(false)
    }
    rmSync(path)
    writeFileSync(`${path}.partial`, 'mine\n')
    expect(() => OutFile.open(path)).toThrow(expect.objectContaining({ code: 'usage' }))
    expect(readFileSync(`${path}.partial`, 'utf8')).toBe('mine\n')
  })

  it('is for one process, and free when that process is gone', () => {
    use(() => undefined)
    writeFileSync(`${path}.lock`, '1')
    expect(() => OutFile.open(path)).toThrow(expect.objectContaining({ code: 'already-running' }))
    writeFileSync(`${path}.lock`, '999999999')
    use((out) => expect(out.graded).toEqual([]))
  })

  it('names a place that cannot be written', () => {
    writeFileSync(join(folder, 'deep'), 'a file')
    expect(() => OutFile.open(path)).toThrow(expect.objectContaining({ code: 'storage' }))
  })
})
