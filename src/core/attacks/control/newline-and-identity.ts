import { replacement, resultOf } from '../edits'
import { numberParameter } from '../parameters'
import type { Attack } from '../types'

/**
 * The prompt as it is: an identical second run, made anew for each seed. What flips under it is the noise floor of the
 * set-up. With `rows` it runs in batches of another size, which changes the sums in their last bits.
 */
export const identityControl: Attack = {
  id: 'control-identity',
  name: 'Identical re-run',
  level: 'control',
  modes: ['corrected'],
  random: true,
  description: 'Sends the same prompt again, for each seed once. Any flip is noise of the set-up, not of an attack.',
  needs: [],
  regions: [],
  parameters: {
    rows: { kind: 'integer', minimum: 0, maximum: 64, default: 0, label: 'Rows together (0: as usual)' },
  },
  apply: ({ prompt }) => resultOf(prompt, [], 'A control: the prompt stays as it is.'),
}

/** Only the line breaks at the end of the prompt: what the published attack changes on MBPP beside the letters. */
export const newlineControl: Attack = {
  id: 'control-newline',
  name: 'Final newline only',
  level: 'control',
  modes: ['corrected'],
  random: false,
  description: 'Removes, keeps or adds line breaks at the very end and changes nothing else.',
  needs: [],
  regions: ['sentence', 'code'],
  parameters: {
    newlines: { kind: 'integer', minimum: 0, maximum: 3, default: 0, label: 'Line breaks at the end' },
  },
  apply({ prompt }, { parameters }) {
    const wanted = numberParameter(parameters, 'newlines')
    const ends = breaksAtEnd(prompt)
    const why = `The prompt already ends in ${wanted} line breaks.`
    const kept = ends[wanted]
    const surplus = kept === undefined ? [] : [replacement(kept, prompt.slice(kept), '')]
    const missing = replacement(prompt.length, '', '\n'.repeat(Math.max(0, wanted - ends.length)))
    return resultOf(prompt, [...surplus, missing], why)
  },
}

/** Offsets at which the line breaks of the end start, in order; `\r\n` is one break. */
function breaksAtEnd(prompt: string): number[] {
  const starts: number[] = []
  let end = prompt.length
  while (end > 0) {
    const last = prompt[end - 1]
    if (last !== '\n' && last !== '\r') break
    end -= last === '\n' && prompt[end - 2] === '\r' ? 2 : 1
    starts.unshift(end)
  }
  return starts
}
