/** Runs callbacks in the order of their simulated times. */
export interface Agenda {
  now: () => number
  in: (millis: number, run: () => void) => void
  run: () => void
}

interface Entry {
  at: number
  /** Entries with the same time run in the order in which they were added. */
  nth: number
  run: () => void
}

const isBefore = (a: Entry, b: Entry) => a.at < b.at || (a.at === b.at && a.nth < b.nth)

/** A simulated clock that jumps from entry to entry. The entries are in a binary heap. */
export function agenda(): Agenda {
  const heap: Entry[] = []
  let now = 0
  let added = 0

  const swap = (a: number, b: number) => ([heap[a], heap[b]] = [heap[b]!, heap[a]!])

  function rise(from: number) {
    for (let child = from; child > 0;) {
      const parent = (child - 1) >> 1
      if (!isBefore(heap[child]!, heap[parent]!)) return
      swap(child, parent)
      child = parent
    }
  }

  function sink() {
    for (let parent = 0; ;) {
      const [left, right] = [2 * parent + 1, 2 * parent + 2]
      let first = parent
      if (left < heap.length && isBefore(heap[left]!, heap[first]!)) first = left
      if (right < heap.length && isBefore(heap[right]!, heap[first]!)) first = right
      if (first === parent) return
      swap(parent, first)
      parent = first
    }
  }

  function next(): Entry | undefined {
    const first = heap[0]
    const last = heap.pop()
    if (heap.length > 0) {
      heap[0] = last!
      sink()
    }
    return first
  }

  return {
    now: () => now,
    in: (millis, run) => {
      heap.push({ at: now + millis, nth: (added += 1), run })
      rise(heap.length - 1)
    },
    run: () => {
      for (let entry = next(); entry; entry = next()) {
        now = entry.at
        entry.run()
      }
    },
  }
}
