import type { ExportedEvent } from '../queries.ts'

/** Writes an export piece by piece: nothing of it stays in memory. */
export interface ExportWriter {
  /** The media type of the file. */
  type: string
  begin(): string
  /** @param isFirst whether no event was written before */
  add(events: ExportedEvent[], isFirst: boolean): string
  end(): string
}
