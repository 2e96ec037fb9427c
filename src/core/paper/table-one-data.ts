/**
 * Table I of the paper ("Smaller = Weaker? Benchmarking Robustness of Quantized LLMs in Code Generation"), transcribed as
 * it is printed: one line a model; MBPP | MBPP+ | HumanEval | HumanEval+; in each the character, word and sentence
 * attack. ↓ says that the paper calls the quantized model more robust, ↑ the original, = neither. A lone arrow has no
 * number in the paper either; "-" where it has no cells (StarCoder on HumanEval).
 */
export const TABLE_ONE = `
LLaMA 1B     | 1.092↓ 1.862↓ 1.333↓ | 1.053↓ 1.917↓ 1.900↓ | 1.500↓ ↑      0.714↑ | 1.333↓ ↑      0.714↑
LLaMA 3B     | 1.136↓ 1.630↓ 0.769↑ | 1.000= 1.258↓ 0.559↑ | 0.625↑ ↑      0.833↑ | 0.750↑ 0.111↑ 0.857↑
LLaMA 8B     | 0.429↑ 0.500↑ ↑      | 0.621↑ 0.594↑ ↑      | 1.000= ↑      0.786↑ | 0.400↑ ↑      0.929↑
DeepSeek 1.3B | 1.000= 0.700↑ 1.333↓ | 1.219↓ 0.652↑ 1.167↓ | 0.750↑ ↓      1.000= | 0.750↑ ↓      1.250↓
DeepSeek 6.7B | 1.778↓ 1.444↓ 1.133↓ | 1.600↓ 1.555↓ 1.571↓ | ↓      ↓      5.000↓ | 2.000↓ ↑      4.500↓
DeepSeek 33B | ↓      0.718↑ 0.488↑ | ↓      0.600↑ 0.467↑ | 0.500↑ 0.889↑ 1.400↓ | 0.429↑ 1.167↓ 1.000=
CodeGen 350M | 0.942↑ 0.758↑ 0.857↑ | 1.017↓ 1.000= 6.997↓ | 0.875↑ 1.200↓ 1.250↓ | 0.833↑ 2.000↓ 2.000↓
CodeGen 2B   | 1.029↓ 2.437↓ 1.437↓ | 0.829↑ 1.661↓ 1.083↓ | 0.400↑ 3.000↓ 1.667↓ | 0.455↑ 5.999↓ 1.200↓
CodeGen 6B   | 1.315↓ 1.286↓ 1.667↓ | 1.289↓ 1.410↓ 1.571↓ | 0.600↑ 3.666↓ 0.714↑ | 0.909↑ 2.667↓ 0.833↑
StarCoder 3B | 1.579↓ 1.278↓ 3.999↓ | 1.211↓ 1.364↓ 1.000= | - | -
StarCoder 7B | 0.483↑ 0.684↑ ↑      | 0.593↑ 1.273↓ ↑      | - | -
StarCoder 15B | ↓      0.148↑ 1.857↓ | ↓      ↑      ↓      | - | -
`
