/** Tests passed of all, from marks as files keep them: "3/7". */
export function testCount(marks: string): string {
  return `${marks.split('1').length - 1}/${marks.length}`
}
