import { afterAll, beforeAll, expect, it } from '@jest/globals'
import { readdir, readFile, utimes, writeFile } from 'node:fs/promises'
import path from 'node:path'

import { sweepMedia } from '../../src/features/media/jobs/sweepMedia.ts'
import { createEvent } from '../factories/events.ts'
import { createImage } from '../factories/media.ts'
import { type Caller, newCaller } from '../support/callers.ts'
import { poolOf } from '../support/pool.ts'
import { startTestPlatform, type TestPlatform } from '../support/testPlatform.ts'

const day = 86_400_000
const now = new Date()
const inDays = (days: number) => new Date(now.getTime() + days * day)

let platform: TestPlatform
let owner: Caller
let staff: Caller
let folder: string

beforeAll(async () => {
  platform = await startTestPlatform({ MEDIA_UNUSED_DAYS: '90' })
  folder = path.join(platform.dataDir, 'media')
  owner = await newCaller(platform)
  staff = await newCaller(platform, 'staff')
})
afterAll(() => platform.stop())

const sweep = (at = now) => sweepMedia(platform.payload, at)
const files = () => readdir(folder)

const exists = async (id: number) =>
  (await platform.payload.find({ collection: 'media', where: { id: { equals: id } } })).totalDocs

/** A file as a broken upload leaves it. */
async function leave(name: string, age: number) {
  const file = path.join(folder, name)
  await writeFile(file, 'left')
  await utimes(file, inDays(-age), inDays(-age))
}

it('removes files that no picture has, a day after they were written, and no others', async () => {
  const image = await createImage(platform.payload, owner.id)
  const old = path.join(folder, image.filename!)
  await utimes(old, inDays(-9), inDays(-9))
  const token = '0123456789abcdef0123456789abcdef'
  const orphans = [`lost-${token}.jpg`, `lost-${token}-320x240.jpg`, `lost-${token}-640w.avif`]
  const kept = [`young-${token}.jpg`, 'notes.txt', 'logo.png', image.filename!]
  for (const name of orphans) await leave(name, 2)
  await leave(kept[0]!, 0.5)
  for (const name of kept.slice(1, 3)) await leave(name, 900)

  process.env.MEDIA_SWEEP = 'dry'
  expect(await sweep()).toBe('Would remove 3 files, 0 pictures, 0 uploads')
  expect(await files()).toEqual(expect.arrayContaining([...orphans, ...kept]))
  process.env.MEDIA_SWEEP = 'off'
  expect(await sweep()).toBe('Switched off')

  process.env.MEDIA_SWEEP = 'on'
  expect(await sweep()).toBe('Removed 3 files, 0 pictures, 0 uploads')
  const left = await files()
  expect(left).toEqual(expect.arrayContaining(kept))
  expect(left.filter((name) => orphans.includes(name))).toEqual([])
  expect(await sweep()).toBe('Nothing to remove')
})

it('removes nothing of a folder that belongs to another database', async () => {
  const name = 'theirs-0123456789abcdef0123456789abcdef.jpg'
  const file = path.join(folder, 'robo-events-owner.txt')
  const mine = await readFile(file)
  await leave(name, 9)
  await writeFile(file, 'somebody else')

  expect(await sweep()).toContain('belong to another database')
  expect(await files()).toContain(name)

  await writeFile(file, mine)
  expect(await sweep()).toBe('Removed 1 file, 0 pictures, 0 uploads')
})

it('deletes a picture of an attendee that nothing has shown for long, and no other', async () => {
  const make = (id: number) => createImage(platform.payload, id)
  const [unused, ofStaff, cover, draftCover, inVersion, usedAgain] = [
    await make(owner.id),
    await make(staff.id),
    await make(owner.id),
    await make(owner.id),
    await make(owner.id),
    await make(owner.id),
  ]
  const show = (picture: { id: number }, details = {}) =>
    createEvent(platform.payload, { createdBy: owner.id, coverImage: picture.id, ...details })
  await show(cover)
  await show(draftCover, { status: 'draft' })
  const { id } = await show(inVersion)
  await owner.rest.patch(`/api/events/${id}`, { coverImage: null })
  await sweep()

  // The young file of the first test is old by then.
  expect(await sweep(inDays(80))).toBe('Removed 1 file, 0 pictures, 0 uploads')
  await show(usedAgain)
  expect(await sweep(inDays(100))).toMatch(/^Removed 0 files, 2 pictures/)

  const left = await Promise.all(
    [unused, ofStaff, cover, draftCover, inVersion, usedAgain].map((each) => exists(each.id)),
  )
  expect(left).toEqual([0, 1, 1, 1, 1, 1])
  expect(await files()).not.toContain(unused.filename)
})

it('tells the metrics what it has removed', async () => {
  const { rows } = await poolOf(platform.payload).query(
    'SELECT orphans::int, pictures::int, found_orphans FROM media_sweep',
  )
  expect(rows).toEqual([{ orphans: 5, pictures: 2, found_orphans: 0 }])
})
