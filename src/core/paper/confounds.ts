import type { BenchPreset } from './bench-preset'
import type { FindingId } from './findings'

/** A figure, and where it comes from. */
export interface Evidence {
  readonly figure: string
  readonly source: string
}

/** Something other than the weights' storage that differs between what the paper compares, or that its score hides. */
export interface Confound {
  readonly id: string
  readonly title: string
  readonly what: string
  readonly evidence: readonly Evidence[]
  /** The Bench's presets that show it here. */
  readonly runs: readonly { readonly preset: BenchPreset; readonly name: string }[]
  /** How it is taken away here. */
  readonly switchedOff: string
  /** What is measured here of it; null where nothing is. */
  readonly finding: FindingId | null
}

const TOOL = 'source of the published tool'
const MEASURED_MBPP = 'measured on MBPP+ v0.2.0'
const MEASURED_HUMANEVAL = 'measured on HumanEval+ v0.1.10'
const TABLE = 'recounted from Table I, above'

export const CONFOUNDS: readonly Confound[] = [
  {
    id: 'noise-targets',
    title: 'Weight noise reaches other weights in the quantized models',
    what: 'The tool adds noise to every parameter that requires a gradient. Matrices that bitsandbytes has quantized require none, so in the quantized arm noise falls on embeddings, norms and an untied output layer only; in the original it falls on every weight. The curves of Figure 3 compare two interventions, and the difference favours the quantized model. It is a bias and not a certainty: the paper itself finds CodeGen-2B more robust unquantized.',
    evidence: [
      {
        figure: 'Noise reaches 1.4 % to 29.5 % of the parameters in the quantized arm, 100 % in the original.',
        source: `${TOOL} (noise.py) and the public configurations of the twelve models`,
      },
      {
        figure: 'Every quantized matrix stays as it was; embeddings, norms and an untied output layer change.',
        source: 'checked with bitsandbytes, 8-bit and NF4, on small LLaMA, CodeGen and StarCoder2 models',
      },
    ],
    runs: [
      { preset: 'rq2-published', name: 'noise as published' },
      { preset: 'rq2-corrected', name: 'noise on the same weights' },
    ],
    switchedOff: 'The same numbers, from the same seed, are added to the same weights in every arm, at several seeds.',
    finding: 'noise',
  },
  {
    id: 'newline',
    title: 'MBPP prompts lose their final newline under attack',
    what: 'The tool cuts an MBPP prompt into its four lines, changes the second, and joins them again without the newline at the end. The clean prompt keeps it. What the paper reports as the drop under attack is the drop under attack and without the newline.',
    evidence: [
      { figure: 'All 378 clean prompts end in a newline, no attacked one does.', source: `${TOOL}; ${MEASURED_MBPP}` },
      {
        figure: 'The newline alone moved a 34B model from about 34 to about 72 % pass@1.',
        source: 'issue 159 of bigcode-evaluation-harness',
      },
    ],
    runs: [{ preset: 'newline', name: 'the newline alone' }],
    switchedOff:
      'Attacks keep the end of the prompt, and a control that takes nothing but the newline shows its share.',
    finding: 'newline',
  },
  {
    id: 'extraction',
    title: 'On HumanEval the answer is thrown away',
    what: 'A HumanEval prompt opens a function, and the model continues with its body. The tool keeps only imports and whole functions of the continuation and grades them without the prompt, so a right body counts for nothing unless the model happens to write the function once more. Since it stops at no stop string, a later function, or half of one, decides as well.',
    evidence: [
      {
        figure:
          'Given the reference body of each of the 164 problems, it returns nothing for 138, something else for 26, and the function that was asked for never.',
        source: `${MEASURED_HUMANEVAL} with the tool's extractor`,
      },
      {
        figure: 'Of the 378 MBPP+ references five do not survive it (64, 98, 471, 573, 759).',
        source: MEASURED_MBPP,
      },
    ],
    runs: [{ preset: 'extraction', name: 'extraction as published' }],
    switchedOff: "The prompt and the continuation are one program, stopped and sanitized by EvalPlus's rules.",
    finding: 'extraction',
  },
  {
    id: 'rejoin',
    title: 'The word attack also rewrites the spacing, and a seed does not fix it',
    what: 'The tool cuts the text into tokens and joins them with single blanks. Quotes and apostrophes come out otherwise, and a docstring with its examples becomes one line, even where no word was replaced. It picks among the first three members of a Python set, whose order changes from one process to the next, and starts the same random stream again for every prompt.',
    evidence: [
      {
        figure: 'Cutting and joining alone changes 38 of 378 MBPP+ prompts and 164 of 164 HumanEval prompts.',
        source: `${MEASURED_MBPP} and HumanEval+ v0.1.10`,
      },
      {
        figure: 'With seed 0 at most 1 of 378 prompts can change at all, with seed 2024 at most 3.',
        source: MEASURED_MBPP,
      },
      {
        figure: 'On HumanEval the word attack ends in an error in each of the three stored versions that were read.',
        source: `${TOOL}; other versions were not at hand`,
      },
    ],
    runs: [{ preset: 'rejoin', name: 'cutting and joining alone' }],
    switchedOff: 'Words are replaced where they stand, in the order of WordNet, with a random stream for each problem.',
    finding: 'rejoin',
  },
  {
    id: 'noise-floor',
    title: 'Greedy decoding is not a fixed point',
    what: 'Batch size, engine and device change sums in their last bits, and with them now and then a token, a program, a verdict. A difference of a few problems can come from running the same thing twice. The paper runs everything once.',
    evidence: [
      {
        figure: 'Batches of 32 in place of 1 moved Qwen2-7B on HumanEval from 0.4756 to 0.5061: five problems.',
        source: 'pull request 1992 of lm-evaluation-harness',
      },
      {
        figure: 'Another engine changed 44 of 164 outputs and 6 of 164 verdicts of CodeLlama-7B.',
        source: 'issue 104 of meta-llama/codellama',
      },
    ],
    runs: [{ preset: 'noise-floor', name: 'the same run again' }],
    switchedOff:
      'It cannot be switched off, only measured: an identical second run stands beside the attacks, and a difference counts where it is larger.',
    finding: 'floor',
  },
  {
    id: 'small-integers',
    title: 'RRS is a ratio of a few problems',
    what: 'Equation 2 divides what the original lost by what the quantized model lost. Both are small counts, the ratio has no upper end, and where the denominator is 1 or 2 a single problem moves it by whole numbers. The paper prints it without n and without an interval.',
    evidence: [
      { figure: '6.997 is 7 problems against 1, 5.999 is 6 against 1.', source: `${TABLE} (press a cell)` },
      { figure: 'All 44 numbers on HumanEval can be made of losses of 14 problems or fewer.', source: TABLE },
      {
        figure:
          'With no difference at all, 20 lost and 8 gained of 378, RRS lies between 0.30 and 3.33 in 90 % of draws.',
        source: 'simulation, above',
      },
    ],
    runs: [{ preset: 'rq1-corrected', name: 'attacks, corrected' }],
    switchedOff:
      'Drops are given with the flips both ways, an exact McNemar test and a bootstrap interval, RRS only where both models lost.',
    finding: 'null-rrs',
  },
  {
    id: 'counted-twice',
    title: 'Base and plus tests count the same programs twice',
    what: 'MBPP and MBPP+ (HumanEval and HumanEval+) are two verdicts on the same generations. Counting their cells as separate experiments doubles n and makes any test too sure.',
    evidence: [
      { figure: 'The two verdicts favour different sides in 13 of 63 pairs.', source: TABLE },
      {
        figure: '43 against 25 on MBPP and MBPP+ together has p = 0.04; MBPP alone, 21 against 14, has p = 0.31.',
        source: TABLE,
      },
    ],
    runs: [{ preset: 'rq1-corrected', name: 'attacks, corrected' }],
    switchedOff: 'Results shows one suite at a time, and every comparison is paired by problem.',
    finding: 'base-plus',
  },
  {
    id: 'precision',
    title: 'The arms compute in different precision',
    what: 'For weight noise the original is loaded without a type (32-bit in transformers 4), the 8-bit model computes in fp16. Noise of 1e-4 on norm weights near 1 is far below half a step of fp16 and mostly vanishes there. The 4-bit model of the attacks has neither the double quantization nor the 32-bit arithmetic that the text names; the tool has them for noise only.',
    evidence: [
      {
        figure: 'Attacks: fp16, NF4 without double quantization. Noise: fp32, NF4 with it.',
        source: `${TOOL} (run.py, noise.py)`,
      },
      {
        figure: 'Just above 1, half a step of fp16 is 4.9e-4; the smallest noise level is 1e-4.',
        source: 'arithmetic',
      },
    ],
    runs: [{ preset: 'noise-floor', name: 'the same weights, other arithmetic' }],
    switchedOff: 'Every arm here computes with 32-bit sums; only what the weights are stored in differs.',
    finding: 'floor',
  },
  {
    id: 'five-letters',
    title: 'The character attack is five capital letters',
    what: 'It raises five letters of the prompt, however long that is, and never lowers one; the probability of 0.5 that the paper gives has no effect at such lengths. On HumanEval it also raises letters in examples and in the name of the function, although the paper says that only natural language is touched.',
    evidence: [
      {
        figure: 'Exactly five letters are picked in all 378 prompts; 4.98 of them change on average.',
        source: MEASURED_MBPP,
      },
      {
        figure: '85 of 164 prompts have an altered example, 77 of 164 an altered mention of their function.',
        source: `${MEASURED_HUMANEVAL}, seed 42`,
      },
      {
        figure:
          'HumanEval docstrings have 235 letters on average, MBPP sentences 71: the same five are a third of the dose.',
        source: 'measured on both',
      },
    ],
    runs: [
      { preset: 'rq1-published', name: 'attacks as published' },
      { preset: 'rq1-corrected', name: 'attacks, corrected' },
    ],
    switchedOff: 'Letters change case both ways, in the sentence only, and their share can be set.',
    finding: null,
  },
]
