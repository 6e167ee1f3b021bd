/** Scripts that are written from right to left. */
const rightToLeft =
  /[\p{sc=Hebrew}\p{sc=Arabic}\p{sc=Syriac}\p{sc=Thaana}\p{sc=Nko}\p{sc=Adlam}\p{sc=Samaritan}\p{sc=Mandaic}\u200F]/u

const [isolate, endOfIsolate] = ['\u2068', '\u2069']

/**
 * A text that somebody typed, for a line of the platform's: the direction of its writing does not reach
 * beyond it (FSI and PDI of UAX 9). Each line by itself. A text without such scripts stays as it is.
 */
export const isolated = (text: string): string =>
  rightToLeft.test(text)
    ? text.replace(/[^\n]+/g, (line) => `${isolate}${line}${endOfIsolate}`)
    : text

/** The parts of a text: those between the marks of `isolated`, and the others. */
export const isolatedParts = (text: string): { text: string; isIsolated: boolean }[] =>
  text
    .split(isolate)
    .flatMap((piece, index) => {
      const end = index === 0 ? -1 : piece.indexOf(endOfIsolate)
      return [
        { text: piece.slice(0, Math.max(0, end)), isIsolated: true },
        { text: piece.slice(end + 1), isIsolated: false },
      ]
    })
    .filter((part) => part.text !== '')
