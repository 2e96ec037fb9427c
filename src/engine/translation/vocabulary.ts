import type { PreTrainedTokenizer } from '@huggingface/transformers'

/** Words named in a refusal; more would not help. */
const NAMED = 5

/**
 * Why a translator that knows few words should not be asked for this text, in words; null where it knows them all. A
 * model gives some text for every text: outside of its vocabulary it would babble.
 */
export function refusal(tokenizer: PreTrainedTokenizer, text: string): string | null {
  const unknown = tokenizer.unk_token_id
  const ids = tokenizer.encode(text)
  if (unknown !== undefined && ids.includes(unknown)) {
    const words = [...new Set(text.trim().split(/\s+/))].filter((word) => tokenizer.encode(word).includes(unknown))
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
