/** Words that begin with a vowel's letter and a consonant's sound, and the other way round. */
const CONSONANT_SOUND = /^(?:u(?:ni(?!n|m)|s[aeiu]|t[aeiou]|r[aeiou]|biq)|eu|ewe|one(?:$|[-\s])|once|ouija)/
const SILENT_H = /^(?:hour|honest|honou?r|heir|herb)/
/** Letters whose names begin with a vowel's sound. */
const SPELLED = /^[aefhilmnorsx](?:$|[^\p{L}])/u

/** The indefinite article that stands before a word. */
export function indefiniteArticle(word: string): 'a' | 'an' {
  const lower = word.toLowerCase()
  if (SPELLED.test(lower) || SILENT_H.test(lower)) return 'an'
  return /^[aeiou]/.test(lower) && !CONSONANT_SOUND.test(lower) && !/^u(?:$|[^\p{L}])/u.test(lower) ? 'an' : 'a'
}

/** `word` in the case of `model`: all capitals, a first capital, or as it is. */
export function withCaseOf(model: string, word: string): string {
  const letters = model.replaceAll(/[^\p{L}]/gu, '')
  if (letters.length > 1 && letters === letters.toUpperCase() && letters !== letters.toLowerCase())
    return word.toUpperCase()
  return /^\p{Lu}/u.test(model) ? word.replace(/^\p{Ll}/u, (first) => first.toUpperCase()) : word
}
