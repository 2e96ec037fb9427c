import { LabError } from '../errors'
import type { TestMark } from './verdict'

/** One character a test, in file order: `1` pass, `0` fail, `-` not run. A suite's marks as a run folder keeps them. */
const LETTERS: Readonly<Record<TestMark, string>> = { pass: '1', fail: '0', 'not-run': '-' }

export function encodeMarks(marks: readonly TestMark[]): string {
  return marks.map((mark) => LETTERS[mark]).join('')
}

/** Throws LabError `bad-run` for any other character. */
export function decodeMarks(text: string): TestMark[] {
  return Array.from(text, (letter) => {
    switch (letter) {
      case '1':
        return 'pass'
      case '0':
        return 'fail'
      case '-':
        return 'not-run'
      default:
        throw new LabError('bad-run', `Unknown test mark ${JSON.stringify(letter)}.`, 'Export the run again.')
    }
  })
}
