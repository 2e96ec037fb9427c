/** What a person found who read the ten prompts of an attack: see prompts.txt, which the bench writes. */
export interface Judgement {
  /** Of the texts that were read. */
  readonly hash: string
  /** Of the ten, those that still ask for the same function. */
  readonly kept: number
  readonly remark: string
}

/** By title: attack and mode. */
export const JUDGEMENTS: Readonly<Record<string, Judgement>> = {}
