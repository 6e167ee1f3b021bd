/** A source file that cannot be read at all, in a sentence that says which and why. */
export class SourceError extends Error {
  override readonly name = 'SourceError'
}
