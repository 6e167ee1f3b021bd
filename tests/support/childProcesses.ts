import { readdir, readFile } from 'node:fs/promises'

/** The ids of the child processes of a process. Linux alone has these files. */
export async function childrenOf(pid: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${pid}/task`)
  const lists = await Promise.all(
    tasks.map((task) => readFile(`/proc/${pid}/task/${task}/children`, 'utf8')),
  )
  return lists.join(' ').split(' ').filter(Boolean).map(Number)
}
