import { env, PreTrainedTokenizer } from '@huggingface/transformers'
import { LabError } from '../core/errors'

/** As the library itself says. */
export const transformersVersion: string = env.version

export interface Tokenizer {
  /** As a model sees the prompt, with the special tokens its own files ask for. */
  encode(text: string): number[]
  decode(tokens: readonly number[]): string
}

/** A tokenizer from the contents of tokenizer.json and tokenizer_config.json. Throws `bad-model`. */
export function makeTokenizer(tokenizer: unknown, configuration: unknown): Tokenizer {
  let inner: PreTrainedTokenizer
  try {
    // The constructor takes the two files as parsed; anything wrong in them shows here.
    inner = new PreTrainedTokenizer(tokenizer as object, configuration as object)
  } catch (cause) {
    throw new LabError(
      'bad-model',
      'The tokenizer files cannot be used.',
      'Fetch tokenizer.json and tokenizer_config.json again.',
      {
        cause,
      },
    )
  }
  return {
    encode: (text) => inner.encode(text),
    decode: (tokens) =>
      tokens.length === 0
        ? ''
        : inner.decode([...tokens], { skip_special_tokens: true, clean_up_tokenization_spaces: false }),
  }
}
