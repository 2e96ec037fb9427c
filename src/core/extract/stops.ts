import type { PromptForm } from '../benchmarks/types'

const COMMON = ['<|endoftext|>', '<|endofmask|>', '</s>', '\nif __name__', '\ndef main(', '\nprint('] as const
const OF_FORM: Readonly<Record<PromptForm, readonly string[]>> = {
  mbpp: ['\n"""', '\nassert'],
  humaneval: ['\ndef ', '\nclass ', '\nimport ', '\nfrom ', '\nassert '],
}

/** Where EvalPlus ends the answer of a base model (no chat): the text is cut before the earliest of these. */
export function stopStrings(form: PromptForm): readonly string[] {
  return [...COMMON, ...OF_FORM[form]]
}

/** The text before the earliest stop string. */
export function cutAtStops(text: string, stops: readonly string[]): string {
  const ends = stops.map((stop) => text.indexOf(stop)).filter((end) => end >= 0)
  return text.slice(0, Math.min(text.length, ...ends))
}
