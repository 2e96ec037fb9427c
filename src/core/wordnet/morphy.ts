import type { PartOfSpeech } from './types'

/** Endings that are cut off and what takes their place, in order. Source: WordNet's manual, morphy(7WN). */
const SUBSTITUTIONS: Readonly<Record<PartOfSpeech, readonly (readonly [ending: string, instead: string])[]>> = {
  n: [
    ['s', ''],
    ['ses', 's'],
    ['ves', 'f'],
    ['xes', 'x'],
    ['zes', 'z'],
    ['ches', 'ch'],
    ['shes', 'sh'],
    ['men', 'man'],
    ['ies', 'y'],
  ],
  v: [
    ['s', ''],
    ['ies', 'y'],
    ['es', 'e'],
    ['es', ''],
    ['ed', 'e'],
    ['ed', ''],
    ['ing', 'e'],
    ['ing', ''],
  ],
  a: [
    ['er', ''],
    ['est', ''],
    ['er', 'e'],
    ['est', 'e'],
  ],
  r: [],
}

/**
 * Base forms of a form, itself included, as NLTK 3.10's morphy finds them: where the exceptions know the form, they
 * alone; else the rules, applied once. Kept are those that `isLemma` knows, without repetition, in order.
 */
export function baseFormsOf(
  form: string,
  part: PartOfSpeech,
  exceptions: ReadonlyMap<string, readonly string[]>,
  isLemma: (candidate: string) => boolean,
): string[] {
  const others =
    exceptions.get(form) ??
    SUBSTITUTIONS[part]
      .filter(([ending]) => form.endsWith(ending))
      .map(([ending, instead]) => form.slice(0, form.length - ending.length) + instead)
  return [...new Set([form, ...others])].filter(isLemma)
}
