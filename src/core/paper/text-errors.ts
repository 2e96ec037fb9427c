/** A place where the paper's text and its own table, settings or formula do not go together. */
export interface TextError {
  readonly id: string
  /** Sections of the paper. */
  readonly where: string
  readonly says: string
  readonly found: string
}

export const TEXT_ERRORS: readonly TextError[] = [
  {
    id: 'two-headlines',
    where: 'Abstract; Section VII',
    says: 'Quantized models are more robust in 51.59 % of the experiments (Abstract), in 59.72 % (Conclusion).',
    found:
      '51.59 % is 65 of all 126 cells. 59.72 % is 43 of 72: MBPP and MBPP+ without HumanEval, where it is 22 of 54, 40.74 %.',
  },
  {
    id: 'largest-score',
    where: 'Section V.A',
    says: 'The sentence attack gives CodeGen-2B an extreme RRS of 5.999 on HumanEval.',
    found:
      'That number is of the word attack on HumanEval+. The sentence cells of CodeGen-2B are 1.667 and 1.200. The largest number of the table, 6.997, is not mentioned.',
  },
  {
    id: 'llama-on-mbpp',
    where: 'Section V.A',
    says: 'On MBPP, quantized LLaMA 1B and 3B are generally more robust “across all attack types”.',
    found:
      'For 3B the sentence attack favours the original on MBPP (0.769) and MBPP+ (0.559), and the character attack neither on MBPP+ (1.000).',
  },
  {
    id: 'six-levels',
    where: 'Section V.C',
    says: '252 configurations: 4 families, 3 sizes, 3 precisions, “6 noise levels” and one attack.',
    found: 'Five noise levels are named. The product needs the clean run as the sixth.',
  },
  {
    id: 'problems-of-mbpp',
    where: 'Section IV.C',
    says: 'MBPP has 974 problems.',
    found: 'Only the 378 of MBPP+ are run on either suite, as a footnote says.',
  },
  {
    id: 'uniform-noise',
    where: 'Section IV.E',
    says: 'Uniform noise is drawn with torch.randn_like().',
    found: 'That function draws normal deviates; the formula in the same sentence has rand_like.',
  },
  {
    id: 'normalised-score',
    where: 'Sections III.C and VI.C',
    says: 'RRS accounts for different pass rates of the clean models.',
    found:
      'Equation 2 divides differences of pass rates. Neither is divided by its own clean rate, as equation 1 does, so a stronger model has more to lose.',
  },
  {
    id: 'starcoder',
    where: 'Table I',
    says: 'StarCoder is left out on HumanEval since it gave no output.',
    found:
      'Its 18 cells are missing from the 144 that 12 models on four suites have. In half precision StarCoder is known to answer HumanEval prompts with the end-of-text token alone (issue 23 of StarCoder at bigcode): an effect of the set-up.',
  },
  {
    id: 'consistent-codegen',
    where: 'Sections V.A and VI.B',
    says: 'CodeGen “exhibits consistent improvement”.',
    found:
      'The table has 23 cells for its quantized models, 12 for the originals, among them all six of the character attack on HumanEval.',
  },
]
