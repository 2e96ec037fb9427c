/**
 * How well one tag follows another, in the units of `TagWeights`; 0 where nothing is said. Set by hand for instructions
 * ("Write a function to ..."): imperatives are at home here. `^` stands for the start of a sentence; BE, HAVE and DO are
 * forms of these verbs, whatever their tag; THEN are adverbs after which an instruction goes on.
 */
const FOLLOWS: Readonly<Record<string, string>> = {
  '^': 'VB 3  VBN .8  NN -.5  JJ -.3  VBP -3  VBZ -4  VBD -2  VBG -.3  NNS .3  IN .5  RP -4  RB -.3',
  DT: 'NN 2  NNS 2  JJ 1.8  JJS 1.5  JJR .5  CD .3  VBG 0  VBN .8  RB -1  VB -6  VBP -6  VBZ -5  VBD -4  DT -3  IN -1  TO -4  PRP -3  WDT 0',
  PRP$: 'NN 2  NNS 2  JJ 1.8  JJS 1.5  VBG 0  VBN .8  RB -2  VB -6  VBP -6  VBZ -6  VBD -6  IN -3',
  PDT: 'DT 2  PRP$ 1',
  JJ: 'NN 1.6  NNS 1.6  JJ .3  VB -3  VBP -2.5  VBZ -2.5  VBD -2  VBN -1  VBG -.7  DT -2  IN .2  RB -1  RP -3',
  JJS: 'NN 1.6  NNS 1.6  JJ .8  VB -4  VBP -4  VBZ -3  VBD -3  VBN -.5  DT -3  RB -1  CD 0',
  JJR: 'IN 1  NN .8  NNS .8  JJ .3  VB -3  VBP -3  VBZ -3  VBD -3',
  RBR: 'JJ 1  RB 1  NN -3  NNS -3  VBN .5',
  RBS: 'JJ 1  RB 1  NN -3  NNS -3',
  NN: 'NN .3  NNS .3  VBZ 1.2  VBP -2.5  VB -3  VBD 0  VBN 0  VBG -.5  IN .8  JJ -2  JJS -2  RB -.5  DT -2  PRP -1.5  PRP$ -2.5  WDT 1  RP -3  TO .3  POS .5  CD -.5  PDT -2',
  NNS: 'NN -1.8  NNS -1.8  VBP 1.2  VBZ -3  VB -2.5  VBD .2  VBN .5  VBG 0  IN .8  JJ -1.8  RB -.3  DT -1.5  PRP -1  PRP$ -2  WDT 1  RP -3  TO .3  POS .3  CD -.8  PDT -2',
  NNP: 'NNP .5  NN .5  NNS .3  VBZ .8  VBP -1  VB -3  IN .3',
  TO: 'VB 3  NN -3  NNS -.5  VBP -6  VBZ -6  VBD -6  VBN -3  VBG -1  JJ -1  RB -2  RP -4  JJS -1',
  MD: 'VB 3.5  RB .8  NN -3  NNS -3  VBP -5  VBZ -5  VBD -5  VBN -4  JJ -3  IN -2',
  IN: 'NN .8  NNS .8  VBG 1.2  JJ .5  JJS .3  VB -5  VBP -5  VBZ -5  VBD -4  VBN .3  EX .8  IN -.5  RP -4  WDT 0  RB -.5  JJR .5',
  RP: 'DT .5  TO .3  IN .2  VB -3  VBZ -3  NN -.5  WRB .5',
  PRP: 'VBP 1.5  VBZ 1.5  VBD 1  MD 1  NN -2  NNS -2  VB -2.5  VBN -1  VBG -.5  JJ -1  IN .5  RB 0  TO .3  RP -1',
  EX: 'VBZ 2  VBP 2  VBD 2  MD 1',
  WDT: 'VBZ 2  VBP 2  VBD 1  MD 1.5  NN -1.5  NNS -1  VB -4  VBN -2  JJ -1  RB 0',
  WP: 'VBZ 1.5  VBP 1.5  VBD 1  MD 1  NN -2  NNS -2  VB -4  PRP .5',
  WP$: 'NN 2  NNS 2  JJ 1  VB -6  VBP -6  VBZ -6',
  WRB: 'JJ .8  RB .8  TO .5  VB -3  VBP -2  VBZ -1  NN -.3  PRP .5  DT .3  JJR .3',
  RB: 'JJ .8  RB .2  VBN .6  VB 0  VBZ .3  VBP .3  VBD .2  NN -1.2  NNS -1  IN .4  JJR .5  DT -.3  RP -2',
  THEN: 'VB 2  VBZ .5  NN -2  NNS -1.5  JJ -1  VBP -1.5',
  CC: 'VB .6  VBP -1  VBZ .2  RB 0  IN -.3  RP -3  VBD -.3  JJ 0',
  UH: 'VB 2  NN -2  NNS -2  VBP -2',
  CD: 'NNS 1.6  NN .5  JJ .5  VB -2.5  VBP -1.5  VBZ -1.5  VBD -1.5  VBN -.5  IN .5  RP -3  RB -1',
  VB: 'DT 1.5  PRP$ 1  NN -.3  NNS .3  JJ 0  IN .2  RP .3  VB -3  VBP -3  VBZ -4  VBD -4  VBN -1  VBG .2  TO .2  CD .5  RB 0  PRP .5  WRB .5  JJS 0  WDT -.5',
  VBP: 'DT 1.2  PRP$ 1  NN -.5  NNS .3  JJ 0  IN .3  RP .3  VB -3  VBP -3  VBZ -4  VBD -4  VBN -1  VBG .2  TO .3  RB .2  PRP .3  PDT .5',
  VBZ: 'DT 1.2  PRP$ 1  NN -.3  NNS 0  JJ 0  IN .3  RP .3  VB -4  VBP -4  VBZ -4  VBD -4  VBN -1  VBG .2  TO .3  RB .2  PRP .3  CD .3  PDT .5',
  VBD: 'DT 1.2  PRP$ 1  NN -.5  NNS 0  JJ -.3  IN .3  RP .5  VB -4  VBP -4  VBZ -4  VBD -4  VBN -1  RB .2  TO .3  PRP .3',
  VBN: 'NN .8  NNS .8  IN .8  VB -4  VBP -4  VBZ -3  VBD -4  DT -1.5  RB .3  TO .3  JJ -.5  RP .2  CD .2  VBN -2',
  VBG: 'NN .5  NNS .7  DT .8  PRP$ .5  IN .2  VB -4  VBP -3  VBZ -2  VBD -3  JJ .2  TO .2  CD .2',
  BE: 'VBN 2  VBG .8  JJ 1.5  DT .5  NN -1  NNS -.5  VBD -5  VB -5  VBP -5  VBZ -5  RB .6  TO .3  JJR .8  JJS .5  IN .3  RP -2',
  HAVE: 'VBN 2  DT .8  NN -.8  NNS 0  VBD -5  VB -5  VBP -5  VBZ -5  RB .5  TO .5  JJ 0  JJR .8  CD .3  IN -1',
  DO: 'VB 2  RB 1  VBP -4  VBZ -4  VBD -4  NN -1  NNS -1  VBN -3',
  ',': 'VB 1.2  VBP -1.5  VBZ 0  VBN .2  NN 0  NNS 0  RP -4  IN .2  RB .2  VBD -.5',
  ':': 'VB 1.2  VBP -1.5  NN 0  RP -4',
  '.': 'VB 3  VBN .8  NN -.5  VBP -3  VBZ -4  VBD -2  RP -4',
  POS: 'NN 2  NNS 2  JJ 1  VB -5  VBZ -5  VBP -5',
}

/** How well each tag ends a sentence or stands before a mark. */
const BEFORE_MARK = 'DT -2  IN -1.5  TO -3  PRP$ -4  RP .5  RB .3  VBZ -.5  VB -.5  JJS -1  WDT -3  MD -2'

const TABLE = new Map(Object.entries(FOLLOWS).map(([tag, text]) => [tag, weights(text)]))
const MARK_TABLE = weights(BEFORE_MARK)
const MARKS = new Set([',', '.', ':', '(', ')', '``', "''"])

/** @param state the tag before, or one of `^`, BE, HAVE, DO, THEN */
export function transition(state: string, tag: string): number {
  const own = TABLE.get(state)?.get(tag) ?? 0
  return MARKS.has(tag) ? own + (MARK_TABLE.get(state) ?? 0) : own
}

function weights(text: string): Map<string, number> {
  const words = text.split(/\s+/).filter((word) => word !== '')
  return new Map(
    words.flatMap((tag, place): [string, number][] => (place % 2 === 0 ? [[tag, Number(words[place + 1])]] : [])),
  )
}
