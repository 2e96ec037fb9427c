import { choiceParameter } from '../parameters'
import { resultOf } from '../edits'
import { wordEdits } from '../sentence/word-edits'
import type { Attack } from '../types'

export const HAND = 'hand'
const LONGEST = 100_000

/** What a person made of one prompt: an attack like any other, so that it is recorded and judged like any other. */
export const handControl: Attack = {
  id: HAND,
  name: 'Edited by hand',
  level: 'control',
  modes: ['corrected'],
  random: false,
  description: 'Puts a text that a person wrote in the place of one prompt. Other prompts stay as they are.',
  needs: [],
  regions: ['sentence', 'code', 'signature', 'example', 'quoted', 'name', 'number'],
  parameters: {
    task: { kind: 'text', longest: 1000, default: '', label: 'Problem that it was written for' },
    text: { kind: 'text', longest: LONGEST, default: '', label: 'The prompt as written' },
  },
  apply({ prompt, taskId }, { parameters }) {
    const task = choiceParameter(parameters, 'task')
    const written = choiceParameter(parameters, 'text')
    if (written === '') return resultOf(prompt, [], 'No text was written.')
    if (task !== taskId) return resultOf(prompt, [], `The text was written for ${task === '' ? 'no problem' : task}.`)
    return resultOf(prompt, wordEdits(0, prompt, inLineBreaksOf(prompt, written)), 'The text is the same.')
  },
}

/** A text field knows only one kind of line break: a prompt that has another throughout gets its own back. */
function inLineBreaksOf(prompt: string, written: string): string {
  const isWindows = prompt.includes('\r\n') && !/[^\r]\n/.test(prompt)
  return isWindows && !written.includes('\r') ? written.replaceAll('\n', '\r\n') : written
}
