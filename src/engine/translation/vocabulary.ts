import type { PreTrainedTokenizer } from '@huggingface/transformers'

/** Words named in a refusal; more would not help. */
const NAMED = 5

/**
 * Why a translator that knows few words should not be asked for this text, in words; null where it knows them all. A
 * model gives some text for every text: outside of its vocabulary it would babble. `foreign` are tokens of the language
 * that it writes, which it shares a vocabulary with and does not read.
 */
export function refusal(
  tokenizer: PreTrainedTokenizer,
  text: string,
  foreign: ReadonlySet<number> = new Set(),
): string | null {
  const isUnknown = (id: number): boolean => id === tokenizer.unk_token_id || foreign.has(id)
  // White space at the end would be a token of its own, which nobody knows.
  const ids = tokenizer.encode(text.trim())
  if (ids.some(isUnknown)) {
    const words = [...new Set(text.trim().split(/\s+/))].filter((word) => tokenizer.encode(word).some(isUnknown))
    const named = words.slice(0, NAMED).map((word) => `“${word}”`)
    if (words.length > NAMED) named.push(`${words.length - NAMED} more`)
    return `The translator does not know ${named.join(', ')}.`
  }
  const most: unknown = tokenizer.model_max_length
  if (typeof most === 'number' && ids.length > most) {
    return `The text has ${ids.length} tokens, the translator takes ${most}.`
  }
  return null
}
