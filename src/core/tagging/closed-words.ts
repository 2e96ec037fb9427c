/**
 * Words of the closed classes with the Penn tags they may have, the likeliest first. Written for this project from the
 * tag set's definition (Santorini 1990).
 */
const BY_TAG: Readonly<Record<string, string>> = {
  DT: 'a an the this these those each every some any no another both all neither either that',
  PDT: 'half',
  PRP$: 'my your his its our their her',
  PRP: 'i you he she it we they me him us them myself yourself himself herself itself ourselves themselves oneself yours mine ours theirs hers her',
  WP$: 'whose',
  WP: 'who whom what whoever whomever whatever',
  WDT: 'which whichever that',
  WRB: 'when where why how whenever wherever',
  MD: 'can could will would shall should may might must ought ca wo',
  CC: 'and or but nor plus yet & and/or',
  EX: 'there',
  TO: 'to',
  UH: 'please oh hello hi yes',
  IN: 'of in on at by for from with without within into onto upon among amongst between against through throughout during before after above below under over about across along around behind beside besides beyond despite except inside near outside per since than till until toward towards underneath unless unlike via versus if whether because although though while whereas as lest like off out that',
  RP: 'up out off down in',
  RB: "not n't then also just very too only so again already always almost often never ever soon still even once twice thus hence therefore otherwise instead together apart away back here there now else perhaps maybe quite rather indeed namely respectively exactly however yet far well up down first last",
  CD: 'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion',
  JJ: 'such same own other many few several first second third fourth fifth sixth seventh eighth ninth tenth last next even odd nth',
  JJR: 'more less fewer further',
  JJS: 'most least',
  NN: 'nothing something anything everything none someone anyone everyone nobody somebody anybody everybody one',
  VBZ: "is has does 's",
  VBP: "are am have do 're 've 'm",
  VBD: 'was were had did',
  VB: 'be have do',
  VBN: 'been had done',
  VBG: 'being having doing',
  POS: "'s '",
}

/** Of words with several tags, the likeliest where it is not the first above, and how much likelier (weights). */
const ALSO: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  that: { WDT: 0, IN: -0.5, DT: -0.7 },
  there: { EX: 0, RB: -0.5 },
  her: { PRP$: 0, PRP: -0.3 },
  in: { IN: 0, RP: -4 },
  out: { IN: -0.5, RP: 0, RB: -2 },
  off: { IN: -0.5, RP: 0, RB: -2 },
  up: { IN: -1, RP: 0, RB: -1.5 },
  down: { IN: -1, RP: 0, RB: -1 },
  more: { JJR: 0, RBR: -0.5 },
  less: { JJR: 0, RBR: -0.7 },
  most: { JJS: 0, RBS: -0.3 },
  least: { JJS: 0, RBS: -1 },
  further: { RBR: 0, JJR: -0.5, JJ: -0.5 },
  first: { JJ: 0, RB: -1 },
  last: { JJ: 0, RB: -2.5, VB: -3 },
  even: { JJ: 0, RB: -0.2 },
  one: { CD: 0, NN: -0.2 },
  like: { IN: 0, VB: -2, VBP: -2 },
  so: { RB: 0, IN: -0.5 },
  far: { RB: 0, JJ: -1 },
  well: { RB: 0, NN: -3, JJ: -3 },
  back: { RB: 0, NN: -1, JJ: -2, VB: -3 },
  except: { IN: 0 },
  second: { JJ: 0, NN: -1 },
  third: { JJ: 0, NN: -2 },
  half: { NN: 0, PDT: -0.3 },
  yet: { RB: 0, CC: -1 },
  plus: { CC: 0, IN: -0.5, NN: -2 },
  near: { IN: 0, JJ: -2 },
  over: { IN: 0, RP: -1.5 },
  above: { IN: 0, JJ: -1, RB: -1.5 },
  below: { IN: 0, RB: -1 },
  before: { IN: 0, RB: -2 },
  after: { IN: 0 },
  inside: { IN: 0, RB: -1.5, NN: -3 },
  outside: { IN: 0, JJ: -1.5, NN: -3 },
  around: { IN: 0, RB: -1, RP: -2 },
  have: { VBP: 0, VB: 0 },
  do: { VBP: 0, VB: 0 },
  had: { VBD: 0, VBN: -1 },
  "'s": { POS: 0, VBZ: -0.5 },
  own: { JJ: 0, VB: -2, VBP: -2 },
  can: { MD: 0, NN: -5 },
  will: { MD: 0, NN: -5 },
  may: { MD: 0 },
  might: { MD: 0, NN: -5 },
  must: { MD: 0 },
  odd: { JJ: 0 },
  next: { JJ: 0, RB: -0.5 },
  please: { UH: 0, VB: -4 },
  right: { JJ: 0, NN: -0.3, RB: -1 },
  left: { VBN: -0.3, JJ: 0, NN: -0.2, VBD: -1 },
}

const TABLE: ReadonlyMap<string, Readonly<Record<string, number>>> = buildTable()

/** Weights (natural logarithms, 0 for the likeliest) of the tags of a word in lower case; null where it is open. */
export function closedTags(word: string): Readonly<Record<string, number>> | null {
  return TABLE.get(word) ?? null
}

function buildTable(): Map<string, Readonly<Record<string, number>>> {
  const table = new Map<string, Record<string, number>>()
  for (const [tag, words] of Object.entries(BY_TAG))
    for (const word of words.split(' ')) table.set(word, { ...table.get(word), [tag]: 0 })
  for (const [word, tags] of Object.entries(ALSO)) table.set(word, { ...tags })
  return table
}
