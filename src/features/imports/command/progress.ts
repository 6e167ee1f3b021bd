/** Receives the progress of an import: a task with a total, and each step of it. */
export interface ImportProgress {
  begin(task: string, total: number): void
  advance(): void
  end(): void
}

export type Change = 'created' | 'updated' | 'unchanged'
export type Changes = Record<Change, number>

export const noChanges = (): Changes => ({ created: 0, updated: 0, unchanged: 0 })
