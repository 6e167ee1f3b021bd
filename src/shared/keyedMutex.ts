import { Mutex } from 'async-mutex'

/** A mutex for each key: work of one key runs one after the other, in order of arrival. */
export function keyedMutex() {
  const mutexes = new Map<string, Mutex>()
  return async <Result>(key: string, work: () => Promise<Result>): Promise<Result> => {
    const mutex = mutexes.get(key) ?? new Mutex()
    mutexes.set(key, mutex)
    try {
      return await mutex.runExclusive(work)
    } finally {
      if (!mutex.isLocked()) mutexes.delete(key)
    }
  }
}
